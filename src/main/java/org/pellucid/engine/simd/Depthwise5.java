package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The inner loops of {@link Depthwise} for kernels of 5×5: flat, for JDK 17 keeps no vectors in registers through nested ones. */
final class Depthwise5 {
    private Depthwise5() {}

    /**
     * One row of taps, one vector of channels, all output pixels. All 25 taps in one loop are more than the compiler inlines:
     * it leaves vectors that are objects.
     *
     * @param begin what the sums begin with; the output itself from the second row of taps on
     * @param beginStep from one pixel of it to the next; 0 for biases
     */
    static void correlateRow(
            int pixels,
            float[] x,
            int xAt,
            int[] rows,
            int right,
            float[] w,
            int wAt,
            int channels,
            float[] begin,
            int beginAt,
            int beginStep,
            float[] y,
            int yAt) {
        FloatVector w0 = fromArray(SPECIES, w, wAt);
        FloatVector w1 = fromArray(SPECIES, w, wAt + channels);
        FloatVector w2 = fromArray(SPECIES, w, wAt + 2 * channels);
        FloatVector w3 = fromArray(SPECIES, w, wAt + 3 * channels);
        FloatVector w4 = fromArray(SPECIES, w, wAt + 4 * channels);
        for (int i = 0; i < pixels; i++) {
            int r = xAt + rows[i];
            FloatVector s = fromArray(SPECIES, begin, beginAt + i * beginStep);
            s = fromArray(SPECIES, x, r).fma(w0, s);
            s = fromArray(SPECIES, x, r + right).fma(w1, s);
            s = fromArray(SPECIES, x, r + 2 * right).fma(w2, s);
            s = fromArray(SPECIES, x, r + 3 * right).fma(w3, s);
            s = fromArray(SPECIES, x, r + 4 * right).fma(w4, s);
            s.intoArray(y, yAt + i * channels);
        }
    }

    /** The sums for the weights of one row of taps: all 25 would not stay in the registers of most machines. */
    static void gradientOfRow(
            int pixels,
            float[] x,
            int xAt,
            int[] rows,
            int right,
            float[] dy,
            int dyAt,
            int channels,
            float[] dw,
            int dwAt) {
        FloatVector s0 = fromArray(SPECIES, dw, dwAt);
        FloatVector s1 = fromArray(SPECIES, dw, dwAt + channels);
        FloatVector s2 = fromArray(SPECIES, dw, dwAt + 2 * channels);
        FloatVector s3 = fromArray(SPECIES, dw, dwAt + 3 * channels);
        FloatVector s4 = fromArray(SPECIES, dw, dwAt + 4 * channels);
        for (int i = 0; i < pixels; i++) {
            int r0 = xAt + rows[i];
            FloatVector d = fromArray(SPECIES, dy, dyAt + i * channels);
            s0 = fromArray(SPECIES, x, r0).fma(d, s0);
            s1 = fromArray(SPECIES, x, r0 + right).fma(d, s1);
            s2 = fromArray(SPECIES, x, r0 + 2 * right).fma(d, s2);
            s3 = fromArray(SPECIES, x, r0 + 3 * right).fma(d, s3);
            s4 = fromArray(SPECIES, x, r0 + 4 * right).fma(d, s4);
        }
        s0.intoArray(dw, dwAt);
        s1.intoArray(dw, dwAt + channels);
        s2.intoArray(dw, dwAt + 2 * channels);
        s3.intoArray(dw, dwAt + 3 * channels);
        s4.intoArray(dw, dwAt + 4 * channels);
    }
}
