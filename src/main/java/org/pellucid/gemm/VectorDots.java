package org.pellucid.gemm;

import jdk.incubator.vector.FloatVector;

/**
 * C ← A Bᵀ + βC where A has few rows, such as a dense layer on one picture: the work is to read B, once and as it lies.
 * {@link VectorGemm} would first copy it into panels, which only many rows of A pay back.
 *
 * <p>Each element is the sum of 2 · {@link VectorRegisters#LANES} chains of fused multiply-adds, added up in a fixed order. (The
 * Vector API's own sum over lanes promises no order, so its bits may change when the compiler takes over.)
 */
final class VectorDots {
    /** Rows of A up to which this is the faster way. */
    static final int FEW = 4;

    private static final int LANES = VectorRegisters.LANES;

    /** Rows of B at a time. */
    private static final int ROWS = 4;

    private final float[] sums = new float[ROWS * LANES];

    void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        int whole = k - k % (2 * LANES);
        for (int j0 = 0; j0 < n; j0 += ROWS) {
            int rows = Math.min(ROWS, n - j0);
            int bAt = bOffset + j0 * ldb;
            for (int i = 0; i < m; i++) {
                int aAt = aOffset + i * lda;
                if (rows == ROWS) {
                    dots(whole, a, aAt, b, bAt, ldb, sums);
                } else {
                    for (int j = 0; j < rows; j++) {
                        dot(whole, a, aAt, b, bAt + j * ldb, sums, j * LANES);
                    }
                }
                for (int j = 0; j < rows; j++) {
                    float sum = lanes(j * LANES);
                    for (int p = whole; p < k; p++) {
                        sum = Math.fma(a[aAt + p], b[bAt + j * ldb + p], sum);
                    }
                    int to = cOffset + i * ldc + j0 + j;
                    c[to] = beta == 0 ? sum : Math.fma(c[to], beta, sum);
                }
            }
        }
    }

    private float lanes(int from) {
        float sum = 0;
        for (int lane = 0; lane < LANES; lane++) {
            sum += sums[from + lane];
        }
        return sum;
    }

    /** Four rows of B against one of A, so that each vector of A is loaded once for four. */
    private static void dots(int k, float[] a, int aAt, float[] b, int bAt, int ldb, float[] sums) {
        int b1 = bAt + ldb;
        int b2 = b1 + ldb;
        int b3 = b2 + ldb;
        FloatVector s0 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector s1 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector s2 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector s3 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector t0 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector t1 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector t2 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector t3 = FloatVector.zero(VectorRegisters.SPECIES);
        for (int p = 0; p < k; p += 2 * LANES) {
            int q = p + LANES;
            FloatVector x = FloatVector.fromArray(VectorRegisters.SPECIES, a, aAt + p);
            FloatVector y = FloatVector.fromArray(VectorRegisters.SPECIES, a, aAt + q);
            s0 = x.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, bAt + p), s0);
            s1 = x.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, b1 + p), s1);
            s2 = x.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, b2 + p), s2);
            s3 = x.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, b3 + p), s3);
            t0 = y.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, bAt + q), t0);
            t1 = y.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, b1 + q), t1);
            t2 = y.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, b2 + q), t2);
            t3 = y.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, b3 + q), t3);
        }
        s0.add(t0).intoArray(sums, 0);
        s1.add(t1).intoArray(sums, LANES);
        s2.add(t2).intoArray(sums, 2 * LANES);
        s3.add(t3).intoArray(sums, 3 * LANES);
    }

    private static void dot(int k, float[] a, int aAt, float[] b, int bAt, float[] sums, int to) {
        FloatVector s = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector t = FloatVector.zero(VectorRegisters.SPECIES);
        for (int p = 0; p < k; p += 2 * LANES) {
            int q = p + LANES;
            FloatVector x = FloatVector.fromArray(VectorRegisters.SPECIES, a, aAt + p);
            FloatVector y = FloatVector.fromArray(VectorRegisters.SPECIES, a, aAt + q);
            s = x.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, bAt + p), s);
            t = y.fma(FloatVector.fromArray(VectorRegisters.SPECIES, b, bAt + q), t);
        }
        s.add(t).intoArray(sums, to);
    }
}
