package org.pellucid.gemm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loop of {@link VectorGemm}: one tile of C, kept in vector registers while p runs along the inner side.
 *
 * <pre>C[i,j] ← Σ_p A[i,p]·B[p,j] + βC[i,j],   i &lt; {@link #ROWS},  j &lt; {@link #COLUMNS}</pre>
 *
 * <p>Each p costs two loads of B, and for each row a broadcast of A and two fused multiply-adds. A is read through two
 * strides, so that A as stored, Aᵀ as stored and a packed panel are one loop; the columns of B must lie side by side.
 *
 * <p>Two traps of JDK 17 shape this file: a process must use a single float species, hence the one constant; and loops
 * nested around vector accumulators run ten times slower, hence one flat loop in a method of its own, too long for the
 * compiler to inline into its callers' loops.
 */
final class VectorTile {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /**
     * Eight rows fill sixteen accumulators, four rows eight: what fits the 32 registers of AVX-512 and ARM, and the 16
     * of older x86.
     */
    static final int ROWS = LANES >= 16 || System.getProperty("os.arch").equals("aarch64") ? 8 : 4;

    static final int COLUMNS = 2 * LANES;

    private VectorTile() {}

    /**
     * Multiplies one full tile.
     *
     * @param k length of the sums
     * @param aI distance in {@code a} from row to row
     * @param aP distance in {@code a} from p to p
     * @param bP distance in {@code b} from p to p
     * @param beta 0 overwrites C
     */
    static void multiply(
            int k,
            float[] a,
            int aOffset,
            int aI,
            int aP,
            float[] b,
            int bOffset,
            int bP,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        if (ROWS == 8) {
            tile8(k, a, aOffset, aI, aP, b, bOffset, bP, beta, c, cOffset, ldc);
        } else {
            tile4(k, a, aOffset, aI, aP, b, bOffset, bP, beta, c, cOffset, ldc);
        }
    }

    /** 8 rows, two vectors of columns. */
    private static void tile8(
            int k,
            float[] a,
            int aOffset,
            int aI,
            int aP,
            float[] b,
            int bOffset,
            int bP,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        int i0 = aOffset;
        int i1 = aOffset + aI;
        int i2 = aOffset + 2 * aI;
        int i3 = aOffset + 3 * aI;
        int i4 = aOffset + 4 * aI;
        int i5 = aOffset + 5 * aI;
        int i6 = aOffset + 6 * aI;
        int i7 = aOffset + 7 * aI;
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
        for (int p = 0; p < k; p++) {
            int q = p * aP;
            int j = bOffset + p * bP;
            FloatVector l = FloatVector.fromArray(SPECIES, b, j);
            FloatVector r = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[i0 + q]);
            s0l = x0.fma(l, s0l);
            s0r = x0.fma(r, s0r);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[i1 + q]);
            s1l = x1.fma(l, s1l);
            s1r = x1.fma(r, s1r);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[i2 + q]);
            s2l = x2.fma(l, s2l);
            s2r = x2.fma(r, s2r);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[i3 + q]);
            s3l = x3.fma(l, s3l);
            s3r = x3.fma(r, s3r);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[i4 + q]);
            s4l = x4.fma(l, s4l);
            s4r = x4.fma(r, s4r);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[i5 + q]);
            s5l = x5.fma(l, s5l);
            s5r = x5.fma(r, s5r);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[i6 + q]);
            s6l = x6.fma(l, s6l);
            s6r = x6.fma(r, s6r);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[i7 + q]);
            s7l = x7.fma(l, s7l);
            s7r = x7.fma(r, s7r);
        }
        if (beta != 0) {
            FloatVector y = FloatVector.broadcast(SPECIES, beta);
            s0l = FloatVector.fromArray(SPECIES, c, cOffset).fma(y, s0l);
            s0r = FloatVector.fromArray(SPECIES, c, cOffset + LANES).fma(y, s0r);
            s1l = FloatVector.fromArray(SPECIES, c, cOffset + ldc).fma(y, s1l);
            s1r = FloatVector.fromArray(SPECIES, c, cOffset + ldc + LANES).fma(y, s1r);
            s2l = FloatVector.fromArray(SPECIES, c, cOffset + 2 * ldc).fma(y, s2l);
            s2r = FloatVector.fromArray(SPECIES, c, cOffset + 2 * ldc + LANES).fma(y, s2r);
            s3l = FloatVector.fromArray(SPECIES, c, cOffset + 3 * ldc).fma(y, s3l);
            s3r = FloatVector.fromArray(SPECIES, c, cOffset + 3 * ldc + LANES).fma(y, s3r);
            s4l = FloatVector.fromArray(SPECIES, c, cOffset + 4 * ldc).fma(y, s4l);
            s4r = FloatVector.fromArray(SPECIES, c, cOffset + 4 * ldc + LANES).fma(y, s4r);
            s5l = FloatVector.fromArray(SPECIES, c, cOffset + 5 * ldc).fma(y, s5l);
            s5r = FloatVector.fromArray(SPECIES, c, cOffset + 5 * ldc + LANES).fma(y, s5r);
            s6l = FloatVector.fromArray(SPECIES, c, cOffset + 6 * ldc).fma(y, s6l);
            s6r = FloatVector.fromArray(SPECIES, c, cOffset + 6 * ldc + LANES).fma(y, s6r);
            s7l = FloatVector.fromArray(SPECIES, c, cOffset + 7 * ldc).fma(y, s7l);
            s7r = FloatVector.fromArray(SPECIES, c, cOffset + 7 * ldc + LANES).fma(y, s7r);
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
    }

    /** 4 rows, two vectors of columns. */
    private static void tile4(
            int k,
            float[] a,
            int aOffset,
            int aI,
            int aP,
            float[] b,
            int bOffset,
            int bP,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        int i0 = aOffset;
        int i1 = aOffset + aI;
        int i2 = aOffset + 2 * aI;
        int i3 = aOffset + 3 * aI;
        FloatVector s0l = FloatVector.zero(SPECIES);
        FloatVector s0r = FloatVector.zero(SPECIES);
        FloatVector s1l = FloatVector.zero(SPECIES);
        FloatVector s1r = FloatVector.zero(SPECIES);
        FloatVector s2l = FloatVector.zero(SPECIES);
        FloatVector s2r = FloatVector.zero(SPECIES);
        FloatVector s3l = FloatVector.zero(SPECIES);
        FloatVector s3r = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int q = p * aP;
            int j = bOffset + p * bP;
            FloatVector l = FloatVector.fromArray(SPECIES, b, j);
            FloatVector r = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[i0 + q]);
            s0l = x0.fma(l, s0l);
            s0r = x0.fma(r, s0r);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[i1 + q]);
            s1l = x1.fma(l, s1l);
            s1r = x1.fma(r, s1r);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[i2 + q]);
            s2l = x2.fma(l, s2l);
            s2r = x2.fma(r, s2r);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[i3 + q]);
            s3l = x3.fma(l, s3l);
            s3r = x3.fma(r, s3r);
        }
        if (beta != 0) {
            FloatVector y = FloatVector.broadcast(SPECIES, beta);
            s0l = FloatVector.fromArray(SPECIES, c, cOffset).fma(y, s0l);
            s0r = FloatVector.fromArray(SPECIES, c, cOffset + LANES).fma(y, s0r);
            s1l = FloatVector.fromArray(SPECIES, c, cOffset + ldc).fma(y, s1l);
            s1r = FloatVector.fromArray(SPECIES, c, cOffset + ldc + LANES).fma(y, s1r);
            s2l = FloatVector.fromArray(SPECIES, c, cOffset + 2 * ldc).fma(y, s2l);
            s2r = FloatVector.fromArray(SPECIES, c, cOffset + 2 * ldc + LANES).fma(y, s2r);
            s3l = FloatVector.fromArray(SPECIES, c, cOffset + 3 * ldc).fma(y, s3l);
            s3r = FloatVector.fromArray(SPECIES, c, cOffset + 3 * ldc + LANES).fma(y, s3r);
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

    /**
     * Copies some rows of a matrix into panels of {@link #COLUMNS} columns, one behind the other: row by row, so that what
     * lies side by side is fetched together, for the next row may be on another page.
     *
     * @param k rows
     * @param panels how many
     * @param stride distance in {@code x} from row to row
     */
    static void pack(int k, int panels, float[] x, int offset, int stride, float[] packed) {
        for (int p = 0; p < k; p++) {
            int from = offset + p * stride;
            int to = p * COLUMNS;
            for (int i = 0; i < panels; i++) {
                FloatVector.fromArray(SPECIES, x, from).intoArray(packed, to);
                FloatVector.fromArray(SPECIES, x, from + LANES).intoArray(packed, to + LANES);
                from += COLUMNS;
                to += k * COLUMNS;
            }
        }
    }
}
