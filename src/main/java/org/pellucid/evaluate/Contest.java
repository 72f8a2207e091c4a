package org.pellucid.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Several models on the same split: who is better, at what, and how sure that is.
 *
 * <p>Models of different classes are compared where both can answer: on the pictures of the classes that both tell apart, each
 * restricted to these classes (see {@link Predictions#restrictedTo}). So a specialist of three emotions meets a generalist of
 * seven on its own ground.
 *
 * @param entrants the models, at least two
 * @param bootstrap of the intervals
 */
public record Contest(List<Entrant> entrants, Bootstrap bootstrap) {
    /**
     * One model.
     *
     * @param name to be shown
     * @param stored its predictions
     */
    public record Entrant(String name, StoredPredictions stored) {}

    /**
     * Two models on what both can answer.
     *
     * @param first the name of one
     * @param second the name of the other
     * @param classes that both tell apart
     * @param comparison on the pictures of these classes that both saw
     * @param holm the p-value of McNemar's test with Holm's correction over all pairs of the contest
     */
    public record Pair(String first, String second, List<String> classes, Comparison comparison, double holm) {}

    /**
     * Each class by each model, all restricted to the same classes and pictures.
     *
     * @param classes in question
     * @param names of the models that tell all of them apart
     * @param support the number of pictures of each class
     * @param recall by class, then model
     * @param f1 by class, then model
     * @param accuracy of each model
     * @param best the model of the highest recall of each class; of equals the first
     * @param p McNemar's exact p-value of the best against the next best on the pictures of the class, with Holm's correction
     *     over the classes; 1 for a single model
     */
    public record Ground(
            List<String> classes,
            List<String> names,
            int[] support,
            double[][] recall,
            double[][] f1,
            double[] accuracy,
            int[] best,
            double[] p) {}

    /** @throws IllegalArgumentException if there are fewer than two, or two bear one name */
    public Contest {
        entrants = List.copyOf(entrants);
        Set<String> names = new HashSet<>();
        entrants.forEach(e -> names.add(e.name()));
        if (entrants.size() < 2 || names.size() < entrants.size()) {
            throw new IllegalArgumentException(
                    "a comparison expects at least two models of different names but gets " + names);
        }
    }

    /**
     * All pairs that have two classes and a picture in common.
     *
     * @throws IllegalArgumentException if a picture bears different labels in the two
     */
    public List<Pair> pairs() {
        List<Pair> raw = new ArrayList<>();
        for (int a = 0; a < entrants.size(); a++) {
            for (int b = a + 1; b < entrants.size(); b++) {
                compare(entrants.get(a), entrants.get(b)).ifPresent(raw::add);
            }
        }
        double[] holm = Holm.adjust(
                raw.stream().mapToDouble(p -> p.comparison().pValue()).toArray());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < holm.length; i++) {
            Pair p = raw.get(i);
            pairs.add(new Pair(p.first(), p.second(), p.classes(), p.comparison(), holm[i]));
        }
        return pairs;
    }

    private Optional<Pair> compare(Entrant a, Entrant b) {
        List<String> common = new ArrayList<>(smaller(a, b));
        common.retainAll(classes(a));
        common.retainAll(classes(b));
        if (common.size() < 2) {
            return Optional.empty();
        }
        List<Predictions> both = aligned(List.of(a, b), common);
        return both.isEmpty()
                ? Optional.empty()
                : Optional.of(new Pair(
                        a.name(), b.name(), common, Comparison.of(both.get(0), both.get(1), bootstrap), Double.NaN));
    }

    private static List<String> smaller(Entrant a, Entrant b) {
        return classes(a).size() <= classes(b).size() ? classes(a) : classes(b);
    }

    /** One ground for each set of classes that some model is of: the largest first. */
    public List<Ground> grounds() {
        Set<Set<String>> seen = new LinkedHashSet<>();
        List<Ground> grounds = new ArrayList<>();
        entrants.stream()
                .map(Contest::classes)
                .sorted((a, b) -> b.size() - a.size())
                .filter(classes -> seen.add(Set.copyOf(classes)))
                .forEach(classes -> ground(classes).ifPresent(grounds::add));
        return grounds;
    }

    private Optional<Ground> ground(List<String> classes) {
        List<Entrant> able =
                entrants.stream().filter(e -> classes(e).containsAll(classes)).toList();
        List<Predictions> predictions = aligned(able, classes);
        if (predictions.isEmpty()) {
            return Optional.empty();
        }
        List<Metrics> metrics = predictions.stream().map(Metrics::of).toList();
        int k = classes.size();
        int m = able.size();
        int[] support = new int[k];
        double[][] recall = new double[k][m];
        double[][] f1 = new double[k][m];
        int[] best = new int[k];
        double[] p = new double[k];
        for (int c = 0; c < k; c++) {
            support[c] = metrics.get(0).perClass().get(c).support();
            for (int i = 0; i < m; i++) {
                recall[c][i] = metrics.get(i).perClass().get(c).recall();
                f1[c][i] = metrics.get(i).perClass().get(c).f1();
            }
            best[c] = highest(recall[c], -1);
            p[c] = m == 1 ? 1 : mcNemar(predictions.get(best[c]), predictions.get(highest(recall[c], best[c])), c);
        }
        return Optional.of(new Ground(
                classes,
                able.stream().map(Entrant::name).toList(),
                support,
                recall,
                f1,
                metrics.stream().mapToDouble(Metrics::accuracy).toArray(),
                best,
                Holm.adjust(p)));
    }

    private static int highest(double[] values, int but) {
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (i != but && (best < 0 || values[i] > values[best])) {
                best = i;
            }
        }
        return best;
    }

    private static double mcNemar(Predictions a, Predictions b, int c) {
        int onlyA = 0;
        int onlyB = 0;
        for (int i = 0; i < a.size(); i++) {
            if (a.labels()[i] == c && a.isRight(i) != b.isRight(i)) {
                onlyA += a.isRight(i) ? 1 : 0;
                onlyB += b.isRight(i) ? 1 : 0;
            }
        }
        return Comparison.mcNemar(onlyA, onlyB);
    }

    /** The predictions on the pictures of these classes that all saw, in the first's order; none if there is no such picture. */
    private static List<Predictions> aligned(List<Entrant> several, List<String> classes) {
        List<StoredPredictions> kept = several.stream()
                .map(e -> e.stored().subset(e.stored().predictions().indicesOf(classes)))
                .toList();
        StoredPredictions first = kept.get(0);
        int[][] places = kept.stream().map(first::placesIn).toArray(int[][]::new);
        int[] common = IntStream.range(0, first.ids().size())
                .filter(i -> Arrays.stream(places).allMatch(of -> of[i] >= 0))
                .toArray();
        if (common.length == 0) {
            return List.of();
        }
        List<Predictions> aligned = new ArrayList<>();
        for (int e = 0; e < kept.size(); e++) {
            int[] of = places[e];
            Predictions p = kept.get(e)
                    .subset(Arrays.stream(common).map(i -> of[i]).toArray())
                    .predictions()
                    .restrictedTo(classes);
            if (e > 0 && !Arrays.equals(p.labels(), aligned.get(0).labels())) {
                throw new IllegalArgumentException(several.get(e).name() + " was judged under other labels than "
                        + several.get(0).name() + ": evaluate both on the same data");
            }
            aligned.add(p);
        }
        return aligned;
    }

    private static List<String> classes(Entrant e) {
        return e.stored().predictions().classes();
    }
}
