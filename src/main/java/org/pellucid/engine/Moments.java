package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.loops.Loops;

/** What the parts of batch normalisation tell each other: statistics per channel, summed in double. */
final class Moments {
    final float[] mean;
    final float[] inverseDeviation;
    /** γ / σ of this pass. */
    final float[] scale;
    /** β of this pass. */
    final float[] shift;
    /** The factor of dy in dx. */
    final float[] slope;
    /** The factor of x − μ in dx. */
    final float[] curve;
    /** What dx has besides. */
    final float[] constant;

    private final double[][] first;
    private final double[][] second;

    Moments(int channels, int shards) {
        mean = new float[channels];
        inverseDeviation = new float[channels];
        scale = new float[channels];
        shift = new float[channels];
        slope = new float[channels];
        curve = new float[channels];
        constant = new float[channels];
        first = new double[shards][channels];
        second = new double[shards][channels];
    }

    /** y ← (x − μ) · γ/σ + β over a range of pixels of x, and its ReLU. */
    void scale(Loops loops, float[] x, int from, int to, float[] y, int yAt, boolean relu) {
        loops.normalise(x, from, to, y, yAt, mean, scale, shift, mean.length, relu);
    }

    /** A shard's sums of Σx or Σdy. */
    double[] first(int shard) {
        return first[shard];
    }

    /** A shard's sums of Σx² or Σdy·x̂. */
    double[] second(int shard) {
        return second[shard];
    }

    void clear(int shard) {
        Arrays.fill(first[shard], 0);
        Arrays.fill(second[shard], 0);
    }

    double firstSum(int channel) {
        return sum(first, channel);
    }

    double secondSum(int channel) {
        return sum(second, channel);
    }

    /** The gradients of β and γ are these sums of the backward pass. */
    void addTo(float[] dBeta, float[] dGamma) {
        for (int c = 0; c < dBeta.length; c++) {
            dBeta[c] += (float) firstSum(c);
            dGamma[c] += (float) secondSum(c);
        }
    }

    private static double sum(double[][] slots, int channel) {
        double sum = 0;
        for (double[] slot : slots) {
            sum += slot[channel];
        }
        return sum;
    }
}
