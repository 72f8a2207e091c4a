package org.pellucid.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Two models on the same examples.
 *
 * <p>McNemar's exact test asks whether, of the examples that only one of the two gets right, each is as likely to be the one
 * or the other: p = min(1, 2 P(X ≤ min(b, c))) with X binomial of b + c trials and ½. Source: Q. McNemar, <i>Note on the
 * sampling error of the difference between correlated proportions or percentages</i>, Psychometrika 12, 1947; T. G.
 * Dietterich, <i>Approximate statistical tests for comparing supervised classification learning algorithms</i>, Neural
 * Computation 10, 1998. It tells models apart, as they were trained, not ways to train them: for those, train with several
 * seeds.
 *
 * @param n examples
 * @param bothRight how many both get right
 * @param onlyFirst how many the first alone gets right, b
 * @param onlySecond how many the second alone gets right, c
 * @param bothWrong how many neither gets right
 * @param difference of the accuracies, the first less the second
 * @param differenceInterval its bootstrap interval, examples resampled in pairs
 * @param pValue of McNemar's exact test, two-sided; 1 if b + c = 0
 */
public record Comparison(
        int n,
        int bothRight,
        int onlyFirst,
        int onlySecond,
        int bothWrong,
        double difference,
        Interval differenceInterval,
        double pValue) {

    /**
     * Compares.
     *
     * @throws IllegalArgumentException if the two are not about the same examples under the same labels
     */
    public static Comparison of(Predictions first, Predictions second, Bootstrap bootstrap) {
        if (!first.classes().equals(second.classes()) || !Arrays.equals(first.labels(), second.labels())) {
            throw new IllegalArgumentException(
                    "comparison expects two predictions of the same examples under the same labels but gets "
                            + first.size() + " of " + first.classes() + " and " + second.size() + " of "
                            + second.classes());
        }
        int n = first.size();
        int[] counts = new int[4];
        int[] gain = new int[n];
        for (int i = 0; i < n; i++) {
            int a = first.isRight(i) ? 1 : 0;
            int b = second.isRight(i) ? 1 : 0;
            counts[2 * a + b]++;
            gain[i] = a - b;
        }
        Interval interval = bootstrap.interval(n, indices -> {
            int sum = 0;
            for (int i : indices) {
                sum += gain[i];
            }
            return (double) sum / n;
        });
        return new Comparison(
                n,
                counts[3],
                counts[2],
                counts[1],
                counts[0],
                (double) (counts[2] - counts[1]) / n,
                interval,
                mcNemar(counts[2], counts[1]));
    }

    /**
     * McNemar's exact two-sided p-value.
     *
     * @param b examples that only the first gets right
     * @param c examples that only the second gets right
     */
    public static double mcNemar(int b, int c) {
        if (b < 0 || c < 0) {
            throw new IllegalArgumentException("McNemar's test expects counts but gets " + b + " and " + c);
        }
        // The generator is null because nothing is drawn.
        return b + c == 0
                ? 1
                : Math.min(1, 2 * new BinomialDistribution(null, b + c, 0.5).cumulativeProbability(Math.min(b, c)));
    }
}
