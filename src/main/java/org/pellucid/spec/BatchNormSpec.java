package org.pellucid.spec;

import java.util.List;

/**
 * Batch normalisation: y = γ (x − μ) / √(σ² + ε) + β, channel by channel, μ and σ² (without Bessel's correction) of
 * the batch while training and of {@code running_mean} and {@code running_variance} otherwise. Source: Ioffe and
 * Szegedy, ICML 2015.
 *
 * <p>After each batch {@code running ← (1 − momentum) · running + momentum · batch}, where the batch's variance is
 * taken with Bessel's correction. Keras states 1 − momentum under that name.
 *
 * @param epsilon greater than 0
 * @param momentum in (0, 1]
 */
public record BatchNormSpec(double epsilon, double momentum) implements LayerSpec {
    /** ε = 1e-5, momentum = 0.1. */
    public static final BatchNormSpec DEFAULT = new BatchNormSpec(1e-5, 0.1);

    public BatchNormSpec {
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new SpecException("batch-norm expects an epsilon between 0 and 1 but gets " + epsilon);
        }
        if (!(momentum > 0 && momentum <= 1)) {
            throw new SpecException("batch-norm expects a momentum above 0 and at most 1 but gets " + momentum);
        }
    }

    @Override
    public String type() {
        return "batch-norm";
    }

    @Override
    public String prefix() {
        return "bn";
    }

    @Override
    public Shape output(Shape in) {
        return in;
    }

    @Override
    public List<ParameterSpec> parameters(Shape in) {
        int c = in.channels();
        return List.of(
                ParameterSpec.perChannel("gamma", ParameterSpec.Role.SCALE, c),
                ParameterSpec.perChannel("beta", ParameterSpec.Role.SHIFT, c),
                ParameterSpec.perChannel("running_mean", ParameterSpec.Role.RUNNING_MEAN, c),
                ParameterSpec.perChannel("running_variance", ParameterSpec.Role.RUNNING_VARIANCE, c));
    }
}
