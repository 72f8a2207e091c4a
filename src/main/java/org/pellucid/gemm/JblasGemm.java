package org.pellucid.gemm;

/**
 * The native BLAS that jblas brings.
 *
 * <p>BLAS stores columns first, so a row-major matrix is to it the transpose; it is asked for Cᵀ ← op(B)ᵀ·op(A)ᵀ + βCᵀ.
 *
 * <p>At each call jblas copies every array whole, whatever the offset: a small matrix in a large array costs milliseconds.
 * So an array goes there as it is only if the matrix fills it; otherwise the matrix travels in an array of its exact size.
 *
 * <p>Each call holds the lock of its {@link JblasCopies copy} of the native library.
 */
final class JblasGemm implements Gemm {
    private final JblasCopies.Copy copy;
    private final ExactArrays aArrays = new ExactArrays();
    private final ExactArrays bArrays = new ExactArrays();
    private final ExactArrays cArrays = new ExactArrays();

    JblasGemm(JblasCopies.Copy copy) {
        this.copy = copy;
    }

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
        if (m == 0 || n == 0 || k == 0) {
            Matrices.scale(m, n, beta, c, cOffset, ldc);
            return;
        }
        int aColumns = transposeA ? m : k;
        int bColumns = transposeB ? k : n;
        float[] exactA = exact(aArrays, m * k / aColumns, aColumns, a, aOffset, lda);
        float[] exactB = exact(bArrays, k * n / bColumns, bColumns, b, bOffset, ldb);
        float[] exactC = fills(m, n, c, cOffset, ldc) ? c : cArrays.ofLength(m * n);
        if (exactC != c && beta != 0) {
            copy(m, n, c, cOffset, ldc, exactC, 0, n);
        }
        copy.lock().lock();
        try {
            copy.sgemm()
                    .sgemm(
                            transposeB ? 'T' : 'N',
                            transposeA ? 'T' : 'N',
                            n,
                            m,
                            k,
                            1,
                            exactB,
                            bColumns,
                            exactA,
                            aColumns,
                            beta,
                            exactC,
                            n);
        } finally {
            copy.lock().unlock();
        }
        if (exactC != c) {
            copy(m, n, exactC, 0, n, c, cOffset, ldc);
        }
    }

    private static float[] exact(ExactArrays arrays, int rows, int columns, float[] x, int offset, int stride) {
        if (fills(rows, columns, x, offset, stride)) {
            return x;
        }
        float[] exact = arrays.ofLength(rows * columns);
        copy(rows, columns, x, offset, stride, exact, 0, columns);
        return exact;
    }

    private static boolean fills(int rows, int columns, float[] x, int offset, int stride) {
        return offset == 0 && stride == columns && x.length == rows * columns;
    }

    private static void copy(
            int rows,
            int columns,
            float[] from,
            int fromOffset,
            int fromStride,
            float[] to,
            int toOffset,
            int toStride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(from, fromOffset + i * fromStride, to, toOffset + i * toStride, columns);
        }
    }
}
