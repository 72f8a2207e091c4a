package org.pellucid.inspect;

import java.util.List;
import org.pellucid.textbook.FocalLoss;
import org.pellucid.textbook.SoftmaxCrossEntropy;

/**
 * The loss of a training step: softmax cross-entropy or focal loss, with smoothed labels and class weights, as a run has it.
 *
 * @param smoothing ε, the part of each target that is shared out among all classes, in [0, 1)
 * @param focus γ of the focal loss; 0 for cross-entropy
 * @param weights w, one for each class; empty: all 1
 */
public record LossRule(double smoothing, double focus, List<Double> weights) {
    /** Cross-entropy of hard labels without class weights. */
    public static final LossRule CROSS_ENTROPY = new LossRule(0, 0, List.of());

    public LossRule {
        weights = List.copyOf(weights);
        if (!(smoothing >= 0 && smoothing < 1) || !(focus >= 0)) {
            throw new IllegalArgumentException("a loss expects smoothing in [0, 1) and a focus of at least 0 but gets "
                    + smoothing + " and " + focus);
        }
    }

    /** t, [n, k]: smoothed labels. */
    public double[] targets(int k, int[] labels) {
        double[] hard = SoftmaxCrossEntropy.targets(k, labels);
        return smoothing == 0 ? hard : SoftmaxCrossEntropy.smooth(k, smoothing, hard);
    }

    /** w of a class. */
    public double weight(int j) {
        return weights.isEmpty() ? 1 : weights.get(j);
    }

    /** D = Σ w t: what the sum of all terms is divided by. */
    public double denominator(int k, double[] t) {
        double d = 0;
        for (int at = 0; at < t.length; at++) {
            d += weight(at % k) * t[at];
        }
        return d;
    }

    /** L of logits z and targets t, [n, k]. */
    public double value(int k, double[] z, double[] t) {
        int n = z.length / k;
        return focus > 0
                ? FocalLoss.forward(n, k, focus, z, t, array())
                : SoftmaxCrossEntropy.forward(n, k, z, t, array());
    }

    /** dz of logits z and targets t, [n, k]. */
    public double[] gradient(int k, double[] z, double[] t) {
        int n = z.length / k;
        return focus > 0
                ? FocalLoss.backward(n, k, focus, z, t, array())
                : SoftmaxCrossEntropy.backward(n, k, z, t, array());
    }

    private double[] array() {
        return weights.isEmpty()
                ? null
                : weights.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
