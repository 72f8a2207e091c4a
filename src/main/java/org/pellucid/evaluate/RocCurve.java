package org.pellucid.evaluate;

import java.util.Optional;

/**
 * One class against all others: as the threshold on its probability falls, the share of its own that are found against the
 * share of the others taken for it.
 *
 * <p>One point for each distinct probability, after (0, 0) at a threshold of infinity: examples of equal probability are
 * taken in together, so a tie adds a slope and not a step. The area under the curve, by trapezia, is then the chance that a
 * random example of the class is given a higher probability than a random other one, ties counting half.
 *
 * @param name of the class
 * @param falsePositiveRate falls never; from 0 to 1
 * @param truePositiveRate falls never; from 0 to 1
 * @param threshold the probability from which on an example counts as the class; the first is infinite
 * @param auc the area under the curve
 */
public record RocCurve(
        String name, double[] falsePositiveRate, double[] truePositiveRate, double[] threshold, double auc) {

    /** The curve of class {@code c}; none if all examples are of the class, or none is. */
    public static Optional<RocCurve> of(Predictions p, int c) {
        Ranking ranking = Ranking.of(p, c);
        int positives = ranking.positives();
        int negatives = p.size() - positives;
        if (positives == 0 || negatives == 0) {
            return Optional.empty();
        }
        int points = ranking.size() + 1;
        double[] x = new double[points];
        double[] y = new double[points];
        double[] threshold = new double[points];
        threshold[0] = Double.POSITIVE_INFINITY;
        double auc = 0;
        for (int i = 1; i < points; i++) {
            x[i] = (double) ranking.falsePositives(i - 1) / negatives;
            y[i] = (double) ranking.truePositives(i - 1) / positives;
            threshold[i] = ranking.score(i - 1);
            auc += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
        }
        return Optional.of(new RocCurve(p.classes().get(c), x, y, threshold, auc));
    }
}
