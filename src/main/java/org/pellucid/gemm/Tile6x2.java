package org.pellucid.gemm;

import static org.pellucid.gemm.VectorRegisters.LANES;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/** C ← A·B of six rows by two vectors of columns: the last columns of products, wide ones with 16 registers, and some of Winograd's. See {@link VectorTile}. */
public final class Tile6x2 {
    static final int ROWS = 6;
    private static final int COLUMNS = VectorTile.NARROW;

    private Tile6x2() {}

    /**
     * The numbers of a row of A lie side by side, rows {@code aI} apart.
     *
     * @param k length of the sums
     * @param bP distance in {@code b} from p to p
     */
    public static void rows(
            int k, float[] a, int aAt, int aI, float[] b, int bAt, int bP, float[] c, int cAt, int ldc) {
        int i1 = aAt + aI;
        int i2 = aAt + 2 * aI;
        int i3 = aAt + 3 * aI;
        int i4 = aAt + 4 * aI;
        int i5 = aAt + 5 * aI;
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
        FloatVector s5w = FloatVector.zero(SPECIES);
        FloatVector s5x = FloatVector.zero(SPECIES);
        int j = bAt;
        for (int p = 0; p < k; p++) {
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
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[i5 + p]);
            s5w = a5.fma(w, s5w);
            s5x = a5.fma(x, s5x);
            j += bP;
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
        s5w.intoArray(c, cAt + 5 * ldc);
        s5x.intoArray(c, cAt + 5 * ldc + LANES);
    }

    /** The numbers of a column of A lie side by side, columns {@code aP} apart. */
    static void columns(int k, float[] a, int aAt, int aP, float[] b, int bAt, int bP, float[] c, int cAt, int ldc) {
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
        FloatVector s5w = FloatVector.zero(SPECIES);
        FloatVector s5x = FloatVector.zero(SPECIES);
        int q = aAt;
        int j = bAt;
        for (int p = 0; p < k; p++) {
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
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[q + 5]);
            s5w = a5.fma(w, s5w);
            s5x = a5.fma(x, s5x);
            q += aP;
            j += bP;
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
        s5w.intoArray(c, cAt + 5 * ldc);
        s5x.intoArray(c, cAt + 5 * ldc + LANES);
    }

    /**
     * The numbers of a column of A lie side by side and the columns follow each other, as do the rows of B. That the loop counts along B
     * makes HotSpot check the bounds of A at each step, which holds it back from loading numbers far ahead, for which 16 registers have
     * no room: the one form of these three in which the compilers of both JDK 17 and 25 keep all twelve sums in registers.
     */
    static void panels(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc) {
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
        FloatVector s5w = FloatVector.zero(SPECIES);
        FloatVector s5x = FloatVector.zero(SPECIES);
        int end = bAt + k * COLUMNS;
        int q = aAt;
        for (int j = bAt; j < end; j += COLUMNS) {
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
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[q + 5]);
            s5w = a5.fma(w, s5w);
            s5x = a5.fma(x, s5x);
            q += ROWS;
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
        s5w.intoArray(c, cAt + 5 * ldc);
        s5x.intoArray(c, cAt + 5 * ldc + LANES);
    }
}
