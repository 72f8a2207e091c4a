package org.pellucid.evaluate;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What several runs came to: the same training with other seeds, or the folds of a cross-validation.
 *
 * <p>The interval is Student's, mean ± t · sd / √n, for independent normal values. Seeds are independent; folds share training
 * pictures, so over folds it is too narrow (Y. Bengio and Y. Grandvalet, JMLR 5, 2004).
 *
 * @param n how many, at least 1
 * @param mean of them
 * @param sd their standard deviation, over n − 1; 0 if there is but one
 * @param interval of the mean, 95 %; none if there is but one
 */
public record Sample(int n, double mean, double sd, Optional<Interval> interval) {
    private static final double LEVEL = 0.95;

    /** @throws IllegalArgumentException if there are none */
    public static Sample of(double... values) {
        int n = values.length;
        if (n == 0) {
            throw new IllegalArgumentException("a sample expects at least 1 value but gets none");
        }
        double mean = Arrays.stream(values).sum() / n;
        if (n == 1) {
            return new Sample(1, mean, 0, Optional.empty());
        }
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double sd = Math.sqrt(squares / (n - 1));
        // The generator is null because only the quantile is asked for: nothing is drawn.
        double t = new TDistribution(null, n - 1).inverseCumulativeProbability((1 + LEVEL) / 2);
        double half = t * sd / Math.sqrt(n);
        return new Sample(n, mean, sd, Optional.of(new Interval(mean - half, mean + half, LEVEL)));
    }
}
