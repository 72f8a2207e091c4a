package org.pellucid.engine;

/**
 * What a convolution does with its sums before it writes them.
 *
 * @param y gets the pictures; pooled ones, if there is a pool
 * @param start what each sum begins with: the bias, or zeros
 * @param relu whether negative values become 0; with a pool, always
 * @param winners of a 2×2 max-pool fused behind, or null: no pool
 */
record ConvOutput(float[] y, float[] start, boolean relu, Winners winners) {
    /** Nothing but the sums. */
    static ConvOutput plain(float[] y, int channels) {
        return new ConvOutput(y, new float[channels], false, null);
    }

    boolean pooled() {
        return winners != null;
    }
}
