package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pellucid.inspect.Agreement;
import org.pellucid.inspect.Bounds;
import org.pellucid.inspect.Certificate;
import org.pellucid.inspect.Differences;
import org.pellucid.inspect.Row;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;

/** The gradient certificate. */
final class CertificatePart {
    /** Tensors of one kind in layers of one kind. */
    private record Key(String type, String tensor) {}

    private CertificatePart() {}

    static Section section(Certificate c) {
        Map<Key, List<Row>> groups = new LinkedHashMap<>();
        c.rows()
                .forEach(row -> groups.computeIfAbsent(new Key(row.type(), row.tensor()), k -> new ArrayList<>())
                        .add(row));
        List<List<String>> rows = new ArrayList<>();
        groups.entrySet().stream()
                .sorted((a, b) -> a.getKey().type().compareTo(b.getKey().type()))
                .forEach(entry -> rows.add(row(entry.getKey(), entry.getValue())));
        long failures = c.failures();
        int checks = c.rows().size() + 1;
        String differences = Numbers.constant(Bounds.DIFFERENCES);
        return new Blocks()
                .text("Every layer of the network was examined in its place: on what reaches it from a random batch of "
                        + c.batch()
                        + ", with random gradients coming back (seed " + c.seed()
                        + "). First, the derived gradient of its input"
                        + " and of each parameter, in double precision, against central differences: along directions $d$,"
                        + " single values and all at once, the slope $a = \\sum_j \\partial L / \\partial \\theta_j \\cdot d_j$"
                        + " against $(8 (L(\\theta + d) - L(\\theta - d)) - (L(\\theta + 2d) - L(\\theta - 2d))) / 12$, and where"
                        + " $L$ is linear, against $(L(\\theta + d) - L(\\theta - d)) / 2$. Kinks of ReLU and ties of maxima are"
                        + " stepped around and counted. The error is scaled by the larger of the two slopes and may be at most $"
                        + differences + "$. Second, the float32 engine (backend " + c.backend() + ", " + c.threads()
                        + (c.threads() == 1 ? " thread" : " threads")
                        + ") against the double-precision formulas, value by"
                        + " value, as a share of the bound that rounding allows.")
                .add(new Block.Table(
                        "certificate",
                        "The certificate: directions compared, those given up for a kink, the largest scaled error against"
                                + " central differences, and the engine's largest error as a share of its bound. Tensors of one"
                                + " kind in one row; the number of layers in the third column.",
                        "llrrrrrl",
                        List.of("layer", "tensor", "layers", "samples", "kinks", "error", "engine", ""),
                        rows))
                .text("**The whole network.** Both machines then trained from the same weights on the same batch for "
                        + c.trajectory().steps() + (c.trajectory().steps() == 1 ? " step" : " steps")
                        + "; the largest relative difference of their losses was $"
                        + Numbers.significant(c.trajectory().worst(), 2) + "$, "
                        + "$" + Numbers.significant(100 * c.trajectory().share(), 2) + "$ % of its tolerance.")
                .add(new Block.Verdict(
                        failures == 0,
                        failures == 0
                                ? "All " + checks + " checks passed."
                                : failures + " of " + checks + " checks of the certificate failed."))
                .section(1, "Gradient certificate");
    }

    private static List<String> row(Key key, List<Row> rows) {
        List<Differences> differences =
                rows.stream().map(Row::textbook).flatMap(Optional::stream).toList();
        List<Agreement> agreements =
                rows.stream().map(Row::engine).flatMap(Optional::stream).toList();
        boolean passed = rows.stream().allMatch(Row::passed);
        String none = "–";
        return List.of(
                key.type(),
                "`" + key.tensor() + "`",
                Integer.toString(rows.size()),
                differences.isEmpty()
                        ? none
                        : Numbers.whole(differences.stream()
                                .mapToInt(Differences::samples)
                                .sum()),
                differences.isEmpty()
                        ? none
                        : Numbers.whole(differences.stream()
                                .mapToInt(Differences::kinks)
                                .sum()),
                differences.isEmpty()
                        ? none
                        : "$"
                                + Numbers.significant(
                                        differences.stream()
                                                .mapToDouble(Differences::worst)
                                                .max()
                                                .orElse(0),
                                        2)
                                + "$",
                agreements.isEmpty()
                        ? none
                        : Numbers.fixed(
                                        100
                                                * agreements.stream()
                                                        .mapToDouble(Agreement::share)
                                                        .max()
                                                        .orElse(0),
                                        1)
                                + " %",
                passed ? "" : "**FAIL**");
    }
}
