package org.pellucid.gemm;

import static org.pellucid.gemm.VectorRegisters.LANES;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Five rows of C by two vectors of columns, along a packed panel: ten accumulators for 16 registers. See {@link VectorTile}.
 *
 * <p>The panel's width is a constant here, so HotSpot checks the bounds of B once a tile. Twelve accumulators would fit, too, but where A is
 * not packed the compilers load several numbers of it ahead, and then, as the one or the other does, keep accumulators in memory: see
 * {@link Tile6x2#panels}.
 */
final class Tile5x2 {
    private static final int COLUMNS = VectorTile.NARROW;

    private Tile5x2() {}

    /** The numbers of a row of A lie side by side, rows {@code aI} apart. */
    static void rows(int k, float[] a, int aAt, int aI, float[] b, int bAt, float[] c, int cAt, int ldc) {
        int i1 = aAt + aI;
        int i2 = aAt + 2 * aI;
        int i3 = aAt + 3 * aI;
        int i4 = aAt + 4 * aI;
        FloatVector s0w = FloatVector.zero(SPECIES);
        FloatVector s0x = FloatVector.zero(SPECIES);
        FloatVector s1w = FloatVector.zero(SPECIES);
        FloatVector s1x = FloatVector.zero(SPECIES);
        FloatVector s2w = FloatVector.zero(SPECIES);
        FloatVector s2x = FloatVector.zero(SPECIES);
        FloatVector s3w = FloatVector.zero(SPECIES);
        FloatVector s3x = FloatVector.zero(SPECIES);
        FloatVector s4w = FloatVector.zero(SPECIES);
        FloatVector s4x = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int j = bAt + p * COLUMNS;
            FloatVector w = FloatVector.fromArray(SPECIES, b, j);
            FloatVector x = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + p]);
            s0w = a0.fma(w, s0w);
            s0x = a0.fma(x, s0x);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[i1 + p]);
            s1w = a1.fma(w, s1w);
            s1x = a1.fma(x, s1x);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[i2 + p]);
            s2w = a2.fma(w, s2w);
            s2x = a2.fma(x, s2x);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[i3 + p]);
            s3w = a3.fma(w, s3w);
            s3x = a3.fma(x, s3x);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[i4 + p]);
            s4w = a4.fma(w, s4w);
            s4x = a4.fma(x, s4x);
        }
        s0w.intoArray(c, cAt);
        s0x.intoArray(c, cAt + LANES);
        s1w.intoArray(c, cAt + ldc);
        s1x.intoArray(c, cAt + ldc + LANES);
        s2w.intoArray(c, cAt + 2 * ldc);
        s2x.intoArray(c, cAt + 2 * ldc + LANES);
        s3w.intoArray(c, cAt + 3 * ldc);
        s3x.intoArray(c, cAt + 3 * ldc + LANES);
        s4w.intoArray(c, cAt + 4 * ldc);
        s4x.intoArray(c, cAt + 4 * ldc + LANES);
    }

    /**
     * As {@link #rows}, for the compiler of JDK 17: it keeps all sums in registers if it must check the bounds of each row of A at each step,
     * which holds it back from loading far ahead, and so it does where the loop counts along B.
     */
    static void checkedRows(int k, float[] a, int aAt, int aI, float[] b, int bAt, float[] c, int cAt, int ldc) {
        int i0 = aAt;
        int i1 = aAt + aI;
        int i2 = aAt + 2 * aI;
        int i3 = aAt + 3 * aI;
        int i4 = aAt + 4 * aI;
        FloatVector s0w = FloatVector.zero(SPECIES);
        FloatVector s0x = FloatVector.zero(SPECIES);
        FloatVector s1w = FloatVector.zero(SPECIES);
        FloatVector s1x = FloatVector.zero(SPECIES);
        FloatVector s2w = FloatVector.zero(SPECIES);
        FloatVector s2x = FloatVector.zero(SPECIES);
        FloatVector s3w = FloatVector.zero(SPECIES);
        FloatVector s3x = FloatVector.zero(SPECIES);
        FloatVector s4w = FloatVector.zero(SPECIES);
        FloatVector s4x = FloatVector.zero(SPECIES);
        int end = bAt + k * COLUMNS;
        for (int j = bAt; j < end; j += COLUMNS) {
            FloatVector w = FloatVector.fromArray(SPECIES, b, j);
            FloatVector x = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[i0]);
            s0w = a0.fma(w, s0w);
            s0x = a0.fma(x, s0x);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[i1]);
            s1w = a1.fma(w, s1w);
            s1x = a1.fma(x, s1x);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[i2]);
            s2w = a2.fma(w, s2w);
            s2x = a2.fma(x, s2x);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[i3]);
            s3w = a3.fma(w, s3w);
            s3x = a3.fma(x, s3x);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[i4]);
            s4w = a4.fma(w, s4w);
            s4x = a4.fma(x, s4x);
            i0++;
            i1++;
            i2++;
            i3++;
            i4++;
        }
        s0w.intoArray(c, cAt);
        s0x.intoArray(c, cAt + LANES);
        s1w.intoArray(c, cAt + ldc);
        s1x.intoArray(c, cAt + ldc + LANES);
        s2w.intoArray(c, cAt + 2 * ldc);
        s2x.intoArray(c, cAt + 2 * ldc + LANES);
        s3w.intoArray(c, cAt + 3 * ldc);
        s3x.intoArray(c, cAt + 3 * ldc + LANES);
        s4w.intoArray(c, cAt + 4 * ldc);
        s4x.intoArray(c, cAt + 4 * ldc + LANES);
    }

    /** The numbers of a column of A lie side by side, columns {@code aP} apart. */
    static void columns(int k, float[] a, int aAt, int aP, float[] b, int bAt, float[] c, int cAt, int ldc) {
        FloatVector s0w = FloatVector.zero(SPECIES);
        FloatVector s0x = FloatVector.zero(SPECIES);
        FloatVector s1w = FloatVector.zero(SPECIES);
        FloatVector s1x = FloatVector.zero(SPECIES);
        FloatVector s2w = FloatVector.zero(SPECIES);
        FloatVector s2x = FloatVector.zero(SPECIES);
        FloatVector s3w = FloatVector.zero(SPECIES);
        FloatVector s3x = FloatVector.zero(SPECIES);
        FloatVector s4w = FloatVector.zero(SPECIES);
        FloatVector s4x = FloatVector.zero(SPECIES);
        int q = aAt;
        for (int p = 0; p < k; p++) {
            int j = bAt + p * COLUMNS;
            FloatVector w = FloatVector.fromArray(SPECIES, b, j);
            FloatVector x = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q]);
            s0w = a0.fma(w, s0w);
            s0x = a0.fma(x, s0x);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + 1]);
            s1w = a1.fma(w, s1w);
            s1x = a1.fma(x, s1x);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2]);
            s2w = a2.fma(w, s2w);
            s2x = a2.fma(x, s2x);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3]);
            s3w = a3.fma(w, s3w);
            s3x = a3.fma(x, s3x);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[q + 4]);
            s4w = a4.fma(w, s4w);
            s4x = a4.fma(x, s4x);
            q += aP;
        }
        s0w.intoArray(c, cAt);
        s0x.intoArray(c, cAt + LANES);
        s1w.intoArray(c, cAt + ldc);
        s1x.intoArray(c, cAt + ldc + LANES);
        s2w.intoArray(c, cAt + 2 * ldc);
        s2x.intoArray(c, cAt + 2 * ldc + LANES);
        s3w.intoArray(c, cAt + 3 * ldc);
        s3x.intoArray(c, cAt + 3 * ldc + LANES);
        s4w.intoArray(c, cAt + 4 * ldc);
        s4x.intoArray(c, cAt + 4 * ldc + LANES);
    }
}
