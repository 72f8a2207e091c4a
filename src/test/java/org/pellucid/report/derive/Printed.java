package org.pellucid.report.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in a printed document, LaTeX or Markdown: read back from its text, without the program that wrote it. */
final class Printed {
    private static final Pattern TENSORS =
            Pattern.compile("^(?:%|<!--) tensors ([\\w-]+): (.*?)(?: -->)?$", Pattern.MULTILINE);
    private static final Pattern VALUE =
            Pattern.compile("= (?:\\\\begin\\{pmatrix} (.*?) \\\\end\\{pmatrix}|(-?[\\d.]+))", Pattern.DOTALL);
    private static final Pattern SUM = Pattern.compile(
            "^(?:% sum\\n\\{\\\\par\\\\smallskip\\\\noindent\\\\raggedright |<!-- sum -->\\n)\\$(.*?)\\$",
            Pattern.MULTILINE);
    private static final Pattern TEX_TABLE = Pattern.compile(
            "^% table (\\w+)\\n.*?\\\\endlastfoot\\n(.*?)\\\\end\\{longtable}", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern MD_TABLE = Pattern.compile(
            "^<!-- table (\\w+) -->\\n.*?\\n\\n\\|[^\\n]*\\n\\|[^\\n]*\\n(.*?)\\n\\n",
            Pattern.DOTALL | Pattern.MULTILINE);

    /**
     * A tensor as printed.
     *
     * @param shape empty for one number
     * @param numbers digit for digit
     */
    record Values(List<Integer> shape, List<String> numbers) {
        double[] values() {
            return numbers.stream().mapToDouble(Double::parseDouble).toArray();
        }

        /** Asserts that these are the values, to the last digit printed; the number of them. */
        int mustBe(double[] expected, String what) {
            assertThat(numbers).as(what).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertRounded(numbers.get(i), expected[i], what + " " + i);
            }
            return expected.length;
        }
    }

    /** One number that is a sum of products. */
    record Sum(String left, List<double[]> terms, String value) {}

    private final Map<String, Map<String, Values>> tensors = new LinkedHashMap<>();
    private final Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    private final List<Sum> sums = new ArrayList<>();
    private final String text;

    Printed(String text) {
        this.text = text;
        Matcher m = TENSORS.matcher(text);
        while (m.find()) {
            read(m.group(1), m.group(2), m.end());
        }
        for (Pattern pattern : List.of(TEX_TABLE, MD_TABLE)) {
            Matcher t = pattern.matcher(text);
            while (t.find()) {
                tables.put(t.group(1), rows(t.group(2)));
            }
        }
        Matcher s = SUM.matcher(text);
        while (s.find()) {
            sums.add(sum(s.group(1)));
        }
    }

    /** Asserts that a printed number is the value, rounded to the digits that it is printed with. */
    static void assertRounded(String printed, double value, String what) {
        int point = printed.indexOf('.');
        int decimals = point < 0 ? 0 : printed.length() - point - 1;
        double half = 0.5 * Math.pow(10, -decimals);
        assertThat(Math.abs(Double.parseDouble(printed) - value))
                .as("%s: printed %s, recomputed %s", what, printed, value)
                .isLessThanOrEqualTo(half * (1 + 1e-6));
    }

    String text() {
        return text;
    }

    Map<String, Map<String, Values>> tensors() {
        return tensors;
    }

    List<Sum> sums() {
        return sums;
    }

    /** The rows of a table, cells as plain text; leading blanks say how deep a row lies. */
    List<List<String>> table(String id) {
        assertThat(tables).containsKey(id);
        return tables.get(id);
    }

    boolean hasTable(String id) {
        return tables.containsKey(id);
    }

    private void read(String id, String names, int from) {
        Map<String, Values> found = tensors.computeIfAbsent(id, key -> new LinkedHashMap<>());
        Matcher m = VALUE.matcher(text);
        int at = from;
        for (String entry : names.split("; ", -1)) {
            int blank = entry.lastIndexOf(' ');
            List<Integer> shape = Arrays.stream(entry.substring(blank + 1).split("x", -1))
                    .map(Integer::valueOf)
                    .toList();
            int size = shape.stream().reduce(1, (a, b) -> a * b);
            List<String> numbers = new ArrayList<>();
            while (numbers.size() < size) {
                assertThat(m.find(at)).as("%s of %s", entry, id).isTrue();
                at = m.end();
                String cells = m.group(1) == null ? m.group(2) : m.group(1);
                numbers.addAll(List.of(cells.strip().split("\\s*(?:&|\\\\\\\\)\\s*", -1)));
            }
            found.put(entry.substring(0, blank), new Values(shape, numbers));
        }
    }

    private static Sum sum(String formula) {
        String[] sides = formula.split(" = ", -1);
        List<double[]> terms = new ArrayList<>();
        for (String term : sides[1].split(" \\+ ", -1)) {
            terms.add(Arrays.stream(term.split("\\\\cdot", -1))
                    .map(factor -> factor.replaceAll("[{}() ]", ""))
                    .mapToDouble(Double::parseDouble)
                    .toArray());
        }
        return new Sum(sides[0], terms, sides[2]);
    }

    private static List<List<String>> rows(String body) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : body.replace(" \\\\*\n", " \\\\\n").split("\n", -1)) {
            if (line.startsWith("| ")) {
                rows.add(cells(line.substring(2, line.length() - 2).split(" \\| ", -1)));
            } else if (line.endsWith(" \\\\")) {
                rows.add(cells(line.substring(0, line.length() - 3).split(" & ", -1)));
            }
        }
        return rows;
    }

    private static List<String> cells(String[] raw) {
        return Arrays.stream(raw).map(Printed::plain).toList();
    }

    private static String plain(String cell) {
        String text = cell.replace("&nbsp;", " ").replace("\\allowbreak{}", "").replace("\\ensuremath{\\times}", "×");
        Matcher depth = Pattern.compile("^\\\\hspace\\*\\{(\\d+)ex}").matcher(text);
        if (depth.find()) {
            text = " ".repeat(Integer.parseInt(depth.group(1))) + text.substring(depth.end());
        }
        return text.replaceAll("\\\\texttt\\{([^}]*)}", "$1")
                .replaceAll("[$`]", "")
                .replace("\\_", "_")
                .replace("\\%", "%")
                .replace("--", "–")
                .replaceAll(" \\\\cdot 10\\^\\{(-?\\d+)}", "e$1");
    }
}
