package org.pellucid.textbook;

/**
 * The focal loss: cross-entropy in which an example counts the less, the surer the network already is of the right answer.
 *
 * <p>Shapes as in {@link SoftmaxCrossEntropy}: logits z and targets t [n, k], class weights w [k]; p is the softmax of z, γ
 * ({@code focus}) is at least 0, and 0 gives cross-entropy.
 *
 * <pre>
 * forward    L = −Σ_{i,j} w[j] t[i,j] (1 − p[i,j])^γ log p[i,j] / D      D = Σ_{i,j} w[j] t[i,j]
 * backward   g[i,j] = (1 − p)^γ − γ (1 − p)^(γ−1) p log p                 of that p[i,j]
 *            dz[i,j] = (p[i,j] · Σ_l w[l] t[i,l] g[i,l] − w[j] t[i,j] g[i,j]) / D
 * </pre>
 *
 * <p>Source: Lin, Goyal, Girshick, He, Dollár, <i>Focal loss for dense object detection</i>, ICCV 2017, there for two classes
 * and hard labels; the denominator is ours, that of cross-entropy. Derivation: {@code docs/ops/focal-loss.md}.
 */
public final class FocalLoss {
    private FocalLoss() {}

    /**
     * The loss.
     *
     * @param focus γ, at least 0
     * @param t targets, [n, k]
     * @param w class weights, [k]; null: all 1
     * @return L
     * @throws IllegalArgumentException if the weights of all targets are 0
     */
    public static double forward(int n, int k, double focus, double[] z, double[] t, double[] w) {
        double[] logP = SoftmaxCrossEntropy.logSoftmax(n, k, z);
        double sum = 0;
        // region:focal-forward
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                double doubt = -StrictMath.expm1(logP[i * k + j]); // 1 − p, exact where p is close to 1
                sum -= weight(w, j) * t[i * k + j] * StrictMath.pow(doubt, focus) * logP[i * k + j];
            }
        }
        // end
        return sum / SoftmaxCrossEntropy.denominator(n, k, t, w);
    }

    /**
     * The gradient of the logits.
     *
     * @param focus γ, at least 0
     * @param t targets, [n, k]
     * @param w class weights, [k]; null: all 1
     * @return dz, [n, k]
     * @throws IllegalArgumentException if the weights of all targets are 0
     */
    public static double[] backward(int n, int k, double focus, double[] z, double[] t, double[] w) {
        double[] logP = SoftmaxCrossEntropy.logSoftmax(n, k, z);
        double d = SoftmaxCrossEntropy.denominator(n, k, t, w);
        double[] dz = new double[n * k];
        // region:focal-backward
        for (int i = 0; i < n; i++) {
            double mass = 0;
            for (int j = 0; j < k; j++) {
                mass += weight(w, j) * t[i * k + j] * pull(focus, logP[i * k + j]);
            }
            for (int j = 0; j < k; j++) {
                double p = StrictMath.exp(logP[i * k + j]);
                dz[i * k + j] = (p * mass - weight(w, j) * t[i * k + j] * pull(focus, logP[i * k + j])) / d;
            }
        }
        // end
        return dz;
    }

    // region:focal-pull
    /** g = (1 − p)^γ (1 − γ p log p / (1 − p)), of log p; as p goes to 1, log p / (1 − p) goes to −1. */
    private static double pull(double focus, double logP) {
        double doubt = -StrictMath.expm1(logP);
        double ratio = doubt == 0 ? -1 : logP / doubt;
        return StrictMath.pow(doubt, focus) * (1 - focus * StrictMath.exp(logP) * ratio);
    }
    // end

    private static double weight(double[] w, int j) {
        return w == null ? 1 : w[j];
    }
}
