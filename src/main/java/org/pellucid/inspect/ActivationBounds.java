package org.pellucid.inspect;

import static org.pellucid.inspect.Bounds.EPSILON;
import static org.pellucid.inspect.Bounds.EXPONENTIAL;
import static org.pellucid.inspect.Bounds.UNDERFLOW;

import org.pellucid.spec.ActivationSpec;
import org.pellucid.textbook.Activation;

/**
 * How far the engine's f(x) and f′(x) may be from the textbook's, by counting roundings through the engine's formulas.
 *
 * <p>With eˣ(1 + δ), |δ| ≤ Eε, E = {@link Bounds#EXPONENTIAL}, and every other operation off by ε/2 at most:
 *
 * <pre>
 * σ = 1/(1 + e⁻ˣ)         Eε·e⁻ˣ/(1 + e⁻ˣ) + ε/2 + ε/2, relative:            (E + 1)ε·σ
 * σ′ = σ·(1 − σ)          (E + 1)εσ in each factor, 3 more roundings:        (E + 3)ε·σ
 * SiLU = x·σ              one more:                                          (E + 2)ε·|xσ|
 * SiLU′ = σ + xσ·(1 − σ)  (E + 1)εσ + |xσ|((E + 2)(1 − σ) + (E + 1)σ)ε + …:  (E + 4)ε·(σ + |xσ|)
 * tanh = 1 − q, q = 2/(1 + e²ˣ)   (E + 1)ε·q, and the subtraction:           ε·((E + 1)(1 − tanh) + |tanh|)
 * tanh′ = 1 − y²          2|y| times the above, and 3 roundings:             2|y|·Δy + 2ε
 * ELU = α(eˣ − 1)         |α|ε(E·eˣ + 2|eˣ − 1|);      ELU′ = y + α:         Δy + ε|α|(1 + eˣ)
 * </pre>
 *
 * <p>ReLU is exact; the slope of LeakyReLU is rounded once, and so is the product with it.
 */
final class ActivationBounds {
    private ActivationBounds() {}

    /** Of f(x). */
    static double value(ActivationSpec f, double x) {
        double y = Math.abs(Activation.value(f, x));
        if (f instanceof ActivationSpec.Relu) {
            return 0;
        } else if (f instanceof ActivationSpec.LeakyRelu) {
            return x > 0 ? 0 : 2 * EPSILON * y;
        } else if (f instanceof ActivationSpec.Elu elu) {
            double alpha = Math.abs(elu.alpha());
            double e = StrictMath.exp(x);
            return x > 0 ? 0 : alpha * (EPSILON * (EXPONENTIAL * e + 2 * Math.abs(StrictMath.expm1(x))) + UNDERFLOW);
        } else if (f instanceof ActivationSpec.Silu) {
            return (EXPONENTIAL + 2) * EPSILON * y + UNDERFLOW * (1 + Math.abs(x));
        } else if (f instanceof ActivationSpec.Sigmoid) {
            return (EXPONENTIAL + 1) * EPSILON * y + UNDERFLOW;
        }
        return EPSILON * ((EXPONENTIAL + 1) * (1 - StrictMath.tanh(x)) + y);
    }

    /** Of f′(x) · dy, for |dy| = 1. */
    static double derivative(ActivationSpec f, double x) {
        if (f instanceof ActivationSpec.Relu) {
            return 0;
        } else if (f instanceof ActivationSpec.LeakyRelu leaky) {
            return x > 0 ? 0 : 2 * EPSILON * Math.abs(leaky.slope());
        } else if (f instanceof ActivationSpec.Elu elu) {
            return x > 0 ? 0 : value(f, x) + EPSILON * Math.abs(elu.alpha()) * (1 + StrictMath.exp(x));
        }
        double sigma = Activation.value(new ActivationSpec.Sigmoid(), x);
        if (f instanceof ActivationSpec.Silu) {
            return (EXPONENTIAL + 4) * EPSILON * (sigma + Math.abs(x) * sigma) + UNDERFLOW * (1 + Math.abs(x));
        } else if (f instanceof ActivationSpec.Sigmoid) {
            return (EXPONENTIAL + 3) * EPSILON * sigma + UNDERFLOW;
        }
        return 2 * Math.abs(StrictMath.tanh(x)) * value(f, x) + 2 * EPSILON;
    }
}
