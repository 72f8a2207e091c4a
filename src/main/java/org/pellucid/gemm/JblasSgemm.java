package org.pellucid.gemm;

import org.jblas.NativeBlas;

/** The product of the copy of jblas that this class's loader has. Public for {@link JblasCopies}, which makes it by name. */
public final class JblasSgemm implements Sgemm {
    /** @throws LinkageError or a RuntimeException if the native library does not load or compute */
    public JblasSgemm() {
        JblasLoader.load();
    }

    @Override
    public void sgemm(
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
            int ldc) {
        NativeBlas.sgemm(transposeA, transposeB, m, n, k, alpha, a, 0, lda, b, 0, ldb, beta, c, 0, ldc);
    }
}
