package org.pellucid.support;

/** How far float results may lie from double ones: each figure follows from a bound, none from what happens to pass. */
public final class Tolerances {
    /** Twice the unit roundoff of float, 2⁻²⁴. */
    private static final double EPSILON = 0x1p-23;

    private Tolerances() {}

    /**
     * The error of a float sum of k products, summed in any order, with or without fused multiply-adds: k·2⁻²³·Σ|aᵢbᵢ|.
     *
     * <p>Each term passes through at most k roundings, so its relative error is at most γ(k) = ku / (1 − ku) with u =
     * 2⁻²⁴ (Higham, <i>Accuracy and stability of numerical algorithms</i>, 2002, section 3.1), and γ(k) ≤ 2ku = k·2⁻²³
     * while ku ≤ 1/2. Underflow is left out: terms must not be tiny. A further term βc counts as one more product.
     *
     * @param k number of products
     * @param sumAbs Σ|aᵢbᵢ|
     */
    public static double gemmBound(int k, double sumAbs) {
        return k * EPSILON * sumAbs;
    }
}
