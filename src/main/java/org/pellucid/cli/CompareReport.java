package org.pellucid.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.Comparison;
import org.pellucid.evaluate.Contest;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.Sample;
import org.pellucid.report.DataTable;
import org.pellucid.report.TextTable;

/** What a comparison shows, to people and in theses; all from the predictions alone. */
final class CompareReport {
    /** A difference is called one where p with Holm's correction is at most this. */
    private static final double ALPHA = 0.05;

    private final List<CompareEntry> entries;
    private final String usage;
    private final String view;
    private final Bootstrap bootstrap;
    private final List<Contest.Pair> pairs;
    private final List<Contest.Ground> grounds;

    CompareReport(List<CompareEntry> entries, String usage, String view, Bootstrap bootstrap) {
        this.entries = entries;
        this.usage = usage;
        this.view = view;
        this.bootstrap = bootstrap;
        Contest contest;
        try {
            contest = new Contest(
                    entries.stream()
                            .map(e -> new Contest.Entrant(e.name(), e.stored()))
                            .toList(),
                    bootstrap);
            pairs = contest.pairs();
            grounds = contest.grounds();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** The same for machines. */
    CompareNumbers numbers() {
        return new CompareNumbers(entries, usage, view, bootstrap, pairs, grounds);
    }

    private String where() {
        return usage + (view.equals("whole") ? "" : ", view " + view);
    }

    void show(Console console) {
        for (DataTable table : tables()) {
            console.result("@|bold %s|@", table.caption());
            console.result("");
            TextTable.of(table).lines().forEach(line -> console.result("%s", line));
            console.result("");
        }
        if (pairs.isEmpty()) {
            console.result("no two of these have two classes and a picture in common");
        }
    }

    /** All tables, those without rows left out. */
    List<DataTable> tables() {
        List<DataTable> all = new ArrayList<>();
        all.add(models());
        all.add(pairTable());
        for (int g = 0; g < grounds.size(); g++) {
            Contest.Ground ground = grounds.get(g);
            String among = g == 0 ? "" : " where only " + String.join(", ", ground.classes()) + " are in question";
            all.add(groundTable(ground, g == 0 ? "classes" : "classes-" + (g + 1), among));
        }
        all.add(costs());
        all.add(seeds());
        all.removeIf(table -> table.rows().isEmpty());
        return all;
    }

    private DataTable models() {
        List<List<String>> rows = new ArrayList<>();
        for (CompareEntry e : entries) {
            Predictions p = e.stored().predictions();
            Metrics m = Metrics.of(p);
            rows.add(List.of(
                    e.name(),
                    Integer.toString(m.n()),
                    four(m.accuracy()),
                    range(m.accuracyInterval()),
                    four(m.macroF1()),
                    range(bootstrap.macroF1(p)),
                    four(m.loss()),
                    four(Reliability.of(p, Reliability.BINS).ece()),
                    e.balance()));
        }
        return new DataTable(
                "models",
                "Models on " + where() + ": accuracy with 95 % interval (Wilson), macro-F1 (bootstrap), log loss,"
                        + " ECE (" + Reliability.BINS + " bins), and what was done for rare classes",
                "lrrrrrrrl",
                List.of("model", "pictures", "accuracy", "95 %", "macro-F1", "95 %", "loss", "ECE", "balance"),
                rows);
    }

    private DataTable costs() {
        List<CompareEntry> cheapestFirst = entries.stream()
                .sorted(Comparator.comparingLong(e -> e.cost().macs()))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (CompareEntry e : cheapestFirst) {
            Metrics m = Metrics.of(e.stored().predictions());
            rows.add(List.of(
                    e.name(),
                    millions(e.cost().parameters()),
                    millions(e.cost().macs()),
                    Integer.toString(e.stored().predictions().classes().size()),
                    four(m.accuracy()),
                    range(m.accuracyInterval())));
        }
        return new DataTable(
                "costs",
                "Accuracy on " + where()
                        + " against cost: millions of parameters, and of multiply-adds a look at a picture",
                "lrrrrr",
                List.of("model", "parameters", "multiply-adds", "classes", "accuracy", "95 %"),
                rows);
    }

    private DataTable pairTable() {
        List<List<String>> rows = new ArrayList<>();
        for (Contest.Pair pair : pairs) {
            Comparison c = pair.comparison();
            rows.add(List.of(
                    pair.first(),
                    pair.second(),
                    Integer.toString(c.n()),
                    Integer.toString(c.onlyFirst()),
                    Integer.toString(c.onlySecond()),
                    signed(c.difference()),
                    signed(c.differenceInterval().low()) + " to "
                            + signed(c.differenceInterval().high()),
                    p(pair.holm()),
                    pair.holm() > ALPHA ? "" : c.difference() > 0 ? pair.first() : pair.second()));
        }
        return new DataTable(
                "pairs",
                "Pairs, on the classes that both tell apart: pictures that one alone gets right, difference of accuracies"
                        + " with 95 % bootstrap interval, McNemar's exact p with Holm's correction, and who is better"
                        + " where that is at most 0.05",
                "llrrrrrrl",
                List.of(
                        "first",
                        "second",
                        "pictures",
                        "only 1st",
                        "only 2nd",
                        "difference",
                        "95 %",
                        "p (Holm)",
                        "better"),
                rows);
    }

    private static DataTable groundTable(Contest.Ground ground, String name, String among) {
        int models = ground.names().size();
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < ground.classes().size(); c++) {
            List<String> row = new ArrayList<>(List.of(ground.classes().get(c), Integer.toString(ground.support()[c])));
            for (int i = 0; i < models; i++) {
                row.add(four(ground.recall()[c][i]));
            }
            row.add(ground.names().get(ground.best()[c]));
            row.add(p(ground.p()[c]));
            rows.add(row);
        }
        rows.add(summary("mean recall", ground, i -> mean(ground.recall(), i)));
        rows.add(summary("macro-F1", ground, i -> mean(ground.f1(), i)));
        rows.add(summary("accuracy", ground, i -> ground.accuracy()[i]));
        List<String> header = new ArrayList<>(List.of("class", "pictures"));
        header.addAll(ground.names());
        header.addAll(List.of("best", "p to next"));
        return new DataTable(
                name,
                "Which model for which class" + among
                        + ": recall, and McNemar's exact p of the best against the next, with Holm's"
                        + " correction over the classes",
                "lr" + "r".repeat(models) + "lr",
                header,
                rows);
    }

    /** A number for each model. */
    @FunctionalInterface
    private interface Each {
        double of(int model);
    }

    private static List<String> summary(String name, Contest.Ground ground, Each each) {
        List<String> row = new ArrayList<>(
                List.of(name, Integer.toString(IntStream.of(ground.support()).sum())));
        int best = 0;
        for (int i = 0; i < ground.names().size(); i++) {
            row.add(four(each.of(i)));
            best = each.of(i) > each.of(best) ? i : best;
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

    /** Runs that differ by their seed alone, each group with at least two. */
    static List<List<CompareEntry>> twins(List<CompareEntry> entries) {
        List<List<CompareEntry>> groups = new ArrayList<>();
        for (CompareEntry entry : entries) {
            groups.stream()
                    .filter(group -> group.get(0).isTwinOf(entry))
                    .findFirst()
                    .orElseGet(() -> {
                        List<CompareEntry> fresh = new ArrayList<>();
                        groups.add(fresh);
                        return fresh;
                    })
                    .add(entry);
        }
        groups.removeIf(group -> group.size() < 2);
        return groups;
    }

    static Sample accuracies(List<CompareEntry> group) {
        return Sample.of(group.stream()
                .mapToDouble(e -> Metrics.of(e.stored().predictions()).accuracy())
                .toArray());
    }

    static Sample macroF1s(List<CompareEntry> group) {
        return Sample.of(group.stream()
                .mapToDouble(e -> Metrics.of(e.stored().predictions()).macroF1())
                .toArray());
    }

    private DataTable seeds() {
        List<List<String>> rows = new ArrayList<>();
        for (List<CompareEntry> group : twins(entries)) {
            Sample accuracy = accuracies(group);
            Sample macroF1 = macroF1s(group);
            rows.add(List.of(
                    String.join(", ", group.stream().map(CompareEntry::name).toList()),
                    Integer.toString(accuracy.n()),
                    four(accuracy.mean()),
                    four(accuracy.sd()),
                    range(accuracy.interval().orElseThrow()),
                    four(macroF1.mean()),
                    four(macroF1.sd()),
                    range(macroF1.interval().orElseThrow())));
        }
        return new DataTable(
                "seeds",
                "Runs that differ by their seed alone, on " + where()
                        + ": mean, standard deviation and Student's 95 % interval"
                        + " of the mean, of accuracy and macro-F1",
                "lrrrrrrr",
                List.of("runs", "n", "accuracy", "sd", "95 %", "macro-F1", "sd", "95 %"),
                rows);
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value).replace('-', '−');
    }

    private static String range(Interval interval) {
        return four(interval.low()) + "–" + four(interval.high());
    }

    private static String millions(long value) {
        return String.format(Locale.ROOT, "%.2f", value / 1e6);
    }

    private static String p(double value) {
        return value < 1e-4 ? "< 0.0001" : four(value);
    }
}
