package org.pellucid.engine;

/**
 * The gradient of a convolution's sums: what comes back from the layers behind, led back through the max-pool and the
 * ReLU that are fused into the convolution, in a border of zeros. On the way it is added up for the bias.
 */
interface OutputGradient {
    /**
     * The frames of pictures first … first + count − 1, the first at {@link #offset}.
     *
     * @param place of the first picture's gradient: see {@link Signal#place}
     */
    float[] of(int first, int place, int count, int shard, int worker);

    int offset(int first);
}
