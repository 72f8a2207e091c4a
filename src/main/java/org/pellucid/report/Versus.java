package org.pellucid.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pellucid.data.Split;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.Contest;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.spec.Cost;

/** Several models on the same pictures. */
final class Versus {
    private static final int MOST_BARS = 4;

    private final List<RunStory> runs;
    private final List<StoredPredictions> stored;
    private final List<Contest.Pair> pairs;
    private final List<Contest.Ground> grounds;
    private final String usage;

    private Versus(List<RunStory> runs, List<StoredPredictions> stored, Contest contest, String usage) {
        this.runs = runs;
        this.stored = stored;
        this.pairs = contest.pairs();
        this.grounds = contest.grounds();
        this.usage = usage;
    }

    /** Runs compared on the test split if all opened it, else on validation; none if they do not share classes and pictures. */
    static Optional<Versus> of(List<RunStory> runs) {
        for (Split split : List.of(Split.TEST, Split.VALIDATION)) {
            List<StoredPredictions> all =
                    runs.stream().flatMap(run -> run.whole(split).stream()).toList();
            if (all.size() == runs.size()) {
                List<Contest.Entrant> entrants = IntStream.range(0, all.size())
                        .mapToObj(i -> new Contest.Entrant(runs.get(i).name(), all.get(i)))
                        .toList();
                Versus versus = new Versus(runs, all, new Contest(entrants, Bootstrap.DEFAULT), split.usage());
                return versus.pairs.isEmpty() ? Optional.empty() : Optional.of(versus);
            }
        }
        return Optional.empty();
    }

    String usage() {
        return usage;
    }

    DataTable models() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunStory run = runs.get(i);
            Metrics m = Metrics.of(stored.get(i).predictions());
            Cost cost = run.model().spec().cost();
            rows.add(List.of(
                    run.name(),
                    run.model().spec().name(),
                    Integer.toString(m.perClass().size()),
                    Integer.toString(m.n()),
                    String.format(Locale.ROOT, "%,d", cost.parameters()),
                    String.format(Locale.ROOT, "%,.1f", cost.macs() / 1e6),
                    Digits.four(m.accuracy()),
                    Digits.range(m.accuracyInterval()),
                    Digits.four(m.macroF1()),
                    Digits.four(m.loss()),
                    run.history()
                            .map(h -> String.format(Locale.ROOT, "%,.0f", h.seconds()))
                            .orElse("–")));
        }
        return new DataTable(
                "models",
                "The models on " + usage + ", each on the pictures of its own classes",
                "llrrrrrrrrr",
                List.of(
                        "run",
                        "network",
                        "classes",
                        "pictures",
                        "parameters",
                        "million MACs",
                        "accuracy",
                        "95 % interval",
                        "macro-F1",
                        "log loss",
                        "seconds trained"),
                rows);
    }

    DataTable pairs() {
        return ContestTables.pairs(pairs);
    }

    /** Which model for which class: a table for each set of classes that some model is of. */
    List<DataTable> specialists() {
        return ContestTables.grounds(grounds, "which-model");
    }

    /** All models that tell most classes apart. */
    String cost(Figures figures) throws IOException {
        Contest.Ground ground = grounds.get(0);
        int n = IntStream.of(ground.support()).sum();
        List<CostChart.Point> points = new ArrayList<>();
        for (RunStory run : runs) {
            int i = ground.names().indexOf(run.name());
            if (i >= 0) {
                int right = (int) Math.round(ground.accuracy()[i] * n);
                points.add(new CostChart.Point(
                        run.name(),
                        Math.max(1, run.model().spec().cost().macs()),
                        ground.accuracy()[i],
                        Interval.wilson(right, n, Scores.LEVEL)));
            }
        }
        return figures.cost("cost", "Accuracy on " + usage + " against the cost of a picture", points);
    }

    /** Recalls side by side; empty for more models than bars can show. */
    String recalls(Figures figures) throws IOException {
        Contest.Ground ground = grounds.get(0);
        int k = ground.classes().size();
        if (ground.names().size() > MOST_BARS) {
            return "";
        }
        List<ClassChart.Bars> kinds = new ArrayList<>();
        for (int i = 0; i < ground.names().size(); i++) {
            Interval[] intervals = new Interval[k];
            double[] values = new double[k];
            for (int c = 0; c < k; c++) {
                values[c] = ground.recall()[c][i];
                int n = ground.support()[c];
                intervals[c] = n == 0 ? null : Interval.wilson((int) Math.round(values[c] * n), n, Scores.LEVEL);
            }
            kinds.add(new ClassChart.Bars(ground.names().get(i), values, intervals));
        }
        return figures.bars("recalls", "Recall of each class on " + usage, ground.classes(), kinds);
    }
}
