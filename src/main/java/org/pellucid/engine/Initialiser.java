package org.pellucid.engine;

import java.util.List;
import java.util.Locale;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.tensor.Rng;

/**
 * How weights are drawn at the start. Biases and shifts start at 0, scales and variances at 1.
 *
 * <p>Sources: Glorot and Bengio, AISTATS 2010; He et al., ICCV 2015. The last weight of the network, which gives the
 * logits, is drawn with a tenth of the deviation: a network that knows nothing should say so, and begin at a loss of
 * ln(classes).
 */
public enum Initialiser {
    /** Normal, variance 2 / fanIn: keeps the variance through layers with ReLU. */
    HE_NORMAL,
    /** Uniform, variance 2 / fanIn. */
    HE_UNIFORM,
    /** Normal, variance 2 / (fanIn + fanOut): a compromise between forward and backward. */
    GLOROT_NORMAL,
    /** Uniform, variance 2 / (fanIn + fanOut). */
    GLOROT_UNIFORM;

    private static final double LAST_GAIN = 0.1;

    /** Its name on the command line, such as {@code he-normal}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Draws the values of a parameter. Each has its own stream, named by the seed and its name: no parameter's values
     * depend on another's.
     */
    void draw(NetworkSpec network, ParameterSpec parameter, float[] values, long seed) {
        switch (parameter.role()) {
            case WEIGHT -> {
                Rng rng = Rng.of(seed, Rng.key(parameter.name()));
                drawWeight(rng, deviation(network, parameter), values);
            }
            case SCALE, RUNNING_VARIANCE -> java.util.Arrays.fill(values, 1);
            case BIAS, SHIFT, RUNNING_MEAN -> java.util.Arrays.fill(values, 0);
        }
    }

    /** The standard deviation of a weight of a network at the start. */
    public double deviation(NetworkSpec network, ParameterSpec weight) {
        double gain = weight.name().equals(lastWeight(network)) ? LAST_GAIN : 1;
        return gain * deviation(weight);
    }

    private double deviation(ParameterSpec p) {
        // region:initialiser-deviation
        return switch (this) {
            case HE_NORMAL, HE_UNIFORM -> StrictMath.sqrt(2.0 / p.fanIn());
            case GLOROT_NORMAL, GLOROT_UNIFORM -> StrictMath.sqrt(2.0 / (p.fanIn() + p.fanOut()));
        };
        // end
    }

    private void drawWeight(Rng rng, double deviation, float[] values) {
        boolean normal = this == HE_NORMAL || this == GLOROT_NORMAL;
        double limit = deviation * StrictMath.sqrt(3); // a uniform draw from ±limit has this deviation
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (normal ? deviation * rng.nextGaussian() : rng.uniform(-limit, limit));
        }
    }

    private static String lastWeight(NetworkSpec network) {
        List<String> weights = network.parameters().stream()
                .filter(p -> p.role() == ParameterSpec.Role.WEIGHT)
                .map(ParameterSpec::name)
                .toList();
        return weights.isEmpty() ? "" : weights.get(weights.size() - 1);
    }
}
