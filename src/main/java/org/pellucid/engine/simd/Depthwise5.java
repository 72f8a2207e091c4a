package org.pellucid.engine.simd;

import jdk.incubator.vector.FloatVector;

/** The inner loops of {@link Depthwise} for kernels of 5×5: flat, for JDK 17 keeps no vectors in registers through nested ones. */
final class Depthwise5 {
    private Depthwise5() {}

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(ImplicitTile.SPECIES, x, at);
    }

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
        FloatVector w0 = load(w, wAt);
        FloatVector w1 = load(w, wAt + channels);
        FloatVector w2 = load(w, wAt + 2 * channels);
        FloatVector w3 = load(w, wAt + 3 * channels);
        FloatVector w4 = load(w, wAt + 4 * channels);
        FloatVector w5 = load(w, wAt + 5 * channels);
        FloatVector w6 = load(w, wAt + 6 * channels);
        FloatVector w7 = load(w, wAt + 7 * channels);
        FloatVector w8 = load(w, wAt + 8 * channels);
        FloatVector w9 = load(w, wAt + 9 * channels);
        FloatVector w10 = load(w, wAt + 10 * channels);
        FloatVector w11 = load(w, wAt + 11 * channels);
        FloatVector w12 = load(w, wAt + 12 * channels);
        FloatVector w13 = load(w, wAt + 13 * channels);
        FloatVector w14 = load(w, wAt + 14 * channels);
        FloatVector w15 = load(w, wAt + 15 * channels);
        FloatVector w16 = load(w, wAt + 16 * channels);
        FloatVector w17 = load(w, wAt + 17 * channels);
        FloatVector w18 = load(w, wAt + 18 * channels);
        FloatVector w19 = load(w, wAt + 19 * channels);
        FloatVector w20 = load(w, wAt + 20 * channels);
        FloatVector w21 = load(w, wAt + 21 * channels);
        FloatVector w22 = load(w, wAt + 22 * channels);
        FloatVector w23 = load(w, wAt + 23 * channels);
        FloatVector w24 = load(w, wAt + 24 * channels);
        FloatVector bias = load(start, wAt);
        for (int i = 0; i < pixels; i++) {
            int r0 = xAt + rows[i];
            int r1 = r0 + down;
            int r2 = r1 + down;
            int r3 = r2 + down;
            int r4 = r3 + down;
            FloatVector s = bias;
            s = load(x, r0).fma(w0, s);
            s = load(x, r0 + right).fma(w1, s);
            s = load(x, r0 + 2 * right).fma(w2, s);
            s = load(x, r0 + 3 * right).fma(w3, s);
            s = load(x, r0 + 4 * right).fma(w4, s);
            s = load(x, r1).fma(w5, s);
            s = load(x, r1 + right).fma(w6, s);
            s = load(x, r1 + 2 * right).fma(w7, s);
            s = load(x, r1 + 3 * right).fma(w8, s);
            s = load(x, r1 + 4 * right).fma(w9, s);
            s = load(x, r2).fma(w10, s);
            s = load(x, r2 + right).fma(w11, s);
            s = load(x, r2 + 2 * right).fma(w12, s);
            s = load(x, r2 + 3 * right).fma(w13, s);
            s = load(x, r2 + 4 * right).fma(w14, s);
            s = load(x, r3).fma(w15, s);
            s = load(x, r3 + right).fma(w16, s);
            s = load(x, r3 + 2 * right).fma(w17, s);
            s = load(x, r3 + 3 * right).fma(w18, s);
            s = load(x, r3 + 4 * right).fma(w19, s);
            s = load(x, r4).fma(w20, s);
            s = load(x, r4 + right).fma(w21, s);
            s = load(x, r4 + 2 * right).fma(w22, s);
            s = load(x, r4 + 3 * right).fma(w23, s);
            s = load(x, r4 + 4 * right).fma(w24, s);
            s.intoArray(y, yAt + i * channels);
        }
    }
    /** The same sums for one row of taps: all 25 would not stay in the registers of most machines. */
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
        FloatVector s0 = load(dw, dwAt);
        FloatVector s1 = load(dw, dwAt + channels);
        FloatVector s2 = load(dw, dwAt + 2 * channels);
        FloatVector s3 = load(dw, dwAt + 3 * channels);
        FloatVector s4 = load(dw, dwAt + 4 * channels);
        for (int i = 0; i < pixels; i++) {
            int r0 = xAt + rows[i];
            FloatVector d = load(dy, dyAt + i * channels);
            s0 = load(x, r0).fma(d, s0);
            s1 = load(x, r0 + right).fma(d, s1);
            s2 = load(x, r0 + 2 * right).fma(d, s2);
            s3 = load(x, r0 + 3 * right).fma(d, s3);
            s4 = load(x, r0 + 4 * right).fma(d, s4);
        }
        s0.intoArray(dw, dwAt);
        s1.intoArray(dw, dwAt + channels);
        s2.intoArray(dw, dwAt + 2 * channels);
        s3.intoArray(dw, dwAt + 3 * channels);
        s4.intoArray(dw, dwAt + 4 * channels);
    }
}
