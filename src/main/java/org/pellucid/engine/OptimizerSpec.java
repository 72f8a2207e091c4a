package org.pellucid.engine;

import java.util.Locale;

/**
 * Which optimiser, with its constants. See {@link Optimizer} for what each does with them.
 *
 * @param kind the rule
 * @param momentum of momentum and Nesterov
 * @param beta1 of Adam, AdamW, Nadam: decay of the mean gradient
 * @param beta2 of Adam, AdamW, Nadam: decay of the mean squared gradient
 * @param rho of RMSprop: decay of the mean squared gradient
 * @param epsilon added to each root
 * @param weightDecay λ; spares biases and batch normalisation
 */
public record OptimizerSpec(
        Kind kind, double momentum, double beta1, double beta2, double rho, double epsilon, double weightDecay) {
    /** The rule. */
    public enum Kind {
        SGD,
        MOMENTUM,
        NESTEROV,
        RMSPROP,
        ADAM,
        ADAMW,
        NADAM;

        /** Its name on the command line. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** How many values are remembered for each weight. */
        public int moments() {
            return switch (this) {
                case SGD -> 0;
                case MOMENTUM, NESTEROV, RMSPROP -> 1;
                case ADAM, ADAMW, NADAM -> 2;
            };
        }
    }

    public OptimizerSpec {
        check("momentum", momentum);
        check("beta1", beta1);
        check("beta2", beta2);
        check("rho", rho);
        if (!(epsilon > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "an optimiser expects epsilon above 0 and weight decay of at least 0 but gets " + epsilon + " and "
                            + weightDecay);
        }
    }

    private static void check(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    "an optimiser expects " + name + " of at least 0 and less than 1 but gets " + value);
        }
    }

    /** The usual constants: momentum 0.9, β₁ 0.9, β₂ 0.999, ρ 0.9, ε 1e-8, no weight decay. */
    public static OptimizerSpec of(Kind kind) {
        return new OptimizerSpec(kind, 0.9, 0.9, 0.999, 0.9, 1e-8, 0);
    }

    public OptimizerSpec weightDecay(double lambda) {
        return new OptimizerSpec(kind, momentum, beta1, beta2, rho, epsilon, lambda);
    }

    public OptimizerSpec momentum(double mu) {
        return new OptimizerSpec(kind, mu, beta1, beta2, rho, epsilon, weightDecay);
    }
}
