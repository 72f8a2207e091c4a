package org.pellucid.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pellucid.data.Split;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.Comparison;
import org.pellucid.evaluate.Holm;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.spec.Cost;

/** Several models on the same pictures. */
final class Versus {
    private static final int MOST_BARS = 4;

    private final List<RunStory> runs;
    private final List<Predictions> predictions;
    private final String usage;

    private Versus(List<RunStory> runs, List<Predictions> predictions, String usage) {
        this.runs = runs;
        this.predictions = predictions;
        this.usage = usage;
    }

    /** Runs compared on the test split if all opened it, else on validation; none if they do not share pictures and labels. */
    static Optional<Versus> of(List<RunStory> runs) {
        for (Split split : List.of(Split.TEST, Split.VALIDATION)) {
            List<Predictions> aligned = new ArrayList<>();
            for (RunStory run : runs) {
                run.whole(split).flatMap(p -> alike(runs.get(0).whole(split), p)).ifPresent(aligned::add);
            }
            if (aligned.size() == runs.size()) {
                return Optional.of(new Versus(runs, aligned, split.usage()));
            }
        }
        return Optional.empty();
    }

    /** The second's predictions in the order of the first's pictures. */
    private static Optional<Predictions> alike(Optional<StoredPredictions> first, StoredPredictions second) {
        if (first.isEmpty()
                || !first.get().predictions().classes().equals(second.predictions().classes())) {
            return Optional.empty();
        }
        int[] places = first.get().placesIn(second);
        if (IntStream.of(places).anyMatch(place -> place < 0)
                || places.length != second.predictions().size()) {
            return Optional.empty();
        }
        Predictions aligned = second.predictions().subset(places);
        return Arrays.equals(aligned.labels(), first.get().predictions().labels())
                ? Optional.of(aligned)
                : Optional.empty();
    }

    String usage() {
        return usage;
    }

    DataTable models() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunStory run = runs.get(i);
            Metrics m = Metrics.of(predictions.get(i));
            Cost cost = run.model().spec().cost();
            rows.add(List.of(
                    run.name(),
                    run.model().spec().name(),
                    String.format(Locale.ROOT, "%,d", cost.parameters()),
                    String.format(Locale.ROOT, "%,.1f", cost.macs() / 1e6),
                    Scores.four(m.accuracy()),
                    Scores.interval(m.accuracyInterval()),
                    Scores.four(m.macroF1()),
                    Scores.four(m.loss()),
                    run.history()
                            .map(h -> String.format(Locale.ROOT, "%,.0f", h.seconds()))
                            .orElse("–")));
        }
        return new DataTable(
                "models",
                "The models on the same pictures of " + usage,
                "llrrrrrrr",
                List.of(
                        "run",
                        "network",
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
        List<List<String>> rows = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int a = 0; a < runs.size(); a++) {
            for (int b = a + 1; b < runs.size(); b++) {
                comparisons.add(Comparison.of(predictions.get(a), predictions.get(b), Bootstrap.DEFAULT));
                names.add(runs.get(a).name() + " – " + runs.get(b).name());
            }
        }
        double[] holm = Holm.adjust(
                comparisons.stream().mapToDouble(Comparison::pValue).toArray());
        for (int i = 0; i < holm.length; i++) {
            Comparison c = comparisons.get(i);
            rows.add(List.of(
                    names.get(i),
                    Integer.toString(c.onlyFirst()),
                    Integer.toString(c.onlySecond()),
                    signed(c.difference()),
                    signed(c.differenceInterval().low()) + " to "
                            + signed(c.differenceInterval().high()),
                    p(c.pValue()),
                    p(holm[i])));
        }
        return new DataTable(
                "pairs",
                "Pairs: pictures that one alone gets right, difference of accuracies with bootstrap 95 % interval, McNemar's exact"
                        + " test, and with Holm's correction for all pairs",
                "lrrrrrr",
                List.of("pair", "only first", "only second", "difference", "95 % interval", "p", "p (Holm)"),
                rows);
    }

    /** Which model for which class. */
    DataTable specialists() {
        List<String> classes = predictions.get(0).classes();
        List<Metrics> metrics = predictions.stream().map(Metrics::of).toList();
        List<String> header = new ArrayList<>(List.of("class", "pictures"));
        runs.forEach(run -> header.add(run.name()));
        header.add("best");
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            List<String> row = new ArrayList<>(List.of(
                    classes.get(c),
                    Integer.toString(metrics.get(0).perClass().get(c).support())));
            int best = 0;
            for (int i = 0; i < runs.size(); i++) {
                double f1 = metrics.get(i).perClass().get(c).f1();
                row.add(Scores.four(f1));
                best = f1 > metrics.get(best).perClass().get(c).f1() ? i : best;
            }
            row.add(runs.get(best).name());
            rows.add(row);
        }
        return new DataTable(
                "which-model",
                "F1 of each class by each model, and the model with the highest; with few pictures of a class, the next may be as good",
                "lr" + "r".repeat(runs.size()) + "l",
                header,
                rows);
    }

    String cost(Figures figures) throws IOException {
        List<CostChart.Point> points = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Metrics m = Metrics.of(predictions.get(i));
            points.add(new CostChart.Point(
                    runs.get(i).name(),
                    Math.max(1, runs.get(i).model().spec().cost().macs()),
                    m.accuracy(),
                    m.accuracyInterval()));
        }
        return figures.cost("cost", "Accuracy on " + usage + " against the cost of a picture", points);
    }

    /** Recalls side by side; empty for more models than bars can show. */
    String recalls(Figures figures) throws IOException {
        if (runs.size() > MOST_BARS) {
            return "";
        }
        List<ClassChart.Bars> kinds = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Metrics m = Metrics.of(predictions.get(i));
            int k = m.perClass().size();
            Interval[] intervals = new Interval[k];
            Arrays.setAll(intervals, c -> Scores.recallInterval(m, c));
            double[] values = m.perClass().stream().mapToDouble(s -> s.recall()).toArray();
            kinds.add(new ClassChart.Bars(runs.get(i).name(), values, intervals));
        }
        return figures.bars(
                "recalls", "Recall of each class on " + usage, predictions.get(0).classes(), kinds);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value).replace('-', '−');
    }

    private static String p(double value) {
        return value < 1e-4 ? "< 0.0001" : Scores.four(value);
    }
}
