package org.pellucid.inspect.microscope;

/**
 * What one kind of layer has to say about its numbers. Indices have been checked.
 *
 * <p>Each takes the values that passed through the layer and finds the terms anew: it does not look at the number it explains.
 */
interface Explainer {
    /** y[n, c, h, w]. */
    Draft output(int n, int c, int h, int w);

    /** dx[n, c, h, w]. */
    Draft input(int n, int c, int h, int w);

    /** dw at an index as long as the weight's shape. */
    default Draft weight(int[] at) {
        throw new IllegalStateException("no weights");
    }

    /** db[o]. */
    default Draft bias(int o) {
        throw new IllegalStateException("no bias");
    }
}
