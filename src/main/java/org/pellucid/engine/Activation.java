package org.pellucid.engine;

import org.pellucid.engine.loops.Exponential;
import org.pellucid.engine.loops.Loops;
import org.pellucid.spec.ActivationSpec;

/** A function of each value by itself. ReLU alone usually never gets here: it is fused into the layer before. */
final class Activation implements ExampleLayer {
    /** A function and its derivative. */
    private interface Function {
        void forward(float[] x, float[] y, int from, int to);

        /** dx ← dy · f′(x), where y = f(x) may be used as well, and the worker's working memory. */
        void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, int worker);
    }

    private final Function function;
    private final Signal x;
    private final Signal y;
    private final boolean inputGradient;

    Activation(ActivationSpec spec, Signal x, Signal y, Plan plan) {
        function = function(spec, plan);
        this.x = x;
        this.y = y;
        inputGradient = plan.needsGradient(x);
    }

    private static Function function(ActivationSpec spec, Plan plan) {
        if (spec instanceof ActivationSpec.Relu) {
            return new Leaky(0);
        } else if (spec instanceof ActivationSpec.LeakyRelu leaky) {
            return new Leaky((float) leaky.slope());
        } else if (spec instanceof ActivationSpec.Elu elu) {
            return new Elu((float) elu.alpha());
        } else if (spec instanceof ActivationSpec.Silu) {
            return new Silu(plan.loops(), plan.scratch().arrays("sigma", plan.training() ? Loops.SIGMAS : 0));
        } else if (spec instanceof ActivationSpec.Sigmoid) {
            return new Sigmoid(plan.loops());
        }
        return new Tanh();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        function.forward(x.value(), y.value(), from * x.stride(), to * x.stride());
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (inputGradient) {
            int size = x.stride();
            function.backward(x.value(), y.value(), y.gradient(), x.gradient(), from * size, to * size, worker);
        }
    }

    private record Leaky(float slope) implements Function {
        @Override
        public void forward(float[] x, float[] y, int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = x[i] > 0 ? x[i] : slope * x[i];
            }
        }

        @Override
        public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, int worker) {
            for (int i = from; i < to; i++) {
                dx[i] = x[i] > 0 ? dy[i] : slope * dy[i];
            }
        }
    }

    private record Elu(float alpha) implements Function {
        @Override
        public void forward(float[] x, float[] y, int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = x[i] > 0 ? x[i] : alpha * (Exponential.exp(x[i]) - 1);
            }
        }

        @Override
        public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, int worker) {
            for (int i = from; i < to; i++) {
                dx[i] = x[i] > 0 ? dy[i] : dy[i] * (y[i] + alpha);
            }
        }
    }

    private record Silu(Loops loops, float[][] sigmas) implements Function {
        @Override
        public void forward(float[] x, float[] y, int from, int to) {
            loops.silu(x, y, from, to);
        }

        @Override
        public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, int worker) {
            loops.siluBackward(x, y, dy, dx, from, to, sigmas[worker]);
        }
    }

    private record Sigmoid(Loops loops) implements Function {
        @Override
        public void forward(float[] x, float[] y, int from, int to) {
            loops.sigmoid(x, y, from, to);
        }

        @Override
        public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, int worker) {
            for (int i = from; i < to; i++) {
                dx[i] = dy[i] * y[i] * (1 - y[i]);
            }
        }
    }

    private record Tanh() implements Function {
        @Override
        public void forward(float[] x, float[] y, int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = 1 - 2 / (1 + Exponential.exp(2 * x[i]));
            }
        }

        @Override
        public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, int worker) {
            for (int i = from; i < to; i++) {
                dx[i] = dy[i] * (1 - y[i] * y[i]);
            }
        }
    }
}
