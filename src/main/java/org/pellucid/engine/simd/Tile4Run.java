package org.pellucid.engine.simd;

import static org.pellucid.engine.simd.ImplicitTile.COLUMNS;
import static org.pellucid.gemm.VectorRegisters.LANES;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/** As {@link Tile4}, for taps that follow each other: see {@link Tile12Run}. The ReLU is taken along, for so small a method bears it. */
final class Tile4Run {
    private Tile4Run() {}

    /**
     * See {@link ImplicitTile#multiply}.
     *
     * @param aOffset of the first p, to which the others follow
     */
    static void multiply(
            int k,
            float[] a,
            int aOffset,
            int[] rows,
            int row,
            float[] b,
            int bOffset,
            float[] start,
            int startOffset,
            int startStride,
            boolean relu,
            float[] c,
            int cOffset,
            int ldc) {
        int i0 = aOffset + rows[row];
        int i1 = aOffset + rows[row + 1];
        int i2 = aOffset + rows[row + 2];
        int i3 = aOffset + rows[row + 3];
        FloatVector s0l = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector s0r = FloatVector.fromArray(SPECIES, start, startOffset + LANES);
        FloatVector s1l = FloatVector.fromArray(SPECIES, start, startOffset + startStride);
        FloatVector s1r = FloatVector.fromArray(SPECIES, start, startOffset + startStride + LANES);
        FloatVector s2l = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride);
        FloatVector s2r = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + LANES);
        FloatVector s3l = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride);
        FloatVector s3r = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + LANES);
        for (int p = 0; p < k; p++) {
            int j = bOffset + p * COLUMNS;
            FloatVector l = FloatVector.fromArray(SPECIES, b, j);
            FloatVector r = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[i0 + p]);
            s0l = x0.fma(l, s0l);
            s0r = x0.fma(r, s0r);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[i1 + p]);
            s1l = x1.fma(l, s1l);
            s1r = x1.fma(r, s1r);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[i2 + p]);
            s2l = x2.fma(l, s2l);
            s2r = x2.fma(r, s2r);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[i3 + p]);
            s3l = x3.fma(l, s3l);
            s3r = x3.fma(r, s3r);
        }
        if (relu) {
            FloatVector zero = FloatVector.zero(SPECIES);
            s0l = s0l.max(zero);
            s0r = s0r.max(zero);
            s1l = s1l.max(zero);
            s1r = s1r.max(zero);
            s2l = s2l.max(zero);
            s2r = s2r.max(zero);
            s3l = s3l.max(zero);
            s3r = s3r.max(zero);
        }
        s0l.intoArray(c, cOffset);
        s0r.intoArray(c, cOffset + LANES);
        s1l.intoArray(c, cOffset + ldc);
        s1r.intoArray(c, cOffset + ldc + LANES);
        s2l.intoArray(c, cOffset + 2 * ldc);
        s2r.intoArray(c, cOffset + 2 * ldc + LANES);
        s3l.intoArray(c, cOffset + 3 * ldc);
        s3r.intoArray(c, cOffset + 3 * ldc + LANES);
    }
}
