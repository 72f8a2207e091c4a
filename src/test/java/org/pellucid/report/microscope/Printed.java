package org.pellucid.report.microscope;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The sum of an explanation, read back from what was printed.
 *
 * @param groups the lines of each group, then its subtotal if it has one
 * @param sum as printed
 * @param total the number with its sure digits
 * @param textbook the same of the textbook's code
 */
record Printed(
        List<List<BigDecimal>> groups,
        List<BigDecimal> subtotals,
        BigDecimal sum,
        BigDecimal total,
        BigDecimal textbook) {
    static Printed read(List<String> lines) {
        List<List<BigDecimal>> groups = new ArrayList<>();
        List<BigDecimal> subtotals = new ArrayList<>();
        int at = 0;
        while (!lines.get(at).matches("[\\d,]+ terms?(, in units of .*)?")) {
            at++;
        }
        at++;
        for (; !lines.get(at).startsWith("  sum "); at++) {
            String line = lines.get(at);
            if (line.startsWith("    subtotal")) {
                subtotals.add(last(line));
            } else if (line.startsWith("    ") && lines.get(at + 1).startsWith("      ")) {
                at++; // a wide term: its symbols, and below them its values
                groups.get(groups.size() - 1).add(last(lines.get(at)));
            } else if (line.startsWith("    ")) {
                groups.get(groups.size() - 1).add(last(line));
            } else if (line.matches("  … [\\d,]+ more groups?, .*")) {
                groups.add(new ArrayList<>(List.of(last(line))));
                if (subtotals.size() == groups.size() - 1) {
                    subtotals.add(last(line)); // where each group is one line, there are no subtotals
                }
            } else {
                groups.add(new ArrayList<>());
            }
        }
        BigDecimal sum = last(lines.get(at));
        return new Printed(groups, subtotals, sum, number(lines.get(at + 1)), number(lines.get(at + 2)));
    }

    /** The number at the end of a line. */
    private static BigDecimal last(String line) {
        return new BigDecimal(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** The first number behind two blanks. */
    private static BigDecimal number(String line) {
        String rest = line.strip().replaceFirst("^.*? {2,}", "");
        return new BigDecimal(rest.contains(" ") ? rest.substring(0, rest.indexOf(' ')) : rest);
    }

    static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
