package org.pellucid.report.trace;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.pellucid.inspect.microscope.Cut;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.microscope.Factor;
import org.pellucid.inspect.microscope.Quantity;
import org.pellucid.report.Markup;
import org.pellucid.report.Ramp;
import org.pellucid.report.math.MathMl;
import org.pellucid.report.microscope.ExplanationText;
import org.pellucid.report.microscope.Sum;
import org.pellucid.report.microscope.Unit;

/** An explanation as a part of a page that opens and closes. */
final class ExplanationHtml {
    private static final int TERMS = 18;
    /** Behind numbers no colour is as dark as the scale has them. */
    private static final double FAINT = 0.75;
    /** How far from the middle white type has more contrast than dark. */
    private static final double WHITE_READS = 0.7;

    private ExplanationHtml() {}

    /** @param key the path of this explanation in the JSON */
    static String of(Explanation e, String key) {
        Sum sum = Sum.of(e, Sum.Order.MAGNITUDE, TERMS);
        StringBuilder html = new StringBuilder("<details class=\"number\"><summary><span class=\"symbol\">")
                .append(Markup.escape(e.symbol()))
                .append("</span> = ")
                .append(Html.number(key + ".textbook", e.textbook()))
                .append(badge(e))
                .append("</summary><div class=\"inside\">")
                .append(MathMl.ofWords(e.formula()));
        e.notes()
                .forEach(note -> html.append("<p class=\"note\">")
                        .append(Markup.escape(note))
                        .append("</p>"));
        html.append(quantities(e, key)).append("<div class=\"work\">").append(terms(e, sum));
        if (!e.cuts().isEmpty()) {
            html.append("<div class=\"cuts\">");
            e.cuts().forEach(cut -> html.append(cut(cut)));
            html.append("</div>");
        }
        return html.append("</div></div></details>").toString();
    }

    private static String badge(Explanation e) {
        String terms = Html.count(e.terms(), "term");
        String slope = e.difference()
                .map(d -> (d.kink() || d.confirms(e.textbook()) ? " <span class=\"good\">" : " <span class=\"bad\">")
                        + "slope: " + Markup.escape(ExplanationText.difference(d, e.textbook())) + "</span>")
                .orElse("");
        String same = e.agrees() ? "" : " <span class=\"bad\">the terms give another number</span>";
        return " <span class=\"small\">" + terms + "</span>" + slope + same;
    }

    private static String quantities(Explanation e, String key) {
        if (e.quantities().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"quantities\">");
        int i = 0;
        for (Quantity q : e.quantities()) {
            html.append("<tr><th>")
                    .append(Markup.escape(q.symbol()))
                    .append("</th><td>")
                    .append(Html.number(key + ".quantities." + i++ + ".value", q.value()))
                    .append("</td><td class=\"how\">")
                    .append(Markup.escape(q.formula()))
                    .append("</td></tr>");
        }
        return html.append("</table></div>").toString();
    }

    private static String terms(Explanation e, Sum sum) {
        String unit = sum.unit().text();
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"terms\">");
        if (!unit.isEmpty()) {
            html.append("<caption>in units of ").append(unit).append("</caption>");
        }
        boolean subtotals = sum.groups().size() + sum.groupsLeft() > 1
                && sum.groups().stream().anyMatch(part -> part.terms() > 1);
        int columns = columns(sum);
        for (Sum.Part part : sum.groups()) {
            html.append("<tr class=\"group\"><th colspan=\"")
                    .append(columns + 2)
                    .append("\">")
                    .append(Markup.escape(part.name()))
                    .append("</th></tr>");
            part.lines().forEach(line -> html.append(line(line, columns)));
            if (part.termsLeft() > 0) {
                html.append(row(Html.count(part.termsLeft(), "more term"), columns, part.left(), "more"));
            }
            if (subtotals) {
                html.append(row("subtotal", columns, part.subtotal(), "subtotal"));
            }
        }
        if (sum.groupsLeft() > 0) {
            String more = Html.count(sum.groupsLeft(), "more group") + ", " + Html.count(sum.termsLeft(), "term");
            html.append(row(more, columns, sum.left(), "more"));
        }
        html.append(row("sum", columns, sum.printed(), "sum"));
        html.append(row(Markup.escape(e.symbol()), columns, sum.total(), "total"));
        html.append(row("textbook’s code", columns, sum.like(e.textbook()), "check"));
        e.difference()
                .filter(d -> !d.kink())
                .ifPresent(d -> html.append(row("finite difference", columns, sum.like(d.value()), "check")));
        return html.append("</table></div>").toString();
    }

    /** Columns for the factors: none where each term is a number by itself. */
    private static int columns(Sum sum) {
        int most = 1;
        for (Sum.Part part : sum.groups()) {
            for (Sum.Line line : part.lines()) {
                most = Math.max(most, line.term().factors().size());
            }
        }
        return most == 1 ? 0 : most;
    }

    private static String line(Sum.Line line, int columns) {
        List<Factor> factors = line.term().factors();
        StringBuilder html = new StringBuilder("<tr><td>")
                .append(factors.stream().map(f -> Markup.escape(f.symbol())).collect(Collectors.joining(" · ")))
                .append("</td>");
        for (int i = 0; i < columns; i++) {
            boolean shown = factors.size() > 1 && i < factors.size();
            html.append("<td class=\"factor\">")
                    .append(shown ? Html.brief(factors.get(i).value()) : "")
                    .append("</td>");
        }
        return html.append("<td class=\"value\">")
                .append(text(line.value()))
                .append("</td></tr>")
                .toString();
    }

    private static String row(String what, int columns, BigDecimal value, String kind) {
        return "<tr class=\"" + kind + "\"><td colspan=\"" + (columns + 1) + "\">" + what + "</td><td class=\"value\">"
                + text(value) + "</td></tr>";
    }

    private static String text(BigDecimal value) {
        return Html.minus(value.toPlainString());
    }

    private static String cut(Cut cut) {
        double largest = 0;
        for (List<Cut.Cell> row : cut.cells()) {
            for (Cut.Cell cell : row) {
                largest = Math.max(largest, Math.abs(cell.value()));
            }
        }
        Unit unit = Unit.ofThreeDecimals(largest);
        StringBuilder html = new StringBuilder("<figure class=\"cut scroll\"><table><caption>")
                .append(Markup.escape(cut.title()))
                .append(unit.text().isEmpty() ? "" : ", in units of " + unit.text())
                .append("</caption><tr><td></td>");
        cut.columns()
                .forEach(name -> html.append("<th>").append(Markup.escape(name)).append("</th>"));
        html.append("</tr>");
        for (int i = 0; i < cut.rows().size(); i++) {
            html.append("<tr><th>").append(Markup.escape(cut.rows().get(i))).append("</th>");
            for (Cut.Cell cell : cut.cells().get(i)) {
                html.append(cell(cell, unit, largest));
            }
            html.append("</tr>");
        }
        return html.append("</table></figure>").toString();
    }

    private static String cell(Cut.Cell cell, Unit unit, double largest) {
        String mark = switch (cell.mark()) {
            case TAKES_PART -> " class=\"in\"";
            case PADDING -> " class=\"pad\"";
            case PLAIN -> "";
        };
        if (!cell.text().isEmpty()) {
            return "<td" + mark + ">" + Markup.escape(cell.text()) + "</td>";
        }
        if (cell.mark() == Cut.Mark.PADDING) {
            return "<td" + mark + ">0</td>";
        }
        double t = largest == 0 ? 0 : FAINT * cell.value() / largest;
        String style = String.format(
                java.util.Locale.ROOT,
                " style=\"background:#%06x;color:%s\"",
                Ramp.DIVERGING.rgb((t + 1) / 2) & 0xFFFFFF,
                Math.abs(t) > WHITE_READS ? "#fff" : "#222");
        String number = String.format(java.util.Locale.ROOT, "%.3f", unit.about(cell.value()));
        return "<td" + mark + style + ">" + Html.minus(number) + "</td>";
    }
}
