package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.tensor.Tensor;

/**
 * Softmax and cross-entropy in one, stable for any finite logits.
 *
 * <p>With z the logits of one example, t its target distribution, smoothed to t ← (1 − s) t + s / K, and class weights
 * w:
 *
 * <pre>
 * log p_k = z_k − max z − ln Σ_j exp(z_j − max z)
 * L       = − Σ_examples Σ_k w_k t_k log p_k / Σ_examples Σ_k w_k t_k
 * dL/dz_k = (p_k Σ_j w_j t_j − w_k t_k) / Σ_examples Σ_j w_j t_j
 * </pre>
 *
 * See docs/ops/softmax-cross-entropy.md.
 */
public final class SoftmaxCrossEntropy implements Loss {
    private final int classes;
    private final double smoothing;
    private final double[] weights;
    private final double[] exponentials;
    private float[] probabilities = new float[0];
    private float[] targets = new float[0];
    private Tensor[] gradients = new Tensor[0];
    private double totalWeight;
    private int n;

    /**
     * @param classes at least 1
     * @param smoothing in [0, 1)
     * @param classWeights one for each class, or null: all 1
     */
    public SoftmaxCrossEntropy(int classes, double smoothing, float[] classWeights) {
        this.classes = classes;
        this.smoothing = smoothing;
        weights = weights(classes, smoothing, classWeights);
        exponentials = new double[classes];
    }

    /** What any loss checks first: the weight of each class. */
    static double[] weights(int classes, double smoothing, float[] classWeights) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(
                    "label smoothing expects at least 0 and less than 1 but gets " + smoothing);
        }
        if (classWeights != null && classWeights.length != classes) {
            throw new IllegalArgumentException(classes + " class weights were expected but got " + classWeights.length);
        }
        double[] weights = new double[classes];
        for (int k = 0; k < classes; k++) {
            weights[k] = classWeights == null ? 1 : classWeights[k];
        }
        return weights;
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
                exponentials[k] = StrictMath.exp(z[at + k] - max);
                partition += exponentials[k];
            }
            double logPartition = StrictMath.log(partition);
            for (int k = 0; k < classes; k++) {
                probabilities[at + k] = (float) (exponentials[k] / partition);
                double t = (1 - smoothing) * labels[at + k] + smoothing / classes;
                targets[at + k] = (float) t;
                if (t > 0) { // a class without weight in the target may be infinitely unlikely
                    sum -= weights[k] * t * (z[at + k] - max - logPartition);
                }
                totalWeight += weights[k] * t;
            }
        }
        return sum / totalWeight;
    }

    @Override
    public Tensor backward() {
        float[] dz = gradients[n].data();
        for (int i = 0; i < n; i++) {
            int at = i * classes;
            double weight = 0;
            for (int k = 0; k < classes; k++) {
                weight += weights[k] * targets[at + k];
            }
            for (int k = 0; k < classes; k++) {
                dz[at + k] = (float) ((probabilities[at + k] * weight - weights[k] * targets[at + k]) / totalWeight);
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
            targets = new float[n * classes];
        }
        if (gradients.length <= n) {
            gradients = Arrays.copyOf(gradients, n + 1);
        }
        if (gradients[n] == null) {
            gradients[n] = new Tensor(n, classes);
        }
    }
}
