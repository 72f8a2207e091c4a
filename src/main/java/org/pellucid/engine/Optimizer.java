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

    /** A parameter that is learned, and its moments. */
    final class Mover {
        private final Parameter parameter;
        private final float[] first;
        private final float[] second;
        /** Whether somebody else has taken it over for this step. */
        private boolean claimed;

        private Mover(Parameter parameter) {
            this.parameter = parameter;
            first = moment(parameter, 1);
            second = moment(parameter, 2);
        }

        /** Moves the values from … to − 1; several threads may, each values of its own. */
        void move(int from, int to) {
            float[] w = parameter.value().data();
            float[] g = parameter.gradient().data();
            float decay = parameter.decays() ? (float) spec.weightDecay() : 0;
            switch (spec.kind()) {
                case SGD -> sgd(w, g, decay, from, to);
                case MOMENTUM -> momentum(first, w, g, decay, false, from, to);
                case NESTEROV -> momentum(first, w, g, decay, true, from, to);
                case RMSPROP -> rmsprop(first, w, g, decay, from, to);
                case ADAM -> adam(first, second, w, g, decay, 0, from, to);
                case ADAMW -> adam(first, second, w, g, 0, decay, from, to);
                case NADAM -> nadam(first, second, w, g, decay, from, to);
            }
        }
    }

    /** What one task moves. */
    private record Piece(Mover mover, int from, int to) {}

    private final OptimizerSpec spec;
    private final Workers workers;
    private final Mover[] movers;
    private final Piece[] pieces;
    private final List<Tensor> state = new ArrayList<>();
    private final Workers.Task task;
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
        movers = parameters.stream().filter(Parameter::learned).map(Mover::new).toArray(Mover[]::new);
        for (Mover mover : movers) {
            int size = mover.parameter.value().size();
            for (int from = 0; from < size; from += RANGE) {
                all.add(new Piece(mover, from, Math.min(from + RANGE, size)));
            }
        }
        pieces = all.toArray(Piece[]::new);
        task = (i, worker) -> move(pieces[i]);
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
        begin(learningRate);
        finish();
    }

    /** Begins a step, in which parameters may be claimed, and which {@link #finish} ends. */
    void begin(double learningRate) {
        advance();
        rate = learningRate;
        for (Mover mover : movers) {
            mover.claimed = false;
        }
    }

    /**
     * Leaves a parameter, for the step that has begun, to one who knows when its gradient is whole, and who moves each of its values
     * once.
     *
     * @return null if this optimiser does not move it
     */
    Mover claim(Parameter parameter) {
        for (Mover mover : movers) {
            if (mover.parameter == parameter) {
                mover.claimed = true;
                return mover;
            }
        }
        return null;
    }

    /** Moves all that nobody has claimed. */
    void finish() {
        workers.run(pieces.length, task);
    }

    private double nadamMomentum(long step) {
        return spec.beta1() * (1 - 0.5 * StrictMath.pow(0.96, step * NADAM_DECAY));
    }

    private void move(Piece piece) {
        if (!piece.mover().claimed) {
            piece.mover().move(piece.from(), piece.to());
        }
    }

    private void sgd(float[] w, float[] g, float decay, int from, int to) {
        float eta = (float) rate;
        for (int j = from; j < to; j++) {
            w[j] -= eta * (g[j] + decay * w[j]);
        }
    }

    private void momentum(float[] v, float[] w, float[] g, float decay, boolean nesterov, int from, int to) {
        float eta = (float) rate;
        float mu = (float) spec.momentum();
        for (int j = from; j < to; j++) {
            float gradient = g[j] + decay * w[j];
            v[j] = mu * v[j] + gradient;
            w[j] -= eta * (nesterov ? gradient + mu * v[j] : v[j]);
        }
    }

    private void rmsprop(float[] v, float[] w, float[] g, float decay, int from, int to) {
        float eta = (float) rate;
        float rho = (float) spec.rho();
        float rest = (float) (1 - spec.rho());
        float epsilon = (float) spec.epsilon();
        for (int j = from; j < to; j++) {
            float gradient = g[j] + decay * w[j];
            v[j] = rho * v[j] + rest * gradient * gradient;
            w[j] -= eta * gradient / ((float) Math.sqrt(v[j]) + epsilon);
        }
    }

    private void adam(float[] m, float[] v, float[] w, float[] g, float decay, float decoupled, int from, int to) {
        float beta1 = (float) spec.beta1();
        float beta2 = (float) spec.beta2();
        float rest1 = (float) (1 - spec.beta1());
        float rest2 = (float) (1 - spec.beta2());
        float epsilon = (float) spec.epsilon();
        float eta = (float) (rate / (1 - beta1Power));
        float unbias = (float) (1 / (1 - beta2Power));
        float shrink = (float) (rate * decoupled);
        for (int j = from; j < to; j++) {
            float gradient = g[j] + decay * w[j];
            m[j] = beta1 * m[j] + rest1 * gradient;
            v[j] = beta2 * v[j] + rest2 * gradient * gradient;
            w[j] = w[j] - shrink * w[j] - eta * m[j] / ((float) Math.sqrt(v[j] * unbias) + epsilon);
        }
    }

    private void nadam(float[] m, float[] v, float[] w, float[] g, float decay, int from, int to) {
        float beta1 = (float) spec.beta1();
        float beta2 = (float) spec.beta2();
        float rest1 = (float) (1 - spec.beta1());
        float rest2 = (float) (1 - spec.beta2());
        float epsilon = (float) spec.epsilon();
        float ofMean = (float) (rate * momentumNext / (1 - momentumProduct * momentumNext));
        float ofGradient = (float) (rate * (1 - momentumNow) / (1 - momentumProduct));
        float unbias = (float) (1 / (1 - beta2Power));
        for (int j = from; j < to; j++) {
            float gradient = g[j] + decay * w[j];
            m[j] = beta1 * m[j] + rest1 * gradient;
            v[j] = beta2 * v[j] + rest2 * gradient * gradient;
            w[j] -= (ofMean * m[j] + ofGradient * gradient) / ((float) Math.sqrt(v[j] * unbias) + epsilon);
        }
    }
}
