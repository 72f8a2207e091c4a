package org.pellucid.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers by which a classifier is judged on one set of examples. The confusion matrix is shared, not copied.
 *
 * @param n the number of examples
 * @param accuracy the share whose most probable class is the true one
 * @param accuracyInterval Wilson's 95 % interval of the accuracy
 * @param macroF1 the mean F1 over all classes, each counting alike; a class with neither support nor prediction counts
 *     as 0, as in scikit-learn's {@code f1_score(labels=all, average="macro", zero_division=0)}
 * @param loss the mean of −ln p of the true class, in nats, with p floored at {@link #PROBABILITY_FLOOR}
 * @param brier the mean over examples of Σ_c (p_c − y_c)², with y 1 at the true class and else 0: from 0 to 2, as G. W.
 *     Brier has it (<i>Verification of forecasts expressed in terms of probability</i>, Monthly Weather Review 78, 1950)
 * @param top2 the share whose true class is among the two most probable
 * @param perClass one score a class, in order of the classes
 * @param confusion counts: rows are true classes, columns predicted ones
 */
public record Metrics(
        int n,
        double accuracy,
        Interval accuracyInterval,
        double macroF1,
        double loss,
        double brier,
        double top2,
        List<ClassScore> perClass,
        int[][] confusion) {
    /** Below this a probability counts as this much, so that one certain mistake costs 34.5 nats and not infinity. */
    public static final double PROBABILITY_FLOOR = 1e-15;

    private static final double LEVEL = 0.95;

    public Metrics {
        perClass = List.copyOf(perClass);
    }

    /** Judges predictions. */
    public static Metrics of(Predictions p) {
        int n = p.size();
        int[][] confusion = new int[p.classes().size()][p.classes().size()];
        double loss = 0;
        double squares = 0;
        int amongTwo = 0;
        for (int i = 0; i < n; i++) {
            int label = p.labels()[i];
            confusion[label][p.argmax(i)]++;
            loss -= Math.log(Math.max(p.probability(i, label), PROBABILITY_FLOOR));
            for (int c = 0; c < confusion.length; c++) {
                double miss = p.probability(i, c) - (c == label ? 1 : 0);
                squares += miss * miss;
            }
            amongTwo += p.rankOfTruth(i) < 2 ? 1 : 0;
        }
        List<ClassScore> scores = scores(p.classes(), confusion);
        int correct = trace(confusion);
        return new Metrics(
                n,
                (double) correct / n,
                Interval.wilson(correct, n, LEVEL),
                scores.stream().mapToDouble(ClassScore::f1).sum() / scores.size(),
                loss / n,
                squares / n,
                (double) amongTwo / n,
                scores,
                confusion);
    }

    /** The confusion matrix as shares of each true class; a row without support is all 0. */
    public double[][] confusionRates() {
        double[][] rates = new double[confusion.length][confusion.length];
        for (int row = 0; row < rates.length; row++) {
            int support = perClass.get(row).support();
            for (int column = 0; column < rates.length; column++) {
                rates[row][column] = ClassScore.ratio(confusion[row][column], support);
            }
        }
        return rates;
    }

    private static List<ClassScore> scores(List<String> classes, int[][] confusion) {
        List<ClassScore> scores = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            int support = 0;
            int predicted = 0;
            for (int other = 0; other < classes.size(); other++) {
                support += confusion[c][other];
                predicted += confusion[other][c];
            }
            scores.add(ClassScore.of(classes.get(c), support, predicted, confusion[c][c]));
        }
        return scores;
    }

    private static int trace(int[][] confusion) {
        int sum = 0;
        for (int c = 0; c < confusion.length; c++) {
            sum += confusion[c][c];
        }
        return sum;
    }
}
