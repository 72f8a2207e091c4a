package org.pellucid.textbook;

/**
 * One step of each optimiser on one parameter tensor.
 *
 * <p>Shapes: parameter p, its gradient g, and the states v, s, m alike; states start at 0 and are changed in place. η is
 * the rate, λ the weight decay, t = 1, 2, … the number of this step. Weight decay is L2, g ← g + λ p, in all but
 * {@link #adamw}, where it is decoupled.
 *
 * <pre>
 * sgd        p ← p − η g
 * momentum   v ← μ v + g              p ← p − η v
 * nesterov   v ← μ v + g              p ← p − η (g + μ v)
 * rmsprop    s ← ρ s + (1 − ρ) g²     p ← p − η g / (√s + ε)
 * adam       m ← β₁ m + (1 − β₁) g    v ← β₂ v + (1 − β₂) g²
 *            p ← p − η m̂ / (√v̂ + ε)   m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
 * adamw      p ← (1 − η λ) p, then adam without decay
 * nadam      as adam, m̂ = μ_{t+1} m / (1 − Π_{i≤t+1} μ_i) + (1 − μ_t) g / (1 − Π_{i≤t} μ_i)
 *            μ_t = β₁ (1 − ½ · 0.96^{t ψ}), ψ = 0.004
 * </pre>
 *
 * <p>Sources: Polyak 1964 (momentum); Sutskever et al., ICML 2013 (Nesterov, in the form of PyTorch); Tieleman, Hinton,
 * 2012 (RMSprop); Kingma, Ba, ICLR 2015 (Adam); Loshchilov, Hutter, ICLR 2019 (AdamW); Dozat, ICLR workshop 2016 (Nadam, in
 * the form of PyTorch since 2.0). Derivation: {@code docs/ops/optimizers.md}.
 */
public final class Optimizers {
    /** ψ of Nadam: how slowly its momentum rises to β₁. */
    public static final double NADAM_MOMENTUM_DECAY = 0.004;

    private Optimizers() {}

    /** Stochastic gradient descent. */
    public static void sgd(double rate, double decay, double[] p, double[] g) {
        // region:sgd
        for (int i = 0; i < p.length; i++) {
            p[i] -= rate * (g[i] + decay * p[i]);
        }
        // end
    }

    /**
     * Descent with momentum.
     *
     * @param mu of the velocity, what is kept
     * @param v velocity
     */
    public static void momentum(double rate, double mu, double decay, double[] p, double[] g, double[] v) {
        // region:momentum
        for (int i = 0; i < p.length; i++) {
            v[i] = mu * v[i] + g[i] + decay * p[i];
            p[i] -= rate * v[i];
        }
        // end
    }

    /**
     * Descent with Nesterov's momentum: looks one step ahead.
     *
     * @param mu of the velocity, what is kept
     * @param v velocity
     */
    public static void nesterov(double rate, double mu, double decay, double[] p, double[] g, double[] v) {
        // region:nesterov
        for (int i = 0; i < p.length; i++) {
            double gradient = g[i] + decay * p[i];
            v[i] = mu * v[i] + gradient;
            p[i] -= rate * (gradient + mu * v[i]);
        }
        // end
    }

    /**
     * RMSprop: divides by a running root mean square.
     *
     * @param rho of the mean square, what is kept
     * @param s mean of the squared gradients
     */
    public static void rmsprop(
            double rate, double rho, double epsilon, double decay, double[] p, double[] g, double[] s) {
        // region:rmsprop
        for (int i = 0; i < p.length; i++) {
            double gradient = g[i] + decay * p[i];
            s[i] = rho * s[i] + (1 - rho) * gradient * gradient;
            p[i] -= rate * gradient / (Math.sqrt(s[i]) + epsilon);
        }
        // end
    }

    /**
     * Adam: momentum over RMSprop, both corrected for their start at 0.
     *
     * @param t number of this step, from 1
     * @param m mean of the gradients
     * @param v mean of the squared gradients
     */
    public static void adam(
            int t,
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double decay,
            double[] p,
            double[] g,
            double[] m,
            double[] v) {
        // region:adam
        for (int i = 0; i < p.length; i++) {
            double gradient = g[i] + decay * p[i];
            m[i] = beta1 * m[i] + (1 - beta1) * gradient;
            v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
            double mHat = m[i] / (1 - StrictMath.pow(beta1, t));
            double vHat = v[i] / (1 - StrictMath.pow(beta2, t));
            p[i] -= rate * mHat / (Math.sqrt(vHat) + epsilon);
        }
        // end
    }

    /**
     * Adam with decoupled weight decay: the parameter shrinks by itself, whatever its gradient.
     *
     * @param t number of this step, from 1
     * @param m mean of the gradients
     * @param v mean of the squared gradients
     */
    public static void adamw(
            int t,
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double decay,
            double[] p,
            double[] g,
            double[] m,
            double[] v) {
        // region:adamw
        for (int i = 0; i < p.length; i++) {
            p[i] -= rate * decay * p[i];
        }
        adam(t, rate, beta1, beta2, epsilon, 0, p, g, m, v);
        // end
    }

    /**
     * Adam with Nesterov's momentum, which rises from about β₁ / 2 to β₁.
     *
     * @param t number of this step, from 1
     * @param m mean of the gradients
     * @param v mean of the squared gradients
     */
    public static void nadam(
            int t,
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double decay,
            double[] p,
            double[] g,
            double[] m,
            double[] v) {
        // region:nadam
        double product = 1;
        for (int i = 1; i <= t; i++) {
            product *= nadamMomentum(beta1, i);
        }
        double now = nadamMomentum(beta1, t);
        double next = nadamMomentum(beta1, t + 1);
        for (int i = 0; i < p.length; i++) {
            double gradient = g[i] + decay * p[i];
            m[i] = beta1 * m[i] + (1 - beta1) * gradient;
            v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
            double mHat = next * m[i] / (1 - product * next) + (1 - now) * gradient / (1 - product);
            double vHat = v[i] / (1 - StrictMath.pow(beta2, t));
            p[i] -= rate * mHat / (Math.sqrt(vHat) + epsilon);
        }
        // end
    }

    /** μ_t = β₁ (1 − ½ · 0.96^{t ψ}). */
    private static double nadamMomentum(double beta1, int t) {
        return beta1 * (1 - 0.5 * StrictMath.pow(0.96, t * NADAM_MOMENTUM_DECAY));
    }
}
