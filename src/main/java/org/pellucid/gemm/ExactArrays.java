package org.pellucid.gemm;

/**
 * Arrays of exact lengths, kept to be used again. A network asks for a few dozen lengths, over and over; should there be
 * more than are kept, the oldest gives way. A BLAS that copies arrays whole, as jblas does, takes as they are those that a matrix fills.
 */
public final class ExactArrays {
    private static final int KEPT = 64;

    private final float[][] arrays = new float[KEPT][];
    private int next;

    /** An array of that length with whatever it held before; the same one for the same length, as long as it is kept. */
    public float[] ofLength(int length) {
        for (float[] array : arrays) {
            if (array == null) {
                break;
            }
            if (array.length == length) {
                return array;
            }
        }
        float[] array = new float[length];
        arrays[next] = array;
        next = (next + 1) % KEPT;
        return array;
    }
}
