package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The inner loops of {@link Depthwise} for kernels of 3×3: flat, for JDK 17 keeps no vectors in registers through nested ones. */
final class Depthwise3 {
    private Depthwise3() {}

    /** One vector of channels, all output pixels. */
    static void correlate(
            int pixels,
            float[] x,
            int xAt,
            int[] rows,
            int down,
            int right,
            float[] w,
            int wAt,
            int channels,
            float[] start,
            float[] y,
            int yAt) {
        FloatVector w0 = fromArray(SPECIES, w, wAt);
        FloatVector w1 = fromArray(SPECIES, w, wAt + channels);
        FloatVector w2 = fromArray(SPECIES, w, wAt + 2 * channels);
        FloatVector w3 = fromArray(SPECIES, w, wAt + 3 * channels);
        FloatVector w4 = fromArray(SPECIES, w, wAt + 4 * channels);
        FloatVector w5 = fromArray(SPECIES, w, wAt + 5 * channels);
        FloatVector w6 = fromArray(SPECIES, w, wAt + 6 * channels);
        FloatVector w7 = fromArray(SPECIES, w, wAt + 7 * channels);
        FloatVector w8 = fromArray(SPECIES, w, wAt + 8 * channels);
        FloatVector bias = fromArray(SPECIES, start, wAt);
        for (int i = 0; i < pixels; i++) {
            int r0 = xAt + rows[i];
            int r1 = r0 + down;
            int r2 = r1 + down;
            FloatVector s = bias;
            s = fromArray(SPECIES, x, r0).fma(w0, s);
            s = fromArray(SPECIES, x, r0 + right).fma(w1, s);
            s = fromArray(SPECIES, x, r0 + 2 * right).fma(w2, s);
            s = fromArray(SPECIES, x, r1).fma(w3, s);
            s = fromArray(SPECIES, x, r1 + right).fma(w4, s);
            s = fromArray(SPECIES, x, r1 + 2 * right).fma(w5, s);
            s = fromArray(SPECIES, x, r2).fma(w6, s);
            s = fromArray(SPECIES, x, r2 + right).fma(w7, s);
            s = fromArray(SPECIES, x, r2 + 2 * right).fma(w8, s);
            s.intoArray(y, yAt + i * channels);
        }
    }
    /** The sums of one vector of channels, over all output pixels. */
    static void gradient(
            int pixels,
            float[] x,
            int xAt,
            int[] rows,
            int down,
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
        FloatVector s5 = fromArray(SPECIES, dw, dwAt + 5 * channels);
        FloatVector s6 = fromArray(SPECIES, dw, dwAt + 6 * channels);
        FloatVector s7 = fromArray(SPECIES, dw, dwAt + 7 * channels);
        FloatVector s8 = fromArray(SPECIES, dw, dwAt + 8 * channels);
        for (int i = 0; i < pixels; i++) {
            int r0 = xAt + rows[i];
            int r1 = r0 + down;
            int r2 = r1 + down;
            FloatVector d = fromArray(SPECIES, dy, dyAt + i * channels);
            s0 = fromArray(SPECIES, x, r0).fma(d, s0);
            s1 = fromArray(SPECIES, x, r0 + right).fma(d, s1);
            s2 = fromArray(SPECIES, x, r0 + 2 * right).fma(d, s2);
            s3 = fromArray(SPECIES, x, r1).fma(d, s3);
            s4 = fromArray(SPECIES, x, r1 + right).fma(d, s4);
            s5 = fromArray(SPECIES, x, r1 + 2 * right).fma(d, s5);
            s6 = fromArray(SPECIES, x, r2).fma(d, s6);
            s7 = fromArray(SPECIES, x, r2 + right).fma(d, s7);
            s8 = fromArray(SPECIES, x, r2 + 2 * right).fma(d, s8);
        }
        s0.intoArray(dw, dwAt);
        s1.intoArray(dw, dwAt + channels);
        s2.intoArray(dw, dwAt + 2 * channels);
        s3.intoArray(dw, dwAt + 3 * channels);
        s4.intoArray(dw, dwAt + 4 * channels);
        s5.intoArray(dw, dwAt + 5 * channels);
        s6.intoArray(dw, dwAt + 6 * channels);
        s7.intoArray(dw, dwAt + 7 * channels);
        s8.intoArray(dw, dwAt + 8 * channels);
    }
}
