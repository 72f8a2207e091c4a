package org.pellucid.gemm;

import static org.pellucid.gemm.VectorRegisters.LANES;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Six rows of C by four vectors of columns: 24 accumulators of 32 registers, and ten numbers loaded for 24 multiply-adds. See {@link VectorTile}. */
final class Tile6x4 {
    private Tile6x4() {}

    /** The numbers of a row of A lie side by side, rows {@code aI} apart. */
    static void rows(int k, float[] a, int aAt, int aI, float[] b, int bAt, int bP, float[] c, int cAt, int ldc) {
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
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector w = FloatVector.fromArray(SPECIES, b, j);
            FloatVector x = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector y = FloatVector.fromArray(SPECIES, b, j + 2 * LANES);
            FloatVector z = FloatVector.fromArray(SPECIES, b, j + 3 * LANES);
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
            j += bP;
        }
        s0w.intoArray(c, cAt);
        s0x.intoArray(c, cAt + LANES);
        s0y.intoArray(c, cAt + 2 * LANES);
        s0z.intoArray(c, cAt + 3 * LANES);
        s1w.intoArray(c, cAt + ldc);
        s1x.intoArray(c, cAt + ldc + LANES);
        s1y.intoArray(c, cAt + ldc + 2 * LANES);
        s1z.intoArray(c, cAt + ldc + 3 * LANES);
        s2w.intoArray(c, cAt + 2 * ldc);
        s2x.intoArray(c, cAt + 2 * ldc + LANES);
        s2y.intoArray(c, cAt + 2 * ldc + 2 * LANES);
        s2z.intoArray(c, cAt + 2 * ldc + 3 * LANES);
        s3w.intoArray(c, cAt + 3 * ldc);
        s3x.intoArray(c, cAt + 3 * ldc + LANES);
        s3y.intoArray(c, cAt + 3 * ldc + 2 * LANES);
        s3z.intoArray(c, cAt + 3 * ldc + 3 * LANES);
        s4w.intoArray(c, cAt + 4 * ldc);
        s4x.intoArray(c, cAt + 4 * ldc + LANES);
        s4y.intoArray(c, cAt + 4 * ldc + 2 * LANES);
        s4z.intoArray(c, cAt + 4 * ldc + 3 * LANES);
        s5w.intoArray(c, cAt + 5 * ldc);
        s5x.intoArray(c, cAt + 5 * ldc + LANES);
        s5y.intoArray(c, cAt + 5 * ldc + 2 * LANES);
        s5z.intoArray(c, cAt + 5 * ldc + 3 * LANES);
    }

    /** The numbers of a column of A lie side by side, columns {@code aP} apart. */
    static void columns(int k, float[] a, int aAt, int aP, float[] b, int bAt, int bP, float[] c, int cAt, int ldc) {
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
        int q = aAt;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector w = FloatVector.fromArray(SPECIES, b, j);
            FloatVector x = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector y = FloatVector.fromArray(SPECIES, b, j + 2 * LANES);
            FloatVector z = FloatVector.fromArray(SPECIES, b, j + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q]);
            s0w = a0.fma(w, s0w);
            s0x = a0.fma(x, s0x);
            s0y = a0.fma(y, s0y);
            s0z = a0.fma(z, s0z);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + 1]);
            s1w = a1.fma(w, s1w);
            s1x = a1.fma(x, s1x);
            s1y = a1.fma(y, s1y);
            s1z = a1.fma(z, s1z);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2]);
            s2w = a2.fma(w, s2w);
            s2x = a2.fma(x, s2x);
            s2y = a2.fma(y, s2y);
            s2z = a2.fma(z, s2z);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3]);
            s3w = a3.fma(w, s3w);
            s3x = a3.fma(x, s3x);
            s3y = a3.fma(y, s3y);
            s3z = a3.fma(z, s3z);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[q + 4]);
            s4w = a4.fma(w, s4w);
            s4x = a4.fma(x, s4x);
            s4y = a4.fma(y, s4y);
            s4z = a4.fma(z, s4z);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[q + 5]);
            s5w = a5.fma(w, s5w);
            s5x = a5.fma(x, s5x);
            s5y = a5.fma(y, s5y);
            s5z = a5.fma(z, s5z);
            q += aP;
            j += bP;
        }
        s0w.intoArray(c, cAt);
        s0x.intoArray(c, cAt + LANES);
        s0y.intoArray(c, cAt + 2 * LANES);
        s0z.intoArray(c, cAt + 3 * LANES);
        s1w.intoArray(c, cAt + ldc);
        s1x.intoArray(c, cAt + ldc + LANES);
        s1y.intoArray(c, cAt + ldc + 2 * LANES);
        s1z.intoArray(c, cAt + ldc + 3 * LANES);
        s2w.intoArray(c, cAt + 2 * ldc);
        s2x.intoArray(c, cAt + 2 * ldc + LANES);
        s2y.intoArray(c, cAt + 2 * ldc + 2 * LANES);
        s2z.intoArray(c, cAt + 2 * ldc + 3 * LANES);
        s3w.intoArray(c, cAt + 3 * ldc);
        s3x.intoArray(c, cAt + 3 * ldc + LANES);
        s3y.intoArray(c, cAt + 3 * ldc + 2 * LANES);
        s3z.intoArray(c, cAt + 3 * ldc + 3 * LANES);
        s4w.intoArray(c, cAt + 4 * ldc);
        s4x.intoArray(c, cAt + 4 * ldc + LANES);
        s4y.intoArray(c, cAt + 4 * ldc + 2 * LANES);
        s4z.intoArray(c, cAt + 4 * ldc + 3 * LANES);
        s5w.intoArray(c, cAt + 5 * ldc);
        s5x.intoArray(c, cAt + 5 * ldc + LANES);
        s5y.intoArray(c, cAt + 5 * ldc + 2 * LANES);
        s5z.intoArray(c, cAt + 5 * ldc + 3 * LANES);
    }
}
