package org.pellucid.gemm;

/**
 * C ← op(A)·op(B) + βC on row-major float matrices.
 *
 * <p>An instance belongs to one thread at a time, for it owns packing buffers; get one per worker from its
 * {@link Backend}. The same call gives the same bits each time, on any thread: no order of summation depends on time or
 * threads. Buffers are of fixed sizes, or, where arrays must be exact, kept for the last 64 sizes seen: products that come
 * again allocate nothing.
 */
public interface Gemm {
    /**
     * C ← op(A)·op(B) + βC, where op(X) is X or its transpose. C must not overlap A or B.
     *
     * @param transposeA whether op(A) = Aᵀ, so that A is stored as k×m
     * @param transposeB whether op(B) = Bᵀ, so that B is stored as n×k
     * @param m rows of op(A) and C
     * @param n columns of op(B) and C
     * @param k columns of op(A), rows of op(B); 0 leaves βC
     * @param a holds A from {@code aOffset} on
     * @param lda distance between rows of A as stored
     * @param b holds B from {@code bOffset} on
     * @param ldb distance between rows of B as stored
     * @param beta 0 overwrites C whatever it holds, even NaN
     * @param c holds C from {@code cOffset} on; nothing outside the matrix is written
     * @param ldc distance between rows of C
     * @throws IllegalArgumentException if a size is negative or a matrix does not fit its array
     */
    void multiply(
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
            int ldc);
}
