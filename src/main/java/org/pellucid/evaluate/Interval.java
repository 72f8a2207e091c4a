package org.pellucid.evaluate;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A two-sided confidence interval.
 *
 * @param low the lower bound
 * @param high the upper bound, at least {@code low}
 * @param level the confidence it was made for, in (0, 1), such as 0.95
 */
public record Interval(double low, double high, double level) {
    /** @throws IllegalArgumentException if the bounds are not in order or the level is not in (0, 1) */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval expects low ≤ high but gets low " + low + " and high " + high);
        }
        checkLevel(level);
    }

    /**
     * Wilson's score interval of a proportion, without correction for continuity.
     *
     * <p>With p = successes / n and z the normal quantile of the level, the bounds are the two roots θ of
     * (p − θ)² = z² θ(1 − θ) / n. Unlike p ± z·standard error it never leaves [0, 1], nor shrinks to nothing at 0 of n.
     * Source: E. B. Wilson, <i>Probable inference, the law of succession, and statistical inference</i>, Journal of the
     * American Statistical Association 22, 1927.
     *
     * @param successes 0 … n
     * @param n the number of independent trials, at least 1
     * @param level the confidence, in (0, 1)
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static Interval wilson(int successes, int n, double level) {
        if (n < 1) {
            throw new IllegalArgumentException("Wilson interval expects at least 1 trial but gets " + n);
        }
        if (successes < 0 || successes > n) {
            throw new IllegalArgumentException(
                    "Wilson interval expects 0 to " + n + " successes of " + n + " trials but gets " + successes);
        }
        checkLevel(level);
        // The generator is null because only the quantile is asked for: nothing is drawn.
        double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + level) / 2);
        double z2 = z * z;
        double p = (double) successes / n;
        double centre = p + z2 / (2.0 * n);
        double half = z * Math.sqrt((p * (1 - p) + z2 / (4.0 * n)) / n);
        double scale = 1 + z2 / n;
        // At the ends one root is exactly 0 or 1; rounding must not say otherwise.
        double low = successes == 0 ? 0 : (centre - half) / scale;
        double high = successes == n ? 1 : (centre + half) / scale;
        return new Interval(low, high, level);
    }

    static void checkLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "interval expects a level between 0 and 1, such as 0.95, but gets " + level);
        }
    }
}
