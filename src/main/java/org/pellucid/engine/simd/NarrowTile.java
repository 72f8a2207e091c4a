package org.pellucid.engine.simd;

import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * 12 rows by one vector of columns, for products that are no wider, and for the narrow rest at the right edge: half the
 * arithmetic of {@link Tile12}, whose second vector would be zeros.
 */
final class NarrowTile {
    static final int ROWS = 12;

    private NarrowTile() {}

    /** See {@link ImplicitTile#multiply}; of B, start and C only the first vector of a row counts. */
    static void multiply(
            int k,
            float[] a,
            int aOffset,
            int[] rows,
            int row,
            int[] taps,
            int tap,
            float[] b,
            int bOffset,
            int bP,
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
        int i4 = aOffset + rows[row + 4];
        int i5 = aOffset + rows[row + 5];
        int i6 = aOffset + rows[row + 6];
        int i7 = aOffset + rows[row + 7];
        int i8 = aOffset + rows[row + 8];
        int i9 = aOffset + rows[row + 9];
        int i10 = aOffset + rows[row + 10];
        int i11 = aOffset + rows[row + 11];
        FloatVector s0 = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector s1 = FloatVector.fromArray(SPECIES, start, startOffset + startStride);
        FloatVector s2 = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride);
        FloatVector s3 = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride);
        FloatVector s4 = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride);
        FloatVector s5 = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride);
        FloatVector s6 = FloatVector.fromArray(SPECIES, start, startOffset + 6 * startStride);
        FloatVector s7 = FloatVector.fromArray(SPECIES, start, startOffset + 7 * startStride);
        FloatVector s8 = FloatVector.fromArray(SPECIES, start, startOffset + 8 * startStride);
        FloatVector s9 = FloatVector.fromArray(SPECIES, start, startOffset + 9 * startStride);
        FloatVector s10 = FloatVector.fromArray(SPECIES, start, startOffset + 10 * startStride);
        FloatVector s11 = FloatVector.fromArray(SPECIES, start, startOffset + 11 * startStride);
        for (int p = 0; p < k; p++) {
            int q = taps[tap + p];
            FloatVector v = FloatVector.fromArray(SPECIES, b, bOffset + p * bP);
            s0 = FloatVector.broadcast(SPECIES, a[i0 + q]).fma(v, s0);
            s1 = FloatVector.broadcast(SPECIES, a[i1 + q]).fma(v, s1);
            s2 = FloatVector.broadcast(SPECIES, a[i2 + q]).fma(v, s2);
            s3 = FloatVector.broadcast(SPECIES, a[i3 + q]).fma(v, s3);
            s4 = FloatVector.broadcast(SPECIES, a[i4 + q]).fma(v, s4);
            s5 = FloatVector.broadcast(SPECIES, a[i5 + q]).fma(v, s5);
            s6 = FloatVector.broadcast(SPECIES, a[i6 + q]).fma(v, s6);
            s7 = FloatVector.broadcast(SPECIES, a[i7 + q]).fma(v, s7);
            s8 = FloatVector.broadcast(SPECIES, a[i8 + q]).fma(v, s8);
            s9 = FloatVector.broadcast(SPECIES, a[i9 + q]).fma(v, s9);
            s10 = FloatVector.broadcast(SPECIES, a[i10 + q]).fma(v, s10);
            s11 = FloatVector.broadcast(SPECIES, a[i11 + q]).fma(v, s11);
        }
        if (relu) {
            FloatVector zero = FloatVector.zero(SPECIES);
            s0 = s0.max(zero);
            s1 = s1.max(zero);
            s2 = s2.max(zero);
            s3 = s3.max(zero);
            s4 = s4.max(zero);
            s5 = s5.max(zero);
            s6 = s6.max(zero);
            s7 = s7.max(zero);
            s8 = s8.max(zero);
            s9 = s9.max(zero);
            s10 = s10.max(zero);
            s11 = s11.max(zero);
        }
        s0.intoArray(c, cOffset);
        s1.intoArray(c, cOffset + ldc);
        s2.intoArray(c, cOffset + 2 * ldc);
        s3.intoArray(c, cOffset + 3 * ldc);
        s4.intoArray(c, cOffset + 4 * ldc);
        s5.intoArray(c, cOffset + 5 * ldc);
        s6.intoArray(c, cOffset + 6 * ldc);
        s7.intoArray(c, cOffset + 7 * ldc);
        s8.intoArray(c, cOffset + 8 * ldc);
        s9.intoArray(c, cOffset + 9 * ldc);
        s10.intoArray(c, cOffset + 10 * ldc);
        s11.intoArray(c, cOffset + 11 * ldc);
    }
}
