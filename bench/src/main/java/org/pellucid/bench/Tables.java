package org.pellucid.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pellucid.bench.Findings.Row;

/** The tables of a report. */
final class Tables {
    private Tables() {}

    /** The first column is words, the others are numbers. */
    record Table(String title, List<String> head, List<List<String>> rows) {
        String html() {
            StringBuilder s = new StringBuilder("<table><thead>");
            line(s, head, "th");
            s.append("</thead><tbody>");
            rows.forEach(row -> line(s, row, "td"));
            return s.append("</tbody></table>").toString();
        }

        private static void line(StringBuilder s, List<String> cells, String tag) {
            s.append("<tr>");
            cells.forEach(cell -> s.append('<')
                    .append(tag)
                    .append('>')
                    .append(cell)
                    .append("</")
                    .append(tag)
                    .append('>'));
            s.append("</tr>");
        }

        String markdown() {
            StringBuilder s = new StringBuilder();
            s.append("| ").append(String.join(" | ", head)).append(" |\n|---|");
            s.append("---:|".repeat(head.size() - 1)).append('\n');
            rows.forEach(row -> s.append("| ").append(String.join(" | ", row)).append(" |\n"));
            return s.toString();
        }
    }

    static List<Table> of(Findings f, double ownAllocation) {
        return List.of(convolutions(f, ownAllocation), threads(f), single(f), products(f), steps(f, ownAllocation))
                .stream()
                .filter(table -> !table.rows().isEmpty())
                .toList();
    }

    private static Table convolutions(Findings f, double ownAllocation) {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : f.rows()) {
            if (row.c().threads() == 1 && row.c().batch() > 1) {
                rows.add(List.of(
                        row.c().label(),
                        row.c().machine(),
                        number(row.forward()),
                        number(row.input()),
                        number(row.parameters()),
                        percent(row.forward() / f.peak()),
                        percent(row.forward() / f.roof(row.c())),
                        bytes(row.bytes(), row.allocation(), ownAllocation)));
            }
        }
        return new Table(
                "Convolutions, batch 16, one thread, GFLOP/s",
                List.of(
                        "layer",
                        "by",
                        "forward",
                        "to input",
                        "to parameters",
                        "forward/peak",
                        "forward/roof",
                        "bytes a call"),
                rows);
    }

    private static Table threads(Findings f) {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : f.rows()) {
            Row one = row.c().threads() == 2 ? f.chosen(row.c()) : null;
            if (one != null) {
                rows.add(List.of(
                        row.c().label(),
                        number(row.forward()),
                        number(row.parameters()),
                        ratio(row.forward() / one.forward()),
                        ratio(row.parameters() / one.parameters())));
            }
        }
        return new Table(
                "Two threads, batch 16: GFLOP/s by the clock, and over one thread by processor time",
                List.of("layer", "forward", "to parameters", "gain forward", "gain to parameters"),
                rows);
    }

    private static Table single(Findings f) {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : f.rows(1, 1)) {
            rows.add(List.of(
                    row.c().label(),
                    number(row.forward()),
                    number(row.input()),
                    number(row.parameters()),
                    percent(row.forward() / f.roof(row.c()))));
        }
        return new Table(
                "One picture, one thread, vector auto, GFLOP/s",
                List.of("layer", "forward", "to input", "to parameters", "forward/roof"),
                rows);
    }

    private static Table products(Findings f) {
        List<List<String>> rows = new ArrayList<>();
        for (Result r : f.results()) {
            if (r.benchmark().startsWith("GemmBenchmark.")) {
                rows.add(List.of(
                        r.params().get("shape"),
                        r.params().get("backend"),
                        number(r.byCpu("gflops")),
                        percent(r.byCpu("gflops") / f.peak())));
            }
        }
        return new Table("Matrix products, one thread", List.of("op op m n k", "by", "GFLOP/s", "of the peak"), rows);
    }

    private static Table steps(Findings f, double ownAllocation) {
        List<List<String>> rows = new ArrayList<>();
        for (Result r : f.results()) {
            if (r.benchmark().startsWith("TrainingStepBenchmark.")) {
                Map<String, String> p = r.params();
                rows.add(List.of(
                        p.get("model"),
                        p.get("backend"),
                        p.get("threads"),
                        number(r.byClock("images")),
                        bytes(r.bytes(), r.allocation(), ownAllocation)));
            }
        }
        return new Table(
                "Training steps, batch 64",
                List.of("model", "by", "threads", "images/s by the clock", "bytes a step"),
                rows);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** What lies within JMH's own allocation is nothing. */
    private static String bytes(double perCall, double perSecond, double own) {
        return Double.isNaN(perCall) ? "–" : perSecond < own ? "0" : String.format(Locale.ROOT, "%,.0f", perCall);
    }
}
