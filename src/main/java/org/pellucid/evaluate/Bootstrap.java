package org.pellucid.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * Percentile intervals by resampling examples with replacement: what a statistic would have been on other test sets of the
 * same size.
 *
 * <p>Draws come from a Mersenne twister, 32 bits u each, as the index ⌊u n / 2³²⌋: the same on every machine, and in NumPy
 * ({@code MT19937}). The bounds are quantiles (1 ± level) / 2 with linear interpolation (type 7 of Hyndman and Fan).
 * Source: B. Efron and R. J. Tibshirani, <i>An Introduction to the Bootstrap</i>, 1993, chapter 13.
 *
 * @param resamples how many, at least 100
 * @param seed of the draws
 * @param level the confidence, in (0, 1)
 */
public record Bootstrap(int resamples, int seed, double level) {
    /** 2,000 resamples, seed 1, 95 %. */
    public static final Bootstrap DEFAULT = new Bootstrap(2_000, 1, 0.95);

    private static final int FEWEST = 100;

    /** A number about some examples, named by their indices; an index may stand there several times. */
    @FunctionalInterface
    public interface Statistic {
        /** @param indices n of them, each 0 … n − 1; reused by the next call */
        double of(int[] indices);
    }

    /** @throws IllegalArgumentException if there are too few resamples, or the level is not in (0, 1) */
    public Bootstrap {
        if (resamples < FEWEST) {
            throw new IllegalArgumentException(
                    "bootstrap expects at least " + FEWEST + " resamples, such as 2000, but gets " + resamples);
        }
        Interval.checkLevel(level);
    }

    /**
     * The interval of any statistic.
     *
     * @param n the number of examples, at least 1
     */
    public Interval interval(int n, Statistic statistic) {
        if (n < 1) {
            throw new IllegalArgumentException("bootstrap expects at least 1 example but gets " + n);
        }
        MersenneTwister twister = new MersenneTwister(seed);
        int[] indices = new int[n];
        double[] values = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            for (int i = 0; i < n; i++) {
                indices[i] = (int) ((Integer.toUnsignedLong(twister.nextInt()) * n) >>> 32);
            }
            values[r] = statistic.of(indices);
        }
        Arrays.sort(values);
        return new Interval(quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2), level);
    }

    /** The interval of the macro-F1, as {@link Metrics#macroF1} has it, classes without support included. */
    public Interval macroF1(Predictions p) {
        int k = p.classes().size();
        int[] labels = p.labels();
        int[] predicted = p.argmaxes();
        int[] support = new int[k];
        int[] claimed = new int[k];
        int[] hits = new int[k];
        return interval(p.size(), indices -> {
            Arrays.fill(support, 0);
            Arrays.fill(claimed, 0);
            Arrays.fill(hits, 0);
            for (int i : indices) {
                support[labels[i]]++;
                claimed[predicted[i]]++;
                if (labels[i] == predicted[i]) {
                    hits[labels[i]]++;
                }
            }
            double sum = 0;
            for (int c = 0; c < k; c++) {
                sum += ClassScore.ratio(2.0 * hits[c], (double) claimed[c] + support[c]);
            }
            return sum / k;
        });
    }

    /** Sorted values; 0 ≤ q ≤ 1. */
    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
