package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.tensor.Tensor;

/**
 * Softmax and focal loss in one, stable for any finite logits.
 *
 * <p>With p the softmax of one example's logits, t its target distribution, smoothed to t ← (1 − s) t + s / K, class weights w
 * and a focus γ above 0:
 *
 * <pre>
 * L       = − Σ_examples Σ_k w_k t_k (1 − p_k)^γ log p_k / Σ_examples Σ_k w_k t_k
 * g_k     = (1 − p_k)^γ (1 − γ p_k log p_k / (1 − p_k))
 * dL/dz_k = (p_k Σ_j w_j t_j g_j − w_k t_k g_k) / Σ_examples Σ_j w_j t_j
 * </pre>
 *
 * See docs/ops/focal-loss.md.
 */
public final class FocalLoss implements Loss {
    private final int classes;
    private final double focus;
    private final double smoothing;
    private final double[] weights;
    private float[] probabilities = new float[0];
    /** w t g of each example and class. */
    private double[] pulls = new double[0];

    private Tensor[] gradients = new Tensor[0];
    private double totalWeight;
    private int n;

    /**
     * @param classes at least 1
     * @param focus γ, positive
     * @param smoothing in [0, 1)
     * @param classWeights one for each class, or null: all 1
     */
    public FocalLoss(int classes, double focus, double smoothing, float[] classWeights) {
        if (!(focus > 0 && focus < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("focal loss expects a positive focus, such as 2, but gets " + focus);
        }
        this.classes = classes;
        this.focus = focus;
        this.smoothing = smoothing;
        weights = SoftmaxCrossEntropy.weights(classes, smoothing, classWeights);
    }

    @Override
    public double forward(Tensor logits, float[] labels) {
        n = logits.size(0);
        makeRoom();
        float[] z = logits.data();
        double sum = 0;
        totalWeight = 0;
        for (int i = 0; i < n; i++) {
            int at = i * classes;
            double max = z[at];
            for (int k = 1; k < classes; k++) {
                max = Math.max(max, z[at + k]);
            }
            double partition = 0;
            for (int k = 0; k < classes; k++) {
                partition += StrictMath.exp(z[at + k] - max);
            }
            double logPartition = StrictMath.log(partition);
            for (int k = 0; k < classes; k++) {
                double logP = z[at + k] - max - logPartition;
                probabilities[at + k] = (float) StrictMath.exp(logP);
                double weight = weights[k] * ((1 - smoothing) * labels[at + k] + smoothing / classes);
                pulls[at + k] = 0;
                if (weight > 0) { // a class without weight in the target may be infinitely unlikely
                    double doubt = -StrictMath.expm1(logP);
                    // Not pow, which on newer platforms allocates. A doubt of 0 has the logarithm −∞ and the power 0.
                    double power = StrictMath.exp(focus * StrictMath.log(doubt));
                    double ratio = doubt == 0 ? -1 : logP / doubt;
                    sum -= weight * power * logP;
                    pulls[at + k] = weight * power * (1 - focus * StrictMath.exp(logP) * ratio);
                }
                totalWeight += weight;
            }
        }
        return sum / totalWeight;
    }

    @Override
    public Tensor backward() {
        float[] dz = gradients[n].data();
        for (int i = 0; i < n; i++) {
            int at = i * classes;
            double mass = 0;
            for (int k = 0; k < classes; k++) {
                mass += pulls[at + k];
            }
            for (int k = 0; k < classes; k++) {
                dz[at + k] = (float) ((probabilities[at + k] * mass - pulls[at + k]) / totalWeight);
            }
        }
        return gradients[n];
    }

    @Override
    public float[] probabilities() {
        return probabilities;
    }

    private void makeRoom() {
        if (probabilities.length < n * classes) {
            probabilities = new float[n * classes];
            pulls = new double[n * classes];
        }
        if (gradients.length <= n) {
            gradients = Arrays.copyOf(gradients, n + 1);
        }
        if (gradients[n] == null) {
            gradients[n] = new Tensor(n, classes);
        }
    }
}
