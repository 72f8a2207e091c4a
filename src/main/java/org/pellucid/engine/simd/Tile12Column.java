package org.pellucid.engine.simd;

import static org.pellucid.engine.simd.ImplicitTile.COLUMNS;
import static org.pellucid.gemm.VectorRegisters.LANES;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * As {@link Tile12}, for rows that follow each other, as the channels of a pixel do: the twelve places in A stand side by side, so
 * that HotSpot checks them together.
 */
final class Tile12Column {
    private Tile12Column() {}

    /**
     * See {@link ImplicitTile#multiply}.
     *
     * @param aOffset of the first row, to which the others follow
     */
    static void multiply(
            int k,
            float[] a,
            int aOffset,
            int[] taps,
            int tap,
            float[] b,
            int bOffset,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int ldc) {
        FloatVector s0l = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector s0r = FloatVector.fromArray(SPECIES, start, startOffset + LANES);
        FloatVector s1l = FloatVector.fromArray(SPECIES, start, startOffset + startStride);
        FloatVector s1r = FloatVector.fromArray(SPECIES, start, startOffset + startStride + LANES);
        FloatVector s2l = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride);
        FloatVector s2r = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + LANES);
        FloatVector s3l = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride);
        FloatVector s3r = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + LANES);
        FloatVector s4l = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride);
        FloatVector s4r = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride + LANES);
        FloatVector s5l = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride);
        FloatVector s5r = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride + LANES);
        FloatVector s6l = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride);
        FloatVector s6r = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride + LANES);
        FloatVector s7l = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride);
        FloatVector s7r = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride + LANES);
        FloatVector s8l = FloatVector.fromArray(SPECIES, start, startOffset + 8 * startStride);
        FloatVector s8r = FloatVector.fromArray(SPECIES, start, startOffset + 8 * startStride + LANES);
        FloatVector s9l = FloatVector.fromArray(SPECIES, start, startOffset + 9 * startStride);
        FloatVector s9r = FloatVector.fromArray(SPECIES, start, startOffset + 9 * startStride + LANES);
        FloatVector s10l = FloatVector.fromArray(SPECIES, start, startOffset + 10 * startStride);
        FloatVector s10r = FloatVector.fromArray(SPECIES, start, startOffset + 10 * startStride + LANES);
        FloatVector s11l = FloatVector.fromArray(SPECIES, start, startOffset + 11 * startStride);
        FloatVector s11r = FloatVector.fromArray(SPECIES, start, startOffset + 11 * startStride + LANES);
        // Counted along taps, so that the loop keeps nothing but t and j beside the arrays: of more, C2 puts some into
        // vector registers, from which they are fetched at each step.
        int j = bOffset;
        int last = tap + k;
        for (int t = tap; t < last; t++) {
            int q = aOffset + taps[t];
            FloatVector l = FloatVector.fromArray(SPECIES, b, j);
            FloatVector r = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[q]);
            s0l = x0.fma(l, s0l);
            s0r = x0.fma(r, s0r);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[q + 1]);
            s1l = x1.fma(l, s1l);
            s1r = x1.fma(r, s1r);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[q + 2]);
            s2l = x2.fma(l, s2l);
            s2r = x2.fma(r, s2r);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[q + 3]);
            s3l = x3.fma(l, s3l);
            s3r = x3.fma(r, s3r);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[q + 4]);
            s4l = x4.fma(l, s4l);
            s4r = x4.fma(r, s4r);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[q + 5]);
            s5l = x5.fma(l, s5l);
            s5r = x5.fma(r, s5r);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[q + 6]);
            s6l = x6.fma(l, s6l);
            s6r = x6.fma(r, s6r);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[q + 7]);
            s7l = x7.fma(l, s7l);
            s7r = x7.fma(r, s7r);
            FloatVector x8 = FloatVector.broadcast(SPECIES, a[q + 8]);
            s8l = x8.fma(l, s8l);
            s8r = x8.fma(r, s8r);
            FloatVector x9 = FloatVector.broadcast(SPECIES, a[q + 9]);
            s9l = x9.fma(l, s9l);
            s9r = x9.fma(r, s9r);
            FloatVector x10 = FloatVector.broadcast(SPECIES, a[q + 10]);
            s10l = x10.fma(l, s10l);
            s10r = x10.fma(r, s10r);
            FloatVector x11 = FloatVector.broadcast(SPECIES, a[q + 11]);
            s11l = x11.fma(l, s11l);
            s11r = x11.fma(r, s11r);
            j += COLUMNS;
        }
        s0l.intoArray(c, cOffset);
        s0r.intoArray(c, cOffset + LANES);
        s1l.intoArray(c, cOffset + ldc);
        s1r.intoArray(c, cOffset + ldc + LANES);
        s2l.intoArray(c, cOffset + 2 * ldc);
        s2r.intoArray(c, cOffset + 2 * ldc + LANES);
        s3l.intoArray(c, cOffset + 3 * ldc);
        s3r.intoArray(c, cOffset + 3 * ldc + LANES);
        s4l.intoArray(c, cOffset + 4 * ldc);
        s4r.intoArray(c, cOffset + 4 * ldc + LANES);
        s5l.intoArray(c, cOffset + 5 * ldc);
        s5r.intoArray(c, cOffset + 5 * ldc + LANES);
        s6l.intoArray(c, cOffset + 6 * ldc);
        s6r.intoArray(c, cOffset + 6 * ldc + LANES);
        s7l.intoArray(c, cOffset + 7 * ldc);
        s7r.intoArray(c, cOffset + 7 * ldc + LANES);
        s8l.intoArray(c, cOffset + 8 * ldc);
        s8r.intoArray(c, cOffset + 8 * ldc + LANES);
        s9l.intoArray(c, cOffset + 9 * ldc);
        s9r.intoArray(c, cOffset + 9 * ldc + LANES);
        s10l.intoArray(c, cOffset + 10 * ldc);
        s10r.intoArray(c, cOffset + 10 * ldc + LANES);
        s11l.intoArray(c, cOffset + 11 * ldc);
        s11r.intoArray(c, cOffset + 11 * ldc + LANES);
    }
}
