package org.pellucid.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.Contest;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.Sample;
import org.pellucid.report.ContestTables;
import org.pellucid.report.DataTable;
import org.pellucid.report.Digits;
import org.pellucid.report.TextTable;

/** What a comparison shows, to people and in theses; all from the predictions alone. */
final class CompareReport {
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
        // A terminal has room for the p that counts, and no other.
        all.add(ContestTables.pairs(pairs).without("classes", "p"));
        all.addAll(ContestTables.grounds(grounds, "classes"));
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
                    Digits.four(m.accuracy()),
                    Digits.range(m.accuracyInterval()),
                    Digits.four(m.macroF1()),
                    Digits.range(bootstrap.macroF1(p)),
                    Digits.four(m.loss()),
                    Digits.four(Reliability.of(p, Reliability.BINS).ece()),
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
                    Digits.four(m.accuracy()),
                    Digits.range(m.accuracyInterval())));
        }
        return new DataTable(
                "costs",
                "Accuracy on " + where()
                        + " against cost: millions of parameters, and of multiply-adds a look at a picture",
                "lrrrrr",
                List.of("model", "parameters", "multiply-adds", "classes", "accuracy", "95 %"),
                rows);
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
                    Digits.four(accuracy.mean()),
                    Digits.four(accuracy.sd()),
                    Digits.range(accuracy.interval().orElseThrow()),
                    Digits.four(macroF1.mean()),
                    Digits.four(macroF1.sd()),
                    Digits.range(macroF1.interval().orElseThrow())));
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

    private static String millions(long value) {
        return String.format(Locale.ROOT, "%.2f", value / 1e6);
    }
}
