package org.pellucid.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.pellucid.evaluate.Comparison;
import org.pellucid.evaluate.Contest;

/** What a contest of models came to. */
public final class ContestTables {
    /** A difference is called one where p with Holm's correction is at most this. */
    private static final double ALPHA = 0.05;

    private ContestTables() {}

    /** A row for each pair. */
    public static DataTable pairs(List<Contest.Pair> pairs) {
        List<List<String>> rows = new ArrayList<>();
        for (Contest.Pair pair : pairs) {
            Comparison c = pair.comparison();
            rows.add(List.of(
                    pair.first(),
                    pair.second(),
                    Integer.toString(pair.classes().size()),
                    Integer.toString(c.n()),
                    Integer.toString(c.onlyFirst()),
                    Integer.toString(c.onlySecond()),
                    Digits.signed(c.difference()),
                    Digits.signed(c.differenceInterval().low()) + " to "
                            + Digits.signed(c.differenceInterval().high()),
                    Digits.p(c.pValue()),
                    Digits.p(pair.holm()),
                    pair.holm() > ALPHA ? "" : c.difference() > 0 ? pair.first() : pair.second()));
        }
        return new DataTable(
                "pairs",
                "Pairs, on the classes that both tell apart: pictures that one alone gets right, difference of accuracies"
                        + " with 95 % bootstrap interval, McNemar's exact p with Holm's correction for all pairs, and who is better where that is at most 0.05",
                "llrrrrrrrrl",
                List.of(
                        "first",
                        "second",
                        "classes",
                        "pictures",
                        "only 1st",
                        "only 2nd",
                        "difference",
                        "95 %",
                        "p",
                        "p (Holm)",
                        "better"),
                rows);
    }

    /** Which model for which class: a table for each ground, the first named {@code name}, the others with their number behind it. */
    public static List<DataTable> grounds(List<Contest.Ground> grounds, String name) {
        return IntStream.range(0, grounds.size())
                .mapToObj(g -> ground(grounds.get(g), g == 0 ? name : name + "-" + (g + 1), g == 0))
                .toList();
    }

    private static DataTable ground(Contest.Ground ground, String name, boolean widest) {
        int models = ground.names().size();
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < ground.classes().size(); c++) {
            List<String> row = new ArrayList<>(List.of(ground.classes().get(c), Integer.toString(ground.support()[c])));
            for (double recall : ground.recall()[c]) {
                row.add(Digits.four(recall));
            }
            row.add(ground.names().get(ground.best()[c]));
            row.add(Digits.p(ground.p()[c]));
            rows.add(row);
        }
        rows.add(summary("mean recall", ground, i -> mean(ground.recall(), i)));
        rows.add(summary("macro-F1", ground, i -> mean(ground.f1(), i)));
        rows.add(summary("accuracy", ground, i -> ground.accuracy()[i]));
        List<String> header = new ArrayList<>(List.of("class", "pictures"));
        header.addAll(ground.names());
        header.addAll(List.of("best", "p to next"));
        String among = widest ? "" : " where only " + String.join(", ", ground.classes()) + " are in question";
        return new DataTable(
                name,
                "Which model for which class" + among
                        + ": recall, and McNemar's exact p of the best against the next, with Holm's"
                        + " correction over the classes",
                "lr" + "r".repeat(models) + "lr",
                header,
                rows);
    }

    private static List<String> summary(String name, Contest.Ground ground, IntToDoubleFunction ofModel) {
        List<String> row = new ArrayList<>(
                List.of(name, Integer.toString(IntStream.of(ground.support()).sum())));
        int best = 0;
        for (int i = 0; i < ground.names().size(); i++) {
            double value = ofModel.applyAsDouble(i);
            row.add(Digits.four(value));
            best = value > ofModel.applyAsDouble(best) ? i : best;
        }
        row.add(ground.names().get(best));
        row.add("");
        return row;
    }

    private static double mean(double[][] values, int model) {
        double sum = 0;
        for (double[] row : values) {
            sum += row[model];
        }
        return sum / values.length;
    }
}
