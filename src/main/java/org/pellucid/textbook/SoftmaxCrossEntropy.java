package org.pellucid.textbook;

/**
 * The loss of a classifier: softmax and cross-entropy, fused so that no exponential overflows.
 *
 * <p>Shapes: logits z and targets t [n, k], class weights w [k]. The targets of an example are the probabilities it
 * should get; a hard label is 1 at its class and 0 elsewhere. Label smoothing, if any, is applied to the targets first:
 * t ← (1 − ε) t + ε / k.
 *
 * <pre>
 * forward    log p[i,j] = z[i,j] − max_i − log Σ_j exp(z[i,j] − max_i)
 *            L = −Σ_{i,j} w[j] t[i,j] log p[i,j] / D      D = Σ_{i,j} w[j] t[i,j]
 * backward   dz[i,j] = (p[i,j] · Σ_l w[l] t[i,l] − w[j] t[i,j]) / D
 * </pre>
 *
 * <p>For hard labels y this is L = Σ_i w[y_i] ℓ_i / Σ_i w[y_i], the weighted mean of PyTorch. PyTorch keeps that
 * denominator, Σ_i w[y_i], when it smooths; here D is made from the smoothed targets, so that L stays a weighted mean. The two
 * differ by a factor that depends on the batch, and only if class weights and smoothing meet. For soft targets PyTorch
 * divides by n; so does this without class weights.
 *
 * <p>Sources: Bridle, 1990 (softmax); Szegedy et al., CVPR 2016 (label smoothing). Derivation:
 * {@code docs/ops/softmax-cross-entropy.md}.
 */
public final class SoftmaxCrossEntropy {
    private SoftmaxCrossEntropy() {}

    /**
     * Hard labels as targets.
     *
     * @param k classes
     * @param labels one for each example, 0 … k − 1
     * @return t, [n, k]
     */
    public static double[] targets(int k, int[] labels) {
        double[] t = new double[labels.length * k];
        for (int i = 0; i < labels.length; i++) {
            t[i * k + labels[i]] = 1;
        }
        return t;
    }

    /**
     * Label smoothing: every class gets a small share of each target.
     *
     * @param k classes
     * @param epsilon the part that is shared out, in [0, 1)
     * @return (1 − ε) t + ε / k
     */
    public static double[] smooth(int k, double epsilon, double[] t) {
        double[] smoothed = new double[t.length];
        // region:label-smoothing
        for (int i = 0; i < t.length; i++) {
            smoothed[i] = (1 - epsilon) * t[i] + epsilon / k;
        }
        // end
        return smoothed;
    }

    /**
     * The logarithms of the softmax probabilities, finite for all finite logits.
     *
     * @return log p, [n, k]
     */
    public static double[] logSoftmax(int n, int k, double[] z) {
        double[] logP = new double[n * k];
        // region:log-softmax
        for (int i = 0; i < n; i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < k; j++) {
                max = Math.max(max, z[i * k + j]);
            }
            double sum = 0;
            for (int j = 0; j < k; j++) {
                sum += StrictMath.exp(z[i * k + j] - max);
            }
            for (int j = 0; j < k; j++) {
                logP[i * k + j] = z[i * k + j] - max - StrictMath.log(sum);
            }
        }
        // end
        return logP;
    }

    /**
     * The softmax probabilities.
     *
     * @return p, [n, k]
     */
    public static double[] softmax(int n, int k, double[] z) {
        double[] p = logSoftmax(n, k, z);
        for (int i = 0; i < p.length; i++) {
            p[i] = StrictMath.exp(p[i]);
        }
        return p;
    }

    /**
     * The loss.
     *
     * @param t targets, [n, k]
     * @param w class weights, [k]; null: all 1
     * @return L
     * @throws IllegalArgumentException if the weights of all targets are 0
     */
    public static double forward(int n, int k, double[] z, double[] t, double[] w) {
        double[] logP = logSoftmax(n, k, z);
        double d = denominator(n, k, t, w);
        double sum = 0;
        // region:softmax-cross-entropy-forward
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                sum -= weight(w, j) * t[i * k + j] * logP[i * k + j];
            }
        }
        // end
        return sum / d;
    }

    /**
     * The gradient of the logits.
     *
     * @param t targets, [n, k]
     * @param w class weights, [k]; null: all 1
     * @return dz, [n, k]
     * @throws IllegalArgumentException if the weights of all targets are 0
     */
    public static double[] backward(int n, int k, double[] z, double[] t, double[] w) {
        double[] p = softmax(n, k, z);
        double d = denominator(n, k, t, w);
        double[] dz = new double[n * k];
        // region:softmax-cross-entropy-backward
        for (int i = 0; i < n; i++) {
            double mass = 0;
            for (int j = 0; j < k; j++) {
                mass += weight(w, j) * t[i * k + j];
            }
            for (int j = 0; j < k; j++) {
                dz[i * k + j] = (p[i * k + j] * mass - weight(w, j) * t[i * k + j]) / d;
            }
        }
        // end
        return dz;
    }

    /** D = Σ w t: n where no class weights are given and each example's targets sum to 1. */
    static double denominator(int n, int k, double[] t, double[] w) {
        double d = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                d += weight(w, j) * t[i * k + j];
            }
        }
        if (!(d > 0)) {
            throw new IllegalArgumentException("cross-entropy expects targets of positive weight but theirs sums to "
                    + d + ": give at least one class of the batch a weight above 0");
        }
        return d;
    }

    private static double weight(double[] w, int j) {
        return w == null ? 1 : w[j];
    }
}
