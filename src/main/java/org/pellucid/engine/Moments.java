package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.loops.Normalisation;

/** What the parts of batch normalisation tell each other: statistics per channel, summed in double. */
final class Moments {
    private final Normalisation normalisation;
    private final double[][] first;
    private final double[][] second;

    Moments(int channels, int shards) {
        normalisation = Normalisation.of(channels);
        first = new double[shards][channels];
        second = new double[shards][channels];
    }

    /** Of this pass. */
    Normalisation normalisation() {
        return normalisation;
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
