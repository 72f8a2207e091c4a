package org.pellucid.gemm;

/** The single-precision matrix product of the BLAS, columns first. Public because {@link JblasCopies} crosses class loaders. */
public interface Sgemm {
    /**
     * C ← αop(A)op(B) + βC.
     *
     * @param transposeA {@code 'N'} or {@code 'T'}
     * @param m rows of op(A) and C
     * @param n columns of op(B) and C
     * @param k columns of op(A), rows of op(B)
     * @param a holds A and nothing else, for it is copied whole; B and C likewise
     * @param lda distance between columns of A
     */
    void sgemm(
            char transposeA,
            char transposeB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int lda,
            float[] b,
            int ldb,
            float beta,
            float[] c,
            int ldc);
}
