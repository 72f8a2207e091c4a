package org.pellucid.gemm;

import java.util.Arrays;

/** What every backend does alike: checking the arguments, and the part of the product that is no product. */
final class Matrices {
    private Matrices() {}

    /** Checked on each call, for a native library told a wrong size overwrites the heap; it costs a few comparisons. */
    static void check(
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
            float[] c,
            int cOffset,
            int ldc) {
        if ((m | n | k) < 0) {
            throw new IllegalArgumentException(
                    "gemm expects sizes of 0 or more but gets m=" + m + ", n=" + n + ", k=" + k);
        }
        checkFits("A", transposeA ? k : m, transposeA ? m : k, a.length, aOffset, lda);
        checkFits("B", transposeB ? n : k, transposeB ? k : n, b.length, bOffset, ldb);
        checkFits("C", m, n, c.length, cOffset, ldc);
    }

    private static void checkFits(String name, int rows, int columns, int length, int offset, int stride) {
        if (rows == 0 || columns == 0) {
            return;
        }
        long end = offset + (rows - 1L) * stride + columns;
        if (offset < 0 || stride < columns || end > length) {
            throw new IllegalArgumentException(String.format(
                    "gemm expects %s (%d×%d, row stride %d, offset %d) to fit its array but the array has %d floats and"
                            + " it ends at %d: pass a larger array or the sizes as stored",
                    name, rows, columns, stride, offset, length, end));
        }
    }

    /** C ← βC, where β = 0 overwrites whatever C holds. */
    static void scale(int m, int n, float beta, float[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i++) {
            int from = cOffset + i * ldc;
            if (beta == 0) {
                Arrays.fill(c, from, from + n, 0);
            } else {
                for (int j = from; j < from + n; j++) {
                    c[j] *= beta;
                }
            }
        }
    }
}
