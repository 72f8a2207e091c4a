package org.pellucid.gemm;

import java.util.Arrays;

/**
 * Plain Java, shaped so that HotSpot's compiler turns its one hot loop into SIMD code without the Vector API.
 *
 * <p>The compiler does that only where every array is indexed by the bare loop variable: with {@code c[co + j]} it must
 * fear that arrays overlap and gives up. So rows of the product are summed up in arrays of their own, and {@link #DEPTH}
 * rows of B are copied into arrays of their own, before the loop runs along them:
 *
 * <pre>sums[i][j] += Σ_p A[i,p]·B[p,j],   p = p0 … p0 + 7</pre>
 *
 * <p>Short loops stay scalar, so j runs along the longer side of C: if C has more rows than columns, the transposed
 * product Cᵀ ← op(B)ᵀ·op(A)ᵀ + βCᵀ is computed, which is the same numbers.
 */
final class ReferenceGemm implements Gemm {
    /** Rows of B taken at a time; their scalars of A fill the registers. */
    private static final int DEPTH = 8;

    /** Columns at a time: 8 rows of B take 16 kB and stay in the first cache. */
    private static final int WIDTH = 512;

    /** Rows at a time: their sums take 128 kB and stay in the second cache. */
    private static final int HEIGHT = 64;

    private static final boolean FUSED = HardwareFma.PRESENT;

    private final float[][] sums = new float[HEIGHT][WIDTH];
    private final float[][] rows = new float[DEPTH][WIDTH];

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
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
        Matrices.check(transposeA, transposeB, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
        // Strides of i, p, j in the three arrays; a transpose swaps two of them.
        int aI = transposeA ? 1 : lda;
        int aP = transposeA ? lda : 1;
        int bP = transposeB ? 1 : ldb;
        int bJ = transposeB ? ldb : 1;
        if (m <= n) {
            multiply(m, n, k, a, aOffset, aI, aP, b, bOffset, bP, bJ, beta, c, cOffset, ldc, 1);
        } else {
            multiply(n, m, k, b, bOffset, bJ, bP, a, aOffset, aP, aI, beta, c, cOffset, 1, ldc);
        }
    }

    private void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aI,
            int aP,
            float[] b,
            int bOffset,
            int bP,
            int bJ,
            float beta,
            float[] c,
            int cOffset,
            int cI,
            int cJ) {
        for (int j0 = 0; j0 < n; j0 += WIDTH) {
            int width = Math.min(WIDTH, n - j0);
            for (int i0 = 0; i0 < m; i0 += HEIGHT) {
                int height = Math.min(HEIGHT, m - i0);
                for (int i = 0; i < height; i++) {
                    Arrays.fill(sums[i], 0, width, 0);
                }
                for (int p0 = 0; p0 < k; p0 += DEPTH) {
                    int depth = Math.min(DEPTH, k - p0);
                    copyRows(depth, width, b, bOffset + p0 * bP + j0 * bJ, bP, bJ);
                    for (int i = 0; i < height; i++) {
                        addRows(depth, width, a, aOffset + (i0 + i) * aI + p0 * aP, aP, sums[i]);
                    }
                }
                store(height, width, beta, c, cOffset + i0 * cI + j0 * cJ, cI, cJ);
            }
        }
    }

    /** rows[p][j] ← B[p0 + p, j0 + j], and zeros for the rows that are missing in the last few. */
    private void copyRows(int depth, int width, float[] b, int bOffset, int bP, int bJ) {
        for (int p = 0; p < DEPTH; p++) {
            float[] row = rows[p];
            int from = bOffset + p * bP;
            if (p >= depth) {
                Arrays.fill(row, 0, width, 0);
            } else if (bJ == 1) {
                System.arraycopy(b, from, row, 0, width);
            } else {
                for (int j = 0; j < width; j++) {
                    row[j] = b[from + j * bJ];
                }
            }
        }
    }

    /** sum[j] += Σ_p A[i, p0 + p]·rows[p][j] */
    private void addRows(int depth, int width, float[] a, int aOffset, int aP, float[] sum) {
        float a0 = a[aOffset];
        float a1 = depth > 1 ? a[aOffset + aP] : 0;
        float a2 = depth > 2 ? a[aOffset + 2 * aP] : 0;
        float a3 = depth > 3 ? a[aOffset + 3 * aP] : 0;
        float a4 = depth > 4 ? a[aOffset + 4 * aP] : 0;
        float a5 = depth > 5 ? a[aOffset + 5 * aP] : 0;
        float a6 = depth > 6 ? a[aOffset + 6 * aP] : 0;
        float a7 = depth > 7 ? a[aOffset + 7 * aP] : 0;
        addRows(width, a0, a1, a2, a3, a4, a5, a6, a7, rows, sum);
    }

    private static void addRows(
            int width,
            float a0,
            float a1,
            float a2,
            float a3,
            float a4,
            float a5,
            float a6,
            float a7,
            float[][] rows,
            float[] sum) {
        float[] b0 = rows[0];
        float[] b1 = rows[1];
        float[] b2 = rows[2];
        float[] b3 = rows[3];
        float[] b4 = rows[4];
        float[] b5 = rows[5];
        float[] b6 = rows[6];
        float[] b7 = rows[7];
        for (int j = 0; j < width; j++) {
            float s = multiplyAdd(a0, b0[j], sum[j]);
            s = multiplyAdd(a1, b1[j], s);
            s = multiplyAdd(a2, b2[j], s);
            s = multiplyAdd(a3, b3[j], s);
            s = multiplyAdd(a4, b4[j], s);
            s = multiplyAdd(a5, b5[j], s);
            s = multiplyAdd(a6, b6[j], s);
            sum[j] = multiplyAdd(a7, b7[j], s);
        }
    }

    private static float multiplyAdd(float x, float y, float z) {
        return FUSED ? Math.fma(x, y, z) : x * y + z;
    }

    /** C[i0 + i, j0 + j] ← sums[i][j] + βC[i0 + i, j0 + j] */
    private void store(int height, int width, float beta, float[] c, int cOffset, int cI, int cJ) {
        for (int i = 0; i < height; i++) {
            float[] sum = sums[i];
            int to = cOffset + i * cI;
            if (beta == 0) {
                for (int j = 0; j < width; j++) {
                    c[to + j * cJ] = sum[j];
                }
            } else {
                for (int j = 0; j < width; j++) {
                    c[to + j * cJ] = beta * c[to + j * cJ] + sum[j];
                }
            }
        }
    }
}
