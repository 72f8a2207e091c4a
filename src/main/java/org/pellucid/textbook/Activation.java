package org.pellucid.textbook;

import org.pellucid.spec.ActivationSpec;

/**
 * A function f applied to each value by itself.
 *
 * <p>Shapes: x, y alike.
 *
 * <pre>
 * forward    y[i]  = f(x[i])
 * backward   dx[i] = dy[i] · f′(x[i])
 *
 *              f(x)                              f′(x)
 * ReLU         x if x &gt; 0, else 0                1 if x &gt; 0, else 0
 * LeakyReLU    x if x &gt; 0, else slope · x        1 if x &gt; 0, else slope
 * ELU          x if x &gt; 0, else α (eˣ − 1)       1 if x &gt; 0, else α eˣ
 * SiLU         x · σ(x)                          σ(x) (1 + x (1 − σ(x)))
 * sigmoid      σ(x) = 1 / (1 + e⁻ˣ)              σ(x) (1 − σ(x))
 * tanh         tanh x                            1 − tanh² x
 * </pre>
 *
 * <p>At a kink, 0, f′ is the derivative from the left: ReLU′(0) = 0. Sources: Nair, Hinton, ICML 2010 (ReLU); Maas,
 * Hannun, Ng, ICML 2013 (LeakyReLU); Clevert, Unterthiner, Hochreiter, ICLR 2016 (ELU); Elfwing, Uchibe, Doya, Neural
 * Networks 107, 2018 (SiLU). Derivation: {@code docs/ops/activations.md}.
 */
public final class Activation {
    private Activation() {}

    /**
     * f of each value.
     *
     * @return y
     */
    public static double[] forward(ActivationSpec f, double[] x) {
        double[] y = new double[x.length];
        // region:activation-forward
        for (int i = 0; i < x.length; i++) {
            y[i] = value(f, x[i]);
        }
        // end
        return y;
    }

    /**
     * The gradient of the input.
     *
     * @return dx
     */
    public static double[] backward(ActivationSpec f, double[] x, double[] dy) {
        double[] dx = new double[x.length];
        // region:activation-backward
        for (int i = 0; i < x.length; i++) {
            dx[i] = dy[i] * derivative(f, x[i]);
        }
        // end
        return dx;
    }

    /** f(x). */
    public static double value(ActivationSpec f, double x) {
        // region:activation-value
        if (f instanceof ActivationSpec.Relu) {
            return x > 0 ? x : 0;
        }
        if (f instanceof ActivationSpec.LeakyRelu leaky) {
            return x > 0 ? x : leaky.slope() * x;
        }
        if (f instanceof ActivationSpec.Elu elu) {
            return x > 0 ? x : elu.alpha() * StrictMath.expm1(x);
        }
        if (f instanceof ActivationSpec.Silu) {
            return x * sigmoid(x);
        }
        return f instanceof ActivationSpec.Sigmoid ? sigmoid(x) : StrictMath.tanh(x);
        // end
    }

    /** f′(x). */
    public static double derivative(ActivationSpec f, double x) {
        // region:activation-derivative
        if (f instanceof ActivationSpec.Relu) {
            return x > 0 ? 1 : 0;
        }
        if (f instanceof ActivationSpec.LeakyRelu leaky) {
            return x > 0 ? 1 : leaky.slope();
        }
        if (f instanceof ActivationSpec.Elu elu) {
            return x > 0 ? 1 : elu.alpha() * StrictMath.exp(x);
        }
        if (f instanceof ActivationSpec.Silu) {
            return sigmoid(x) * (1 + x * (1 - sigmoid(x)));
        }
        if (f instanceof ActivationSpec.Sigmoid) {
            return sigmoid(x) * (1 - sigmoid(x));
        }
        return 1 - StrictMath.tanh(x) * StrictMath.tanh(x);
        // end
    }

    /** On which side of its kink f meets each value: 1 where x &gt; 0, else 0; empty where f is smooth everywhere. */
    static int[] pieces(ActivationSpec f, double[] x) {
        boolean piecewise = f instanceof ActivationSpec.Relu
                || f instanceof ActivationSpec.LeakyRelu
                || f instanceof ActivationSpec.Elu;
        int[] side = new int[piecewise ? x.length : 0];
        for (int i = 0; i < side.length; i++) {
            side[i] = x[i] > 0 ? 1 : 0;
        }
        return side;
    }

    /** σ(x) = 1 / (1 + e⁻ˣ). */
    static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
