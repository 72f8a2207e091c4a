package org.pellucid.train;

import java.util.ArrayList;
import java.util.List;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * The exponential moving average of a network's state, running statistics included.
 *
 * <p>After step t (from 1): a ← a + (1 − dₜ)(w − a) with dₜ = min(decay, (1 + t) / (10 + t)), which lets go of the initial
 * weights sooner (as TensorFlow's {@code ExponentialMovingAverage} with {@code num_updates}).
 */
final class Ema {
    private final double decay;
    private final List<Parameter> parameters;
    private final List<Tensor> averages = new ArrayList<>();

    /** @param decay in (0, 1) */
    Ema(double decay, List<Parameter> parameters) {
        this.decay = decay;
        this.parameters = parameters;
        for (Parameter p : parameters) {
            averages.add(p.value().copy());
        }
    }

    /**
     * Takes in the weights after a step.
     *
     * @param step from 1
     */
    void update(long step) {
        float share = (float) (1 - Math.min(decay, (1.0 + step) / (10.0 + step)));
        for (int i = 0; i < averages.size(); i++) {
            float[] a = averages.get(i).data();
            float[] w = parameters.get(i).value().data();
            for (int j = 0; j < a.length; j++) {
                a[j] += share * (w[j] - a[j]);
            }
        }
    }

    /** Exchanges weights and averages; a second call restores both. */
    void swap() {
        for (int i = 0; i < averages.size(); i++) {
            float[] a = averages.get(i).data();
            float[] w = parameters.get(i).value().data();
            for (int j = 0; j < a.length; j++) {
                float kept = a[j];
                a[j] = w[j];
                w[j] = kept;
            }
        }
    }

    /** In the order of the parameters; shared. */
    List<Tensor> averages() {
        return averages;
    }
}
