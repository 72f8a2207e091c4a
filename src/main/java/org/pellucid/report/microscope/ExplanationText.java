package org.pellucid.report.microscope;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pellucid.inspect.microscope.Cut;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.microscope.Factor;
import org.pellucid.inspect.microscope.FiniteDifference;
import org.pellucid.inspect.microscope.Quantity;
import org.pellucid.inspect.microscope.Term;
import org.pellucid.inspect.microscope.Update;
import org.pellucid.report.TextTable;
import org.pellucid.report.math.PlainMath;

/**
 * An explanation as text for a terminal of 80 columns.
 *
 * <p>The printed terms add up to the printed subtotals, and these to the printed sum, exactly; the last line of the sum is
 * that number to the digits which rounding the lines leaves sure.
 */
public final class ExplanationText {
    private static final String INDENT = "  ";
    private static final String MORE = "… ";

    private ExplanationText() {}

    /** The lines. */
    public static List<String> of(Explanation e, Sum sum) {
        List<String> lines = new ArrayList<>();
        lines.add(e.symbol() + " of " + e.question().layer());
        lines.addAll(Wrap.hanging(PlainMath.of(e.formula()), INDENT, INDENT + INDENT));
        e.notes().forEach(note -> lines.addAll(Wrap.lines(note, INDENT)));
        lines.add("");
        if (!e.quantities().isEmpty()) {
            lines.addAll(quantities(e.quantities()));
            lines.add("");
        }
        lines.addAll(sum(e, sum));
        lines.addAll(verdict(e, sum));
        e.update().ifPresent(update -> {
            lines.add("");
            lines.addAll(update(update));
        });
        for (Cut cut : e.cuts()) {
            lines.add("");
            lines.addAll(cut(cut));
        }
        return lines;
    }

    private static List<String> sum(Explanation e, Sum sum) {
        List<String> lines = sum(e, sum, false);
        return lines.stream().allMatch(Wrap::fits) ? lines : sum(e, sum, true);
    }

    /** @param stacked whether a term's values stand below its symbols, not beside them */
    private static List<String> sum(Explanation e, Sum sum, boolean stacked) {
        int factors = 1;
        for (Sum.Part part : sum.groups()) {
            for (Sum.Line line : part.lines()) {
                factors = Math.max(factors, line.term().factors().size());
            }
        }
        int columns = factors == 1 || stacked ? 0 : 2 * factors - 1;
        TextTable table = new TextTable("l" + (columns == 0 ? "" : "r" + "·r".repeat(factors - 1)) + "r");
        boolean subtotals = sum.groups().size() + sum.groupsLeft() > 1
                && sum.groups().stream().anyMatch(part -> part.terms() > 1);
        for (Sum.Part part : sum.groups()) {
            table.row(row(part.name() + terms(part), List.of(), columns, ""));
            for (Sum.Line line : part.lines()) {
                List<String> values = values(line.term());
                if (stacked && !values.isEmpty()) {
                    table.row(row(INDENT + symbols(line.term()), List.of(), columns, ""));
                    table.row(row(INDENT + INDENT + String.join(" ", values), List.of(), columns, text(line.value())));
                } else {
                    table.row(row(INDENT + symbols(line.term()), values, columns, text(line.value())));
                }
            }
            if (part.termsLeft() > 0) {
                table.row(row(INDENT + MORE + counted(part.termsLeft()), List.of(), columns, text(part.left())));
            }
            if (subtotals) {
                table.row(row(INDENT + "subtotal", List.of(), columns, text(part.subtotal())));
            }
        }
        if (sum.groupsLeft() > 0) {
            String more = MORE
                    + number(sum.groupsLeft())
                    + (sum.groupsLeft() == 1 ? " more group, " : " more groups, ")
                    + counted(sum.termsLeft());
            table.row(row(more, List.of(), columns, text(sum.left())));
        }
        table.row(row("sum", List.of(), columns, text(sum.printed())));
        String unit =
                sum.unit().exponent() == 0 ? "" : ", in units of " + sum.unit().text();
        List<String> lines = new ArrayList<>();
        lines.add(counted(e.terms()) + unit);
        lines.addAll(table.lines(INDENT));
        return lines;
    }

    private static List<String> row(String first, List<String> factors, int columns, String value) {
        List<String> row = new ArrayList<>(List.of(first));
        for (int i = 0; i < columns; i++) {
            row.add(i < factors.size() ? factors.get(i) : "");
        }
        row.add(value);
        return row;
    }

    private static String text(BigDecimal value) {
        return value.toPlainString();
    }

    private static String terms(Sum.Part part) {
        return part.termsLeft() == 0 ? "" : ", " + counted(part.terms());
    }

    private static String symbols(Term term) {
        return term.factors().stream().map(Factor::symbol).collect(Collectors.joining(" · "));
    }

    /** The factors with a point between; none where the one factor is the term itself. */
    private static List<String> values(Term term) {
        List<String> values = new ArrayList<>();
        for (Factor f : term.factors()) {
            if (!values.isEmpty()) {
                values.add("·");
            }
            values.add(factor(f.value()));
        }
        return values.size() == 1 ? List.of() : values;
    }

    private static List<String> verdict(Explanation e, Sum sum) {
        TextTable table = new TextTable("lrl");
        String unit = sum.unit().exponent() == 0 ? "" : " · " + sum.unit().text();
        table.row(e.symbol(), sum.total().toPlainString() + unit, "");
        table.row(
                "textbook's code",
                sum.like(e.textbook()).toPlainString() + unit,
                e.agrees() ? "the same" : "DIFFERS: one of the two is wrong");
        e.difference()
                .ifPresent(d -> table.row(
                        "finite difference",
                        d.kink() ? "–" : sum.like(d.value()).toPlainString() + unit,
                        difference(d, e.textbook())));
        return table.lines(INDENT);
    }

    /** What a finite difference says of a gradient. */
    public static String difference(FiniteDifference d, double gradient) {
        if (d.kink()) {
            return "at a kink or a tie: there is no slope";
        }
        String step = String.format(Locale.ROOT, "h = %.1e", d.step());
        if (d.value() == gradient) {
            return "equal, " + step;
        }
        int digits = d.digits(gradient);
        if (digits < 6 && d.withinRounding(gradient)) {
            return "equal within rounding, " + step;
        }
        return (digits < 6 ? "ONLY " : "") + digits + (digits == 1 ? " digit agrees, " : " digits agree, ") + step;
    }

    private static List<String> quantities(List<Quantity> quantities) {
        TextTable table = new TextTable("lrl");
        for (Quantity q : quantities) {
            table.row(q.symbol(), plain(q.value()), q.formula());
        }
        return table.lines(INDENT);
    }

    private static List<String> update(Update update) {
        List<String> lines = new ArrayList<>();
        lines.add("the step of " + update.rule() + ", t = " + update.t() + ": " + named(update.constants()));
        if (!update.before().isEmpty()) {
            lines.add(INDENT + "before it " + named(update.before()));
        }
        List<Quantity> all = new ArrayList<>(update.lines());
        Quantity last = all.get(all.size() - 1);
        boolean same = Math.abs(last.value() - update.after()) <= 0x1p-48 * Math.abs(update.after());
        all.add(new Quantity(
                "", same ? "the textbook's code: the same" : "the textbook's code: DIFFERS", update.after()));
        lines.addAll(quantities(all));
        return lines;
    }

    private static String named(List<Factor> factors) {
        return factors.stream().map(f -> f.symbol() + " = " + plain(f.value())).collect(Collectors.joining(", "));
    }

    private static List<String> cut(Cut cut) {
        double largest = 0;
        for (List<Cut.Cell> row : cut.cells()) {
            for (Cut.Cell cell : row) {
                largest = Math.max(largest, Math.abs(cell.value()));
            }
        }
        Unit unit = Unit.ofThreeDecimals(largest);
        int first = 0;
        int last = cut.columns().size();
        List<String> table = table(cut, first, last, unit);
        while (last - first > 1 && !table.stream().allMatch(Wrap::fits)) {
            if (takesPart(cut, last - 1) && !takesPart(cut, first)) {
                first++;
            } else {
                last--;
            }
            table = table(cut, first, last, unit);
        }
        List<String> lines = new ArrayList<>(
                Wrap.lines(cut.title() + (unit.exponent() == 0 ? "" : ", in units of " + unit.text()), ""));
        lines.addAll(table);
        return lines;
    }

    private static boolean takesPart(Cut cut, int column) {
        return cut.cells().stream().anyMatch(row -> row.get(column).mark() == Cut.Mark.TAKES_PART);
    }

    /** The columns from one to before another. */
    private static List<String> table(Cut cut, int first, int last, Unit unit) {
        TextTable table = new TextTable("r" + "r".repeat(last - first));
        List<String> head = new ArrayList<>(List.of(""));
        cut.columns().subList(first, last).forEach(name -> head.add(name + " "));
        table.row(head);
        for (int i = 0; i < cut.rows().size(); i++) {
            List<String> row = new ArrayList<>(List.of(cut.rows().get(i)));
            for (Cut.Cell cell : cut.cells().get(i).subList(first, last)) {
                row.add(cell(cell, unit));
            }
            table.row(row);
        }
        return table.lines();
    }

    private static String cell(Cut.Cell cell, Unit unit) {
        if (cell.mark() == Cut.Mark.PADDING) {
            return "· ";
        }
        String text = cell.text().isEmpty() ? cell.value() == 0 ? "0" : rounded(unit.about(cell.value())) : cell.text();
        return cell.mark() == Cut.Mark.TAKES_PART ? "[" + text + "]" : text + " ";
    }

    /** Three decimals; what rounds to 0 has no sign, and what is 0 is told from it by having no decimals. */
    private static String rounded(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.equals("-0.000") ? "0.000" : text;
    }

    /** Six significant digits. */
    private static String factor(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1000
                ? String.valueOf((long) value)
                : significant(value, 6);
    }

    /** Ten significant digits; short numbers as they are. */
    static String plain(double value) {
        String shortest = Double.toString(value);
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return String.valueOf((long) value);
        }
        return shortest.length() <= 8 ? shortest.replace(".0E", "e").replace("E", "e") : significant(value, 10);
    }

    private static String significant(double value, int digits) {
        double size = Math.abs(value);
        if (size < 1e-4 || size >= 1e6) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        int decimals = Math.max(0, digits - 1 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String counted(int terms) {
        return number(terms) + (terms == 1 ? " term" : " terms");
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
