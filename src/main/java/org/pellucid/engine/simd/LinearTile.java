package org.pellucid.engine.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.pellucid.gemm.VectorRegisters;

/**
 * The register tiles of {@link WinogradProduct}: as {@link ImplicitTile}, but A is a matrix in memory, and sums begin with
 * zeros, which needs no loads. That matters where sums are as short as here. Fewer rows than there: tiles of 12 rows that
 * address A so fall apart on JDK 17.
 *
 * <p>One of A's two strides is 1, and each method says which in its own text, not by an argument: only then does HotSpot see
 * that an index goes up by one and check the array's bounds once a tile, or that indices stand side by side and check one of
 * them for all. With a stride that it does not know, each number was checked, and comparing took longer than multiplying
 * on processors that begin six operations a cycle.
 */
final class LinearTile {
    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;
    private static final int LANES = VectorRegisters.LANES;
    private static final int COLUMNS = ImplicitTile.COLUMNS;

    private LinearTile() {}

    /**
     * C ← A·B of 6 rows by two vectors of columns: 12 accumulators, which even 16 registers hold.
     *
     * @param a its rows are {@code aI} apart, the numbers of one side by side
     * @param b rows {@link ImplicitTile#COLUMNS} apart
     */
    static void overwrite6(int k, float[] a, int aAt, int aI, float[] b, int bAt, float[] c, int cAt, int ldc) {
        int i1 = aAt + aI;
        int i2 = aAt + 2 * aI;
        int i3 = aAt + 3 * aI;
        int i4 = aAt + 4 * aI;
        int i5 = aAt + 5 * aI;
        FloatVector s0l = FloatVector.zero(SPECIES);
        FloatVector s0r = FloatVector.zero(SPECIES);
        FloatVector s1l = FloatVector.zero(SPECIES);
        FloatVector s1r = FloatVector.zero(SPECIES);
        FloatVector s2l = FloatVector.zero(SPECIES);
        FloatVector s2r = FloatVector.zero(SPECIES);
        FloatVector s3l = FloatVector.zero(SPECIES);
        FloatVector s3r = FloatVector.zero(SPECIES);
        FloatVector s4l = FloatVector.zero(SPECIES);
        FloatVector s4r = FloatVector.zero(SPECIES);
        FloatVector s5l = FloatVector.zero(SPECIES);
        FloatVector s5r = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int j = bAt + p * COLUMNS;
            FloatVector l = FloatVector.fromArray(SPECIES, b, j);
            FloatVector r = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt + p]);
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
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[i4 + p]);
            s4l = x4.fma(l, s4l);
            s4r = x4.fma(r, s4r);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[i5 + p]);
            s5l = x5.fma(l, s5l);
            s5r = x5.fma(r, s5r);
        }
        s0l.intoArray(c, cAt);
        s0r.intoArray(c, cAt + LANES);
        s1l.intoArray(c, cAt + ldc);
        s1r.intoArray(c, cAt + ldc + LANES);
        s2l.intoArray(c, cAt + 2 * ldc);
        s2r.intoArray(c, cAt + 2 * ldc + LANES);
        s3l.intoArray(c, cAt + 3 * ldc);
        s3r.intoArray(c, cAt + 3 * ldc + LANES);
        s4l.intoArray(c, cAt + 4 * ldc);
        s4r.intoArray(c, cAt + 4 * ldc + LANES);
        s5l.intoArray(c, cAt + 5 * ldc);
        s5r.intoArray(c, cAt + 5 * ldc + LANES);
    }

    /**
     * C ← A·B of 6 rows, as {@link #overwrite6}, by two panels of columns, that is four vectors: 24 accumulators for 32 registers, and ten
     * numbers loaded for 24 multiply-adds where two vectors take eight for twelve.
     *
     * @param bNext distance in {@code b} from panel to panel
     * @param cNext distance in {@code c} from panel to panel
     */
    static void overwrite6(
            int k, float[] a, int aAt, int aI, float[] b, int bAt, int bNext, float[] c, int cAt, int cNext, int ldc) {
        int i1 = aAt + aI;
        int i2 = aAt + 2 * aI;
        int i3 = aAt + 3 * aI;
        int i4 = aAt + 4 * aI;
        int i5 = aAt + 5 * aI;
        FloatVector s0w = FloatVector.zero(SPECIES);
        FloatVector s0x = FloatVector.zero(SPECIES);
        FloatVector s0y = FloatVector.zero(SPECIES);
        FloatVector s0z = FloatVector.zero(SPECIES);
        FloatVector s1w = FloatVector.zero(SPECIES);
        FloatVector s1x = FloatVector.zero(SPECIES);
        FloatVector s1y = FloatVector.zero(SPECIES);
        FloatVector s1z = FloatVector.zero(SPECIES);
        FloatVector s2w = FloatVector.zero(SPECIES);
        FloatVector s2x = FloatVector.zero(SPECIES);
        FloatVector s2y = FloatVector.zero(SPECIES);
        FloatVector s2z = FloatVector.zero(SPECIES);
        FloatVector s3w = FloatVector.zero(SPECIES);
        FloatVector s3x = FloatVector.zero(SPECIES);
        FloatVector s3y = FloatVector.zero(SPECIES);
        FloatVector s3z = FloatVector.zero(SPECIES);
        FloatVector s4w = FloatVector.zero(SPECIES);
        FloatVector s4x = FloatVector.zero(SPECIES);
        FloatVector s4y = FloatVector.zero(SPECIES);
        FloatVector s4z = FloatVector.zero(SPECIES);
        FloatVector s5w = FloatVector.zero(SPECIES);
        FloatVector s5x = FloatVector.zero(SPECIES);
        FloatVector s5y = FloatVector.zero(SPECIES);
        FloatVector s5z = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int j = bAt + p * COLUMNS;
            FloatVector w = FloatVector.fromArray(SPECIES, b, j);
            FloatVector x = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector y = FloatVector.fromArray(SPECIES, b, j + bNext);
            FloatVector z = FloatVector.fromArray(SPECIES, b, j + bNext + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + p]);
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
        int next = cAt + cNext;
        s0w.intoArray(c, cAt);
        s0x.intoArray(c, cAt + LANES);
        s0y.intoArray(c, next);
        s0z.intoArray(c, next + LANES);
        s1w.intoArray(c, cAt + ldc);
        s1x.intoArray(c, cAt + ldc + LANES);
        s1y.intoArray(c, next + ldc);
        s1z.intoArray(c, next + ldc + LANES);
        s2w.intoArray(c, cAt + 2 * ldc);
        s2x.intoArray(c, cAt + 2 * ldc + LANES);
        s2y.intoArray(c, next + 2 * ldc);
        s2z.intoArray(c, next + 2 * ldc + LANES);
        s3w.intoArray(c, cAt + 3 * ldc);
        s3x.intoArray(c, cAt + 3 * ldc + LANES);
        s3y.intoArray(c, next + 3 * ldc);
        s3z.intoArray(c, next + 3 * ldc + LANES);
        s4w.intoArray(c, cAt + 4 * ldc);
        s4x.intoArray(c, cAt + 4 * ldc + LANES);
        s4y.intoArray(c, next + 4 * ldc);
        s4z.intoArray(c, next + 4 * ldc + LANES);
        s5w.intoArray(c, cAt + 5 * ldc);
        s5x.intoArray(c, cAt + 5 * ldc + LANES);
        s5y.intoArray(c, next + 5 * ldc);
        s5z.intoArray(c, next + 5 * ldc + LANES);
    }

    /**
     * C ← A·B of 8 rows: for 32 registers.
     *
     * @param a transposed: the numbers of a column side by side, columns {@code aP} apart
     */
    static void overwrite8(int k, float[] a, int aAt, int aP, float[] b, int bAt, float[] c, int cAt, int ldc) {
        FloatVector s0l = FloatVector.zero(SPECIES);
        FloatVector s0r = FloatVector.zero(SPECIES);
        FloatVector s1l = FloatVector.zero(SPECIES);
        FloatVector s1r = FloatVector.zero(SPECIES);
        FloatVector s2l = FloatVector.zero(SPECIES);
        FloatVector s2r = FloatVector.zero(SPECIES);
        FloatVector s3l = FloatVector.zero(SPECIES);
        FloatVector s3r = FloatVector.zero(SPECIES);
        FloatVector s4l = FloatVector.zero(SPECIES);
        FloatVector s4r = FloatVector.zero(SPECIES);
        FloatVector s5l = FloatVector.zero(SPECIES);
        FloatVector s5r = FloatVector.zero(SPECIES);
        FloatVector s6l = FloatVector.zero(SPECIES);
        FloatVector s6r = FloatVector.zero(SPECIES);
        FloatVector s7l = FloatVector.zero(SPECIES);
        FloatVector s7r = FloatVector.zero(SPECIES);
        int q = aAt;
        for (int p = 0; p < k; p++) {
            int j = bAt + p * COLUMNS;
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
            q += aP;
        }
        s0l.intoArray(c, cAt);
        s0r.intoArray(c, cAt + LANES);
        s1l.intoArray(c, cAt + ldc);
        s1r.intoArray(c, cAt + ldc + LANES);
        s2l.intoArray(c, cAt + 2 * ldc);
        s2r.intoArray(c, cAt + 2 * ldc + LANES);
        s3l.intoArray(c, cAt + 3 * ldc);
        s3r.intoArray(c, cAt + 3 * ldc + LANES);
        s4l.intoArray(c, cAt + 4 * ldc);
        s4r.intoArray(c, cAt + 4 * ldc + LANES);
        s5l.intoArray(c, cAt + 5 * ldc);
        s5r.intoArray(c, cAt + 5 * ldc + LANES);
        s6l.intoArray(c, cAt + 6 * ldc);
        s6r.intoArray(c, cAt + 6 * ldc + LANES);
        s7l.intoArray(c, cAt + 7 * ldc);
        s7r.intoArray(c, cAt + 7 * ldc + LANES);
    }

    /** C ← C + A·B of 8 rows, arguments as those of {@link #overwrite8}. */
    static void add8(int k, float[] a, int aAt, int aP, float[] b, int bAt, float[] c, int cAt, int ldc) {
        FloatVector s0l = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s0r = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector s1l = FloatVector.fromArray(SPECIES, c, cAt + ldc);
        FloatVector s1r = FloatVector.fromArray(SPECIES, c, cAt + ldc + LANES);
        FloatVector s2l = FloatVector.fromArray(SPECIES, c, cAt + 2 * ldc);
        FloatVector s2r = FloatVector.fromArray(SPECIES, c, cAt + 2 * ldc + LANES);
        FloatVector s3l = FloatVector.fromArray(SPECIES, c, cAt + 3 * ldc);
        FloatVector s3r = FloatVector.fromArray(SPECIES, c, cAt + 3 * ldc + LANES);
        FloatVector s4l = FloatVector.fromArray(SPECIES, c, cAt + 4 * ldc);
        FloatVector s4r = FloatVector.fromArray(SPECIES, c, cAt + 4 * ldc + LANES);
        FloatVector s5l = FloatVector.fromArray(SPECIES, c, cAt + 5 * ldc);
        FloatVector s5r = FloatVector.fromArray(SPECIES, c, cAt + 5 * ldc + LANES);
        FloatVector s6l = FloatVector.fromArray(SPECIES, c, cAt + 6 * ldc);
        FloatVector s6r = FloatVector.fromArray(SPECIES, c, cAt + 6 * ldc + LANES);
        FloatVector s7l = FloatVector.fromArray(SPECIES, c, cAt + 7 * ldc);
        FloatVector s7r = FloatVector.fromArray(SPECIES, c, cAt + 7 * ldc + LANES);
        int q = aAt;
        for (int p = 0; p < k; p++) {
            int j = bAt + p * COLUMNS;
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
            q += aP;
        }
        s0l.intoArray(c, cAt);
        s0r.intoArray(c, cAt + LANES);
        s1l.intoArray(c, cAt + ldc);
        s1r.intoArray(c, cAt + ldc + LANES);
        s2l.intoArray(c, cAt + 2 * ldc);
        s2r.intoArray(c, cAt + 2 * ldc + LANES);
        s3l.intoArray(c, cAt + 3 * ldc);
        s3r.intoArray(c, cAt + 3 * ldc + LANES);
        s4l.intoArray(c, cAt + 4 * ldc);
        s4r.intoArray(c, cAt + 4 * ldc + LANES);
        s5l.intoArray(c, cAt + 5 * ldc);
        s5r.intoArray(c, cAt + 5 * ldc + LANES);
        s6l.intoArray(c, cAt + 6 * ldc);
        s6r.intoArray(c, cAt + 6 * ldc + LANES);
        s7l.intoArray(c, cAt + 7 * ldc);
        s7r.intoArray(c, cAt + 7 * ldc + LANES);
    }

    /** C ← C + A·B of 4 rows, as {@link #add8}: for 16 registers. */
    static void add4(int k, float[] a, int aAt, int aP, float[] b, int bAt, float[] c, int cAt, int ldc) {
        FloatVector s0l = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s0r = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector s1l = FloatVector.fromArray(SPECIES, c, cAt + ldc);
        FloatVector s1r = FloatVector.fromArray(SPECIES, c, cAt + ldc + LANES);
        FloatVector s2l = FloatVector.fromArray(SPECIES, c, cAt + 2 * ldc);
        FloatVector s2r = FloatVector.fromArray(SPECIES, c, cAt + 2 * ldc + LANES);
        FloatVector s3l = FloatVector.fromArray(SPECIES, c, cAt + 3 * ldc);
        FloatVector s3r = FloatVector.fromArray(SPECIES, c, cAt + 3 * ldc + LANES);
        int q = aAt;
        for (int p = 0; p < k; p++) {
            int j = bAt + p * COLUMNS;
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
            q += aP;
        }
        s0l.intoArray(c, cAt);
        s0r.intoArray(c, cAt + LANES);
        s1l.intoArray(c, cAt + ldc);
        s1r.intoArray(c, cAt + ldc + LANES);
        s2l.intoArray(c, cAt + 2 * ldc);
        s2r.intoArray(c, cAt + 2 * ldc + LANES);
        s3l.intoArray(c, cAt + 3 * ldc);
        s3r.intoArray(c, cAt + 3 * ldc + LANES);
    }
}
