package org.pellucid.engine.simd;

import static org.pellucid.engine.simd.ImplicitTile.COLUMNS;
import static org.pellucid.gemm.VectorRegisters.LANES;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * As {@link Tile12Run}, of half as many rows by two panels of columns: as many accumulators, but ten numbers loaded for 24 multiply-adds
 * instead of fourteen.
 */
final class Tile6x4Run {
    static final int ROWS = 6;

    private Tile6x4Run() {}

    /**
     * See {@link ImplicitTile#multiply}.
     *
     * @param aOffset of the first p, to which the others follow
     * @param bNext distance in {@code b} from panel to panel; in {@code start} and {@code c} they are neighbours
     */
    static void multiply(
            int k,
            float[] a,
            int aOffset,
            int[] rows,
            int row,
            float[] b,
            int bOffset,
            int bNext,
            float[] start,
            int startOffset,
            int startStride,
            float[] c,
            int cOffset,
            int ldc) {
        int i0 = aOffset + rows[row];
        int i1 = aOffset + rows[row + 1];
        int i2 = aOffset + rows[row + 2];
        int i3 = aOffset + rows[row + 3];
        int i4 = aOffset + rows[row + 4];
        int i5 = aOffset + rows[row + 5];
        FloatVector s0w = FloatVector.fromArray(SPECIES, start, startOffset);
        FloatVector s0x = FloatVector.fromArray(SPECIES, start, startOffset + LANES);
        FloatVector s0y = FloatVector.fromArray(SPECIES, start, startOffset + COLUMNS);
        FloatVector s0z = FloatVector.fromArray(SPECIES, start, startOffset + COLUMNS + LANES);
        FloatVector s1w = FloatVector.fromArray(SPECIES, start, startOffset + startStride);
        FloatVector s1x = FloatVector.fromArray(SPECIES, start, startOffset + startStride + LANES);
        FloatVector s1y = FloatVector.fromArray(SPECIES, start, startOffset + startStride + COLUMNS);
        FloatVector s1z = FloatVector.fromArray(SPECIES, start, startOffset + startStride + COLUMNS + LANES);
        FloatVector s2w = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride);
        FloatVector s2x = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + LANES);
        FloatVector s2y = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + COLUMNS);
        FloatVector s2z = FloatVector.fromArray(SPECIES, start, startOffset + 2 * startStride + COLUMNS + LANES);
        FloatVector s3w = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride);
        FloatVector s3x = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + LANES);
        FloatVector s3y = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + COLUMNS);
        FloatVector s3z = FloatVector.fromArray(SPECIES, start, startOffset + 3 * startStride + COLUMNS + LANES);
        FloatVector s4w = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride);
        FloatVector s4x = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride + LANES);
        FloatVector s4y = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride + COLUMNS);
        FloatVector s4z = FloatVector.fromArray(SPECIES, start, startOffset + 4 * startStride + COLUMNS + LANES);
        FloatVector s5w = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride);
        FloatVector s5x = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride + LANES);
        FloatVector s5y = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride + COLUMNS);
        FloatVector s5z = FloatVector.fromArray(SPECIES, start, startOffset + 5 * startStride + COLUMNS + LANES);
        for (int p = 0; p < k; p++) {
            int j = bOffset + p * COLUMNS;
            FloatVector w = FloatVector.fromArray(SPECIES, b, j);
            FloatVector x = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector y = FloatVector.fromArray(SPECIES, b, j + bNext);
            FloatVector z = FloatVector.fromArray(SPECIES, b, j + bNext + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[i0 + p]);
            s0w = a0.fma(w, s0w);
            s0x = a0.fma(x, s0x);
            s0y = a0.fma(y, s0y);
            s0z = a0.fma(z, s0z);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[i1 + p]);
            s1w = a1.fma(w, s1w);
            s1x = a1.fma(x, s1x);
            s1y = a1.fma(y, s1y);
            s1z = a1.fma(z, s1z);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[i2 + p]);
            s2w = a2.fma(w, s2w);
            s2x = a2.fma(x, s2x);
            s2y = a2.fma(y, s2y);
            s2z = a2.fma(z, s2z);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[i3 + p]);
            s3w = a3.fma(w, s3w);
            s3x = a3.fma(x, s3x);
            s3y = a3.fma(y, s3y);
            s3z = a3.fma(z, s3z);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[i4 + p]);
            s4w = a4.fma(w, s4w);
            s4x = a4.fma(x, s4x);
            s4y = a4.fma(y, s4y);
            s4z = a4.fma(z, s4z);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[i5 + p]);
            s5w = a5.fma(w, s5w);
            s5x = a5.fma(x, s5x);
            s5y = a5.fma(y, s5y);
            s5z = a5.fma(z, s5z);
        }
        s0w.intoArray(c, cOffset);
        s0x.intoArray(c, cOffset + LANES);
        s0y.intoArray(c, cOffset + COLUMNS);
        s0z.intoArray(c, cOffset + COLUMNS + LANES);
        s1w.intoArray(c, cOffset + ldc);
        s1x.intoArray(c, cOffset + ldc + LANES);
        s1y.intoArray(c, cOffset + ldc + COLUMNS);
        s1z.intoArray(c, cOffset + ldc + COLUMNS + LANES);
        s2w.intoArray(c, cOffset + 2 * ldc);
        s2x.intoArray(c, cOffset + 2 * ldc + LANES);
        s2y.intoArray(c, cOffset + 2 * ldc + COLUMNS);
        s2z.intoArray(c, cOffset + 2 * ldc + COLUMNS + LANES);
        s3w.intoArray(c, cOffset + 3 * ldc);
        s3x.intoArray(c, cOffset + 3 * ldc + LANES);
        s3y.intoArray(c, cOffset + 3 * ldc + COLUMNS);
        s3z.intoArray(c, cOffset + 3 * ldc + COLUMNS + LANES);
        s4w.intoArray(c, cOffset + 4 * ldc);
        s4x.intoArray(c, cOffset + 4 * ldc + LANES);
        s4y.intoArray(c, cOffset + 4 * ldc + COLUMNS);
        s4z.intoArray(c, cOffset + 4 * ldc + COLUMNS + LANES);
        s5w.intoArray(c, cOffset + 5 * ldc);
        s5x.intoArray(c, cOffset + 5 * ldc + LANES);
        s5y.intoArray(c, cOffset + 5 * ldc + COLUMNS);
        s5z.intoArray(c, cOffset + 5 * ldc + COLUMNS + LANES);
    }
}
