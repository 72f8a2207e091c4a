package org.pellucid.evaluate;

import java.util.Optional;

/**
 * One class against all others: as the threshold on its probability falls, how many of those taken for the class are of it,
 * against the share of its own that are found. Fairer than {@link RocCurve} to rare classes.
 *
 * <p>One point for each distinct probability, after recall 0 at precision 1. The average precision is Σ (Rᵢ − Rᵢ₋₁) Pᵢ: steps, not
 * trapezia, which would flatter.
 *
 * @param name of the class
 * @param recall falls never; from 0 to 1
 * @param precision at each recall
 * @param threshold the probability from which on an example counts as the class; the first is infinite
 * @param averagePrecision the area under the steps
 * @param prevalence the share of the class, which is the average precision of guessing
 */
public record PrecisionRecallCurve(
        String name,
        double[] recall,
        double[] precision,
        double[] threshold,
        double averagePrecision,
        double prevalence) {

    /** The curve of class {@code c}; none if no example is of the class. */
    public static Optional<PrecisionRecallCurve> of(Predictions p, int c) {
        Ranking ranking = Ranking.of(p, c);
        int positives = ranking.positives();
        if (positives == 0) {
            return Optional.empty();
        }
        int points = ranking.size() + 1;
        double[] recall = new double[points];
        double[] precision = new double[points];
        double[] threshold = new double[points];
        precision[0] = 1;
        threshold[0] = Double.POSITIVE_INFINITY;
        double average = 0;
        for (int i = 1; i < points; i++) {
            int found = ranking.truePositives(i - 1);
            recall[i] = (double) found / positives;
            precision[i] = (double) found / (found + ranking.falsePositives(i - 1));
            threshold[i] = ranking.score(i - 1);
            average += (recall[i] - recall[i - 1]) * precision[i];
        }
        return Optional.of(new PrecisionRecallCurve(
                p.classes().get(c), recall, precision, threshold, average, (double) positives / p.size()));
    }
}
