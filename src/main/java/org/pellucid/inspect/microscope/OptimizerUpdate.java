package org.pellucid.inspect.microscope;

import java.util.ArrayList;
import java.util.List;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.textbook.Optimizers;

/**
 * Explains how an optimiser moves one parameter, quantity by quantity.
 *
 * @param spec the rule and its constants
 * @param rate η
 * @param decays whether the parameter is one that weight decay takes hold of
 * @param t the number of the step, from 1
 * @param first the velocity, the mean of the gradients, or RMSprop's mean of the squared ones, before the step
 * @param second the mean of the squared gradients of the Adam family, before the step
 */
public record OptimizerUpdate(OptimizerSpec spec, double rate, boolean decays, long t, double first, double second) {
    /** A first step: all states at 0. */
    public static OptimizerUpdate first(OptimizerSpec spec, double rate, boolean decays) {
        return new OptimizerUpdate(spec, rate, decays, 1, 0, 0);
    }

    /**
     * The step.
     *
     * @param symbol of the parameter, such as {@code w[0,0,1,2]}
     * @param p the parameter
     * @param gradient its gradient
     */
    public Update of(String symbol, double p, double gradient) {
        double lambda = decays ? spec.weightDecay() : 0;
        boolean decoupled = spec.kind() == OptimizerSpec.Kind.ADAMW;
        List<Factor> constants = new ArrayList<>();
        List<Factor> before = new ArrayList<>();
        List<Quantity> lines = new ArrayList<>();
        constants.add(new Factor("η", rate));
        constants.add(new Factor("λ", lambda));
        lines.add(new Quantity("p", symbol + " before the step", p));
        double g = gradient;
        if (!decoupled && lambda > 0) {
            g = gradient + lambda * p;
            lines.add(new Quantity("g", "d" + symbol + " + λ · p", g));
        } else {
            lines.add(new Quantity("g", "d" + symbol, g));
        }
        double shrunk = p;
        if (decoupled) {
            shrunk = p - rate * lambda * p;
            lines.add(new Quantity("p", "(1 − η · λ) · p, the decoupled decay", shrunk));
        }
        double move = switch (spec.kind()) {
            case SGD -> line(lines, "step", "η · g", rate * g);
            case MOMENTUM, NESTEROV -> momentum(g, constants, before, lines);
            case RMSPROP -> rmsprop(g, constants, before, lines);
            case ADAM, ADAMW, NADAM -> adam(g, constants, before, lines);
        };
        lines.add(new Quantity("p", "p − step", shrunk - move));
        return new Update(spec.kind().label(), t, constants, before, lines, textbook(p, gradient, lambda));
    }

    private static double line(List<Quantity> lines, String symbol, String formula, double value) {
        lines.add(new Quantity(symbol, formula, value));
        return value;
    }

    private double momentum(double g, List<Factor> constants, List<Factor> before, List<Quantity> lines) {
        double mu = spec.momentum();
        constants.add(new Factor("μ", mu));
        before.add(new Factor("v", first));
        double v = line(lines, "v", "μ · v + g", mu * first + g);
        return spec.kind() == OptimizerSpec.Kind.MOMENTUM
                ? line(lines, "step", "η · v", rate * v)
                : line(lines, "step", "η · (g + μ · v)", rate * (g + mu * v));
    }

    private double rmsprop(double g, List<Factor> constants, List<Factor> before, List<Quantity> lines) {
        constants.add(new Factor("ρ", spec.rho()));
        constants.add(new Factor("ε", spec.epsilon()));
        before.add(new Factor("s", first));
        double s = line(lines, "s", "ρ · s + (1 − ρ) · g²", spec.rho() * first + (1 - spec.rho()) * g * g);
        return line(lines, "step", "η · g / (√s + ε)", rate * g / (Math.sqrt(s) + spec.epsilon()));
    }

    private double adam(double g, List<Factor> constants, List<Factor> before, List<Quantity> lines) {
        double beta1 = spec.beta1();
        double beta2 = spec.beta2();
        constants.add(new Factor("β₁", beta1));
        constants.add(new Factor("β₂", beta2));
        constants.add(new Factor("ε", spec.epsilon()));
        before.add(new Factor("m", first));
        before.add(new Factor("v", second));
        double m = line(lines, "m", "β₁ · m + (1 − β₁) · g", beta1 * first + (1 - beta1) * g);
        double v = line(lines, "v", "β₂ · v + (1 − β₂) · g²", beta2 * second + (1 - beta2) * g * g);
        double mHat;
        if (spec.kind() == OptimizerSpec.Kind.NADAM) {
            double product = 1;
            for (long i = 1; i <= t; i++) {
                product *= nadamMomentum(i);
            }
            double now = line(lines, "μ_t", "β₁ · (1 − ½ · 0.96^(t·ψ))", nadamMomentum(t));
            double next = line(lines, "μ_{t+1}", "likewise", nadamMomentum(t + 1));
            line(lines, "Π", "μ_1 · … · μ_t", product);
            mHat = line(
                    lines,
                    "m̂",
                    "μ_{t+1} · m / (1 − Π · μ_{t+1}) + (1 − μ_t) · g / (1 − Π)",
                    next * m / (1 - product * next) + (1 - now) * g / (1 - product));
        } else {
            mHat = line(lines, "m̂", "m / (1 − β₁ᵗ)", m / (1 - StrictMath.pow(beta1, t)));
        }
        double vHat = line(lines, "v̂", "v / (1 − β₂ᵗ)", v / (1 - StrictMath.pow(beta2, t)));
        return line(lines, "step", "η · m̂ / (√v̂ + ε)", rate * mHat / (Math.sqrt(vHat) + spec.epsilon()));
    }

    private double nadamMomentum(long i) {
        return spec.beta1() * (1 - 0.5 * StrictMath.pow(0.96, i * Optimizers.NADAM_MOMENTUM_DECAY));
    }

    /** What the textbook's code makes of it. */
    private double textbook(double parameter, double gradient, double lambda) {
        double[] p = {parameter};
        double[] g = {gradient};
        double[] a = {first};
        double[] b = {second};
        int now = Math.toIntExact(t);
        double beta1 = spec.beta1();
        double beta2 = spec.beta2();
        double epsilon = spec.epsilon();
        switch (spec.kind()) {
            case SGD -> Optimizers.sgd(rate, lambda, p, g);
            case MOMENTUM -> Optimizers.momentum(rate, spec.momentum(), lambda, p, g, a);
            case NESTEROV -> Optimizers.nesterov(rate, spec.momentum(), lambda, p, g, a);
            case RMSPROP -> Optimizers.rmsprop(rate, spec.rho(), epsilon, lambda, p, g, a);
            case ADAM -> Optimizers.adam(now, rate, beta1, beta2, epsilon, lambda, p, g, a, b);
            case ADAMW -> Optimizers.adamw(now, rate, beta1, beta2, epsilon, lambda, p, g, a, b);
            case NADAM -> Optimizers.nadam(now, rate, beta1, beta2, epsilon, lambda, p, g, a, b);
        }
        return p[0];
    }
}
