package org.pellucid.engine;

import java.util.ArrayList;
import java.util.List;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * Moves parameters against their gradients. With η the learning rate, g the gradient, λ the weight decay (of weights
 * only), t = 1, 2, … the step:
 *
 * <pre>
 * all but AdamW   g ← g + λ w
 * SGD             w ← w − η g
 * momentum        v ← μ v + g;               w ← w − η v
 * Nesterov        v ← μ v + g;               w ← w − η (g + μ v)
 * RMSprop         v ← ρ v + (1 − ρ) g²;      w ← w − η g / (√v + ε)
 * Adam            m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²
 *                 w ← w − η m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 * AdamW           w ← w − η λ w, then as Adam
 * Nadam           μₜ = β₁ (1 − ½ · 0.96^(0.004 t)), Πₜ = μ₁ … μₜ, m and v as Adam
 *                 w ← w − η (μₜ₊₁ m / (1 − Πₜ₊₁) + (1 − μₜ) g / (1 − Πₜ)) / (√(v / (1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * Sources: Sutskever et al., ICML 2013 (momentum, Nesterov); Tieleman and Hinton, 2012 (RMSprop); Kingma and Ba, ICLR
 * 2015; Loshchilov and Hutter, ICLR 2019 (AdamW); Dozat, 2016 (Nadam). See docs/ops/optimizers.md.
 */
public final class Optimizer {
    /** Values that one task moves. */
    private static final int RANGE = 16_384;

    private static final double NADAM_DECAY = 0.004;

    private record Piece(Parameter parameter, float[] first, float[] second, int from, int to) {}

    private final OptimizerSpec spec;
    private final Workers workers;
    private final Piece[] pieces;
    private final List<Tensor> state = new ArrayList<>();
    private final Workers.Task task = (i, worker) -> move(i);
    private long t;
    /** β₁ᵗ and β₂ᵗ, and Nadam's μₜ, μₜ₊₁ and Πₜ: kept rather than computed anew, for StrictMath.pow makes objects. */
    private double beta1Power = 1;

    private double beta2Power = 1;
    private double momentumNow;
    private double momentumNext;
    private double momentumProduct = 1;
    private double rate;

    /**
     * @param parameters those that are not learned are left alone
     * @param workers share the work
     */
    public Optimizer(OptimizerSpec spec, List<Parameter> parameters, Workers workers) {
        this.spec = spec;
        this.workers = workers;
        List<Piece> all = new ArrayList<>();
        for (Parameter p : parameters) {
            if (p.learned()) {
                float[] first = moment(p, 1);
                float[] second = moment(p, 2);
                for (int from = 0; from < p.value().size(); from += RANGE) {
                    all.add(new Piece(
                            p,
                            first,
                            second,
                            from,
                            Math.min(from + RANGE, p.value().size())));
                }
            }
        }
        pieces = all.toArray(Piece[]::new);
    }

    private float[] moment(Parameter p, int number) {
        if (spec.kind().moments() < number) {
            return new float[0];
        }
        Tensor moment = new Tensor(p.value().shape());
        state.add(moment);
        return moment.data();
    }

    /** The number of steps taken. */
    public long steps() {
        return t;
    }

    /** All moments, in a fixed order: what a checkpoint must keep, beside {@link #steps()}. */
    public List<Tensor> state() {
        return List.copyOf(state);
    }

    /** Continues a run of which so many steps were taken, after {@link #state()} has been filled. */
    public void restoreSteps(long steps) {
        t = 0;
        beta1Power = 1;
        beta2Power = 1;
        momentumProduct = 1;
        while (t < steps) {
            advance();
        }
    }

    private void advance() {
        t++;
        beta1Power *= spec.beta1();
        beta2Power *= spec.beta2();
        if (spec.kind() == OptimizerSpec.Kind.NADAM) {
            momentumNow = nadamMomentum(t);
            momentumNext = nadamMomentum(t + 1);
            momentumProduct *= momentumNow;
        }
    }

    /** One step along the gradients as they stand. */
    public void step(double learningRate) {
        advance();
        rate = learningRate;
        workers.run(pieces.length, task);
    }

    private double nadamMomentum(long step) {
        return spec.beta1() * (1 - 0.5 * StrictMath.pow(0.96, step * NADAM_DECAY));
    }

    private void move(int i) {
        Piece piece = pieces[i];
        float[] w = piece.parameter().value().data();
        float[] g = piece.parameter().gradient().data();
        float decay = piece.parameter().decays() ? (float) spec.weightDecay() : 0;
        switch (spec.kind()) {
            case SGD -> sgd(piece, w, g, decay);
            case MOMENTUM -> momentum(piece, w, g, decay, false);
            case NESTEROV -> momentum(piece, w, g, decay, true);
            case RMSPROP -> rmsprop(piece, w, g, decay);
            case ADAM -> adam(piece, w, g, decay, 0);
            case ADAMW -> adam(piece, w, g, 0, decay);
            case NADAM -> nadam(piece, w, g, decay);
        }
    }

    private void sgd(Piece p, float[] w, float[] g, float decay) {
        float eta = (float) rate;
        for (int j = p.from(); j < p.to(); j++) {
            w[j] -= eta * (g[j] + decay * w[j]);
        }
    }

    private void momentum(Piece p, float[] w, float[] g, float decay, boolean nesterov) {
        float eta = (float) rate;
        float mu = (float) spec.momentum();
        float[] v = p.first();
        for (int j = p.from(); j < p.to(); j++) {
            float gradient = g[j] + decay * w[j];
            v[j] = mu * v[j] + gradient;
            w[j] -= eta * (nesterov ? gradient + mu * v[j] : v[j]);
        }
    }

    private void rmsprop(Piece p, float[] w, float[] g, float decay) {
        float eta = (float) rate;
        float rho = (float) spec.rho();
        float rest = (float) (1 - spec.rho());
        float epsilon = (float) spec.epsilon();
        float[] v = p.first();
        for (int j = p.from(); j < p.to(); j++) {
            float gradient = g[j] + decay * w[j];
            v[j] = rho * v[j] + rest * gradient * gradient;
            w[j] -= eta * gradient / ((float) Math.sqrt(v[j]) + epsilon);
        }
    }

    private void adam(Piece p, float[] w, float[] g, float decay, float decoupled) {
        float beta1 = (float) spec.beta1();
        float beta2 = (float) spec.beta2();
        float rest1 = (float) (1 - spec.beta1());
        float rest2 = (float) (1 - spec.beta2());
        float epsilon = (float) spec.epsilon();
        float eta = (float) (rate / (1 - beta1Power));
        float unbias = (float) (1 / (1 - beta2Power));
        float shrink = (float) (rate * decoupled);
        float[] m = p.first();
        float[] v = p.second();
        for (int j = p.from(); j < p.to(); j++) {
            float gradient = g[j] + decay * w[j];
            m[j] = beta1 * m[j] + rest1 * gradient;
            v[j] = beta2 * v[j] + rest2 * gradient * gradient;
            w[j] = w[j] - shrink * w[j] - eta * m[j] / ((float) Math.sqrt(v[j] * unbias) + epsilon);
        }
    }

    private void nadam(Piece p, float[] w, float[] g, float decay) {
        float beta1 = (float) spec.beta1();
        float beta2 = (float) spec.beta2();
        float rest1 = (float) (1 - spec.beta1());
        float rest2 = (float) (1 - spec.beta2());
        float epsilon = (float) spec.epsilon();
        float ofMean = (float) (rate * momentumNext / (1 - momentumProduct * momentumNext));
        float ofGradient = (float) (rate * (1 - momentumNow) / (1 - momentumProduct));
        float unbias = (float) (1 / (1 - beta2Power));
        float[] m = p.first();
        float[] v = p.second();
        for (int j = p.from(); j < p.to(); j++) {
            float gradient = g[j] + decay * w[j];
            m[j] = beta1 * m[j] + rest1 * gradient;
            v[j] = beta2 * v[j] + rest2 * gradient * gradient;
            w[j] -= (ofMean * m[j] + ofGradient * gradient) / ((float) Math.sqrt(v[j] * unbias) + epsilon);
        }
    }
}
