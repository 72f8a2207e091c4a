package org.pellucid.spec;

/** A function applied to each value by itself. */
public sealed interface ActivationSpec extends LayerSpec {
    @Override
    default Shape output(Shape in) {
        return in;
    }

    @Override
    default String prefix() {
        return type().replace("-", "");
    }

    /** max(x, 0). */
    record Relu() implements ActivationSpec {
        @Override
        public String type() {
            return "relu";
        }
    }

    /**
     * x where x &gt; 0, slope · x elsewhere.
     *
     * @param slope usually 0.01
     */
    record LeakyRelu(double slope) implements ActivationSpec {
        public LeakyRelu {
            if (!Double.isFinite(slope)) {
                throw new SpecException("leaky-relu expects a finite slope but gets " + slope);
            }
        }

        @Override
        public String type() {
            return "leaky-relu";
        }
    }

    /**
     * x where x &gt; 0, alpha · (eˣ − 1) elsewhere.
     *
     * @param alpha usually 1
     */
    record Elu(double alpha) implements ActivationSpec {
        public Elu {
            if (!Double.isFinite(alpha)) {
                throw new SpecException("elu expects a finite alpha but gets " + alpha);
            }
        }

        @Override
        public String type() {
            return "elu";
        }
    }

    /** x · σ(x), also called swish. */
    record Silu() implements ActivationSpec {
        @Override
        public String type() {
            return "silu";
        }
    }

    /** σ(x) = 1 / (1 + e⁻ˣ). */
    record Sigmoid() implements ActivationSpec {
        @Override
        public String type() {
            return "sigmoid";
        }
    }

    /** The hyperbolic tangent. */
    record Tanh() implements ActivationSpec {
        @Override
        public String type() {
            return "tanh";
        }
    }
}
