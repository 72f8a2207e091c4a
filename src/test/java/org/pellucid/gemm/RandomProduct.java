package org.pellucid.gemm;

import java.util.Arrays;
import org.pellucid.support.Tolerances;
import org.pellucid.tensor.Rng;

/** A random product with offsets and wide rows, C in a field of guards, and its answer in double precision. */
record RandomProduct(
        boolean transposeA,
        boolean transposeB,
        int m,
        int n,
        int k,
        int aOffset,
        int lda,
        int bOffset,
        int ldb,
        int cOffset,
        int ldc,
        float beta,
        float[] a,
        float[] b,
        float[] c) {
    /** What lies between the rows of C and around it. */
    private static final float GUARD = 12345;

    private static final float[] BETAS = {0, 1, 0.5f};

    /** Sizes 1 … largest, any transposes, offsets and strides, β one of 0, 1, 0.5. */
    static RandomProduct of(Rng rng, int largest) {
        return of(rng, 1 + rng.nextInt(largest), 1 + rng.nextInt(largest), 1 + rng.nextInt(largest));
    }

    static RandomProduct of(Rng rng, int m, int n, int k) {
        boolean transposeA = rng.nextBoolean();
        boolean transposeB = rng.nextBoolean();
        boolean tight = rng.nextBoolean();
        int slack = tight ? 1 : 9;
        int lda = (transposeA ? m : k) + rng.nextInt(slack);
        int ldb = (transposeB ? k : n) + rng.nextInt(slack);
        int ldc = n + rng.nextInt(slack);
        int aOffset = rng.nextInt(slack);
        int bOffset = rng.nextInt(slack);
        int cOffset = rng.nextInt(slack);
        float[] a = uniform(rng, aOffset + (transposeA ? k : m) * lda);
        float[] b = uniform(rng, bOffset + (transposeB ? n : k) * ldb);
        float[] c = new float[cOffset + m * ldc];
        Arrays.fill(c, GUARD);
        for (int i = 0; i < m; i++) {
            System.arraycopy(uniform(rng, n), 0, c, cOffset + i * ldc, n);
        }
        float beta = BETAS[rng.nextInt(BETAS.length)];
        return new RandomProduct(
                transposeA, transposeB, m, n, k, aOffset, lda, bOffset, ldb, cOffset, ldc, beta, a, b, c);
    }

    private static float[] uniform(Rng rng, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) rng.uniform(-1, 1);
        }
        return x;
    }

    RandomProduct withBeta(float other) {
        return new RandomProduct(
                transposeA, transposeB, m, n, k, aOffset, lda, bOffset, ldb, cOffset, ldc, other, a, b, c);
    }

    /** The array around C after the product; this one's C stays. */
    float[] multipliedBy(Gemm gemm) {
        float[] result = c.clone();
        multiplyInto(gemm, result);
        return result;
    }

    void multiplyInto(Gemm gemm, float[] result) {
        gemm.multiply(transposeA, transposeB, m, n, k, a, aOffset, lda, b, bOffset, ldb, beta, result, cOffset, ldc);
    }

    /** The largest |fast − exact| in units of its bound; more than 1 is a fault, and so is NaN. */
    double worstError(float[] result) {
        double worst = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double exact = 0;
                double sumAbs = 0;
                for (int p = 0; p < k; p++) {
                    double product = (double) a[aOffset + (transposeA ? p * lda + i : i * lda + p)]
                            * b[bOffset + (transposeB ? j * ldb + p : p * ldb + j)];
                    exact += product;
                    sumAbs += Math.abs(product);
                }
                int at = cOffset + i * ldc + j;
                if (beta != 0) {
                    exact += (double) beta * c[at];
                    sumAbs += Math.abs((double) beta * c[at]);
                }
                worst = Math.max(worst, Math.abs(result[at] - exact) / Tolerances.gemmBound(k + 1, sumAbs));
            }
        }
        return worst;
    }

    /** How many numbers outside C differ from before. */
    int trespasses(float[] result) {
        int count = 0;
        for (int at = 0; at < result.length; at++) {
            int column = (at - cOffset) % ldc;
            boolean outside = at < cOffset || column >= n;
            if (outside && result[at] != GUARD) {
                count++;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return String.format(
                "%s·%s m=%d n=%d k=%d offsets %d %d %d strides %d %d %d beta %s",
                transposeA ? "Aᵀ" : "A",
                transposeB ? "Bᵀ" : "B",
                m,
                n,
                k,
                aOffset,
                bOffset,
                cOffset,
                lda,
                ldb,
                ldc,
                beta);
    }
}
