package org.pellucid.textbook;

/** Inner products for adjoint identities. */
final class Algebra {
    private Algebra() {}

    /** ⟨a, b⟩. */
    static double inner(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Rounding of two sums of up to 10⁴ products of numbers below 10: generous, and far below any real difference. */
    static final double ROUNDING = 1e-10;
}
