package org.pellucid.evaluate;

/**
 * How well one class was told from all others.
 *
 * <p>A ratio whose denominator is 0 is 0, as with scikit-learn's {@code zero_division=0}: precision of a class never
 * predicted, recall of a class without support, F1 of a class with neither.
 *
 * @param name of the class
 * @param support how many examples truly are of the class
 * @param precision of those predicted as the class, the share that is: TP / (TP + FP)
 * @param recall of those of the class, the share predicted so: TP / (TP + FN)
 * @param f1 the harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN)
 */
public record ClassScore(String name, int support, double precision, double recall, double f1) {
    static ClassScore of(String name, int support, int predicted, int truePositives) {
        return new ClassScore(
                name,
                support,
                ratio(truePositives, predicted),
                ratio(truePositives, support),
                ratio(2.0 * truePositives, (double) predicted + support));
    }

    /** The quotient, 0 over 0 being 0. */
    static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }
}
