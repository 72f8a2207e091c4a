package org.pellucid.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pellucid.bench.Findings.Direction;
import org.pellucid.bench.Findings.Row;

/** One page, and one table in Markdown, of JMH's results. */
public final class Report {
    /** What JMH allocates itself, in megabytes a second, at most: below it a benchmark allocates nothing that can be told. */
    private static final double OWN_ALLOCATION = 0.05;

    private final String command;
    private final List<Findings> findings;

    private Report(String command, List<Findings> findings) {
        this.command = command;
        this.findings = findings;
    }

    /** @param arguments the command that ran, the page, the table, and JMH's files */
    public static void main(String[] arguments) throws IOException {
        List<Result> results = new ArrayList<>();
        for (int i = 3; i < arguments.length; i++) {
            results.addAll(Result.read(Path.of(arguments[i])));
        }
        Report report = new Report(arguments[0], Findings.of(results));
        Files.writeString(Path.of(arguments[1]), report.page());
        Files.writeString(Path.of(arguments[2]), report.markdown());
    }

    private String page() throws IOException {
        StringBuilder s = new StringBuilder();
        try (var style = Report.class.getResourceAsStream("report.css")) {
            s.append(
                            "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Pellucid: benchmarks</title><style>")
                    .append(new String(style.readAllBytes(), StandardCharsets.UTF_8))
                    .append("</style></head><body><h1>Pellucid: benchmarks</h1>");
        }
        s.append("<p>").append(Machine.cpu()).append("; <code>").append(command).append("</code></p>");
        s.append("<p>").append(String.join("</p><p>", methods())).append("</p>");
        for (Findings f : findings) {
            s.append("<h2>JDK ")
                    .append(f.jdk())
                    .append("</h2><p>")
                    .append(limits(f))
                    .append("</p>");
            legend(s);
            for (Direction direction : Direction.values()) {
                s.append("<h3>Convolution, ").append(direction.title).append("</h3>");
                s.append(Svg.bars(groups(f, direction), f.peak(), "peak", "GFLOP/s, one thread"));
            }
            s.append("<h3>Roofline, forward</h3>");
            s.append(Svg.roofline(points(f), f.peak(), f.bandwidth()));
            for (Tables.Table table : Tables.of(f, OWN_ALLOCATION)) {
                s.append("<h3>").append(table.title()).append("</h3>").append(table.html());
            }
        }
        return s.append("</body></html>\n").toString();
    }

    private String markdown() throws IOException {
        StringBuilder s = new StringBuilder("# Results of the benchmarks\n\n");
        s.append(Machine.cpu()).append("; `").append(command).append("`\n\n");
        s.append(String.join("\n\n", methods())).append("\n");
        for (Findings f : findings) {
            s.append("\n## JDK ")
                    .append(f.jdk())
                    .append("\n\n")
                    .append(limits(f))
                    .append("\n");
            for (Tables.Table table : Tables.of(f, OWN_ALLOCATION)) {
                s.append("\n### ").append(table.title()).append("\n\n").append(table.markdown());
            }
        }
        return s.toString();
    }

    private static List<String> methods() {
        return List.of(
                "GFLOP/s count the sums as they are defined, 2 a multiply–accumulate: Winograd, which makes fewer"
                        + " multiplications, may pass the peak. One thread: by processor time; more: by the clock. Medians of the"
                        + " iterations. Each convolution was held to the textbook, within its rounding bound, before it was timed.",
                "The roof of a layer is the lesser of the peak and of what memory allows if x, w and y are moved once each."
                        + " Backward to the input is what both backward passes take, less the one to the parameters; a dash where that is not twice"
                        + " what the quartiles of both differ by.");
    }

    private static String limits(Findings f) {
        return String.format(
                Locale.ROOT,
                "Measured in the same run: %.0f GFLOP/s of fused multiply-adds on one thread, %.0f on two; %.1f GB/s through memory"
                        + " on one thread, %.1f on two.",
                f.peak(),
                f.limit("fma", 2, "gflops"),
                f.bandwidth(),
                f.limit("triad", 2, "gbytes"));
    }

    private static void legend(StringBuilder s) {
        s.append("<p class='legend'>");
        for (String series :
                List.of("vector winograd", "vector direct", "vector im2col", "jblas im2col", "reference im2col")) {
            s.append("<span><i style='background:")
                    .append(Svg.COLOURS.get(series))
                    .append("'></i>")
                    .append(series)
                    .append("</span>");
        }
        s.append("</p>");
    }

    private static List<Svg.Group> groups(Findings f, Direction direction) {
        Map<String, List<Svg.Bar>> groups = new LinkedHashMap<>();
        for (Row row : f.rows()) {
            if (row.c().threads() == 1 && row.c().batch() > 1) {
                groups.computeIfAbsent(row.c().label(), k -> new ArrayList<>())
                        .add(new Svg.Bar(row.c().machine(), row.rate(direction)));
            }
        }
        return groups.entrySet().stream()
                .map(e -> new Svg.Group(e.getKey(), e.getValue()))
                .toList();
    }

    private static List<Svg.Point> points(Findings f) {
        return f.rows().stream()
                .filter(row -> row.c().threads() == 1 && row.c().batch() > 1)
                .map(row -> new Svg.Point(
                        row.c().machine(),
                        row.c().flops() / row.c().bytes(),
                        row.forward(),
                        row.c().label()))
                .toList();
    }
}
