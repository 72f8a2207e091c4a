package org.pellucid.textbook;

import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.SqueezeExciteSpec;

/** One small runner for each kind of layer: from a record to the functions of its mathematics. */
final class Operations {
    private Operations() {}

    static Operation of(Node node, State state, Chain body, Chain shortcut) {
        LayerSpec layer = node.layer();
        Shape in = node.input();
        if (layer instanceof Conv2dSpec conv) {
            return new Conv2dRunner(conv.geometry(in), state);
        }
        if (layer instanceof MaxPool2dSpec pool) {
            return new MaxPool2dRunner(pool.geometry(in));
        }
        if (layer instanceof AvgPool2dSpec pool) {
            return new AvgPool2dRunner(pool.geometry(in));
        }
        if (layer instanceof GlobalAvgPoolSpec) {
            return new GlobalAvgPoolRunner(in);
        }
        if (layer instanceof DenseSpec dense) {
            return new DenseRunner(in.size(), dense.units(), state);
        }
        if (layer instanceof FlattenSpec) {
            return new FlattenRunner();
        }
        if (layer instanceof DropoutSpec dropout) {
            return new DropoutRunner(node.name(), dropout.rate());
        }
        if (layer instanceof BatchNormSpec norm) {
            return new BatchNormRunner(in, norm, state);
        }
        if (layer instanceof ActivationSpec f) {
            return new ActivationRunner(f);
        }
        if (layer instanceof SeparableConv2dSpec) {
            return new ChainRunner(body);
        }
        if (layer instanceof ResidualSpec) {
            return new ResidualRunner(body, shortcut);
        }
        if (layer instanceof SqueezeExciteSpec) {
            return new SqueezeExciteRunner(in, body);
        }
        throw new IllegalArgumentException(node.name() + " is of a kind the textbook does not know: " + layer.type());
    }

    private static final class Conv2dRunner implements Operation {
        private final State state;
        private Conv2dGeometry g;
        private double[] x;

        Conv2dRunner(Conv2dGeometry g, State state) {
            this.g = g;
            this.state = state;
        }

        @Override
        public double[] forward(double[] input, int n, boolean train, DropoutMask mask) {
            g = g.withBatch(n);
            x = input;
            return Conv2d.forward(g, x, state.value("weight"), state.value("bias"));
        }

        @Override
        public double[] backward(double[] dy) {
            Conv2d.backwardParameters(g, x, dy, state.gradient("weight"), state.gradient("bias"));
            return Conv2d.backwardInput(g, dy, state.value("weight"));
        }
    }

    private static final class MaxPool2dRunner implements Operation {
        private Pool2dGeometry g;
        private int[] argmax;

        MaxPool2dRunner(Pool2dGeometry g) {
            this.g = g;
        }

        @Override
        public double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
            g = g.withBatch(n);
            MaxPool2d.Result result = MaxPool2d.forward(g, x);
            argmax = result.argmax();
            return result.y();
        }

        @Override
        public double[] backward(double[] dy) {
            return MaxPool2d.backward(g, dy, argmax);
        }

        @Override
        public int[] pieces() {
            return argmax;
        }
    }

    private static final class AvgPool2dRunner implements Operation {
        private Pool2dGeometry g;

        AvgPool2dRunner(Pool2dGeometry g) {
            this.g = g;
        }

        @Override
        public double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
            g = g.withBatch(n);
            return AvgPool2d.forward(g, x);
        }

        @Override
        public double[] backward(double[] dy) {
            return AvgPool2d.backward(g, dy);
        }
    }

    private static final class GlobalAvgPoolRunner implements Operation {
        private final Shape shape;
        private int n;

        GlobalAvgPoolRunner(Shape shape) {
            this.shape = shape;
        }

        @Override
        public double[] forward(double[] x, int examples, boolean train, DropoutMask mask) {
            n = examples;
            return GlobalAvgPool.forward(n, shape, x);
        }

        @Override
        public double[] backward(double[] dy) {
            return GlobalAvgPool.backward(n, shape, dy);
        }
    }

    private static final class DenseRunner implements Operation {
        private final int features;
        private final int units;
        private final State state;
        private int n;
        private double[] x;

        DenseRunner(int features, int units, State state) {
            this.features = features;
            this.units = units;
            this.state = state;
        }

        @Override
        public double[] forward(double[] input, int examples, boolean train, DropoutMask mask) {
            n = examples;
            x = input;
            return Dense.forward(n, features, units, x, state.value("weight"), state.value("bias"));
        }

        @Override
        public double[] backward(double[] dy) {
            Dense.backwardParameters(n, features, units, x, dy, state.gradient("weight"), state.gradient("bias"));
            return Dense.backwardInput(n, features, units, dy, state.value("weight"));
        }
    }

    /** The values stand in the same order before and after: nothing to do but copy. */
    private static final class FlattenRunner implements Operation {
        @Override
        public double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
            return x.clone();
        }

        @Override
        public double[] backward(double[] dy) {
            return dy.clone();
        }
    }

    private static final class DropoutRunner implements Operation {
        private final String name;
        private final double rate;
        private boolean[] keep;

        DropoutRunner(String name, double rate) {
            this.name = name;
            this.rate = rate;
        }

        @Override
        public double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
            if (!train) {
                keep = null;
                return x.clone();
            }
            if (mask == null) {
                throw new IllegalArgumentException(
                        name + " expects a mask while training but gets none: give one, or DropoutMask.KEEP_ALL");
            }
            int units = x.length / n;
            keep = new boolean[x.length];
            for (int i = 0; i < x.length; i++) {
                keep[i] = mask.keep(name, i / units, i % units);
            }
            return Dropout.forward(rate, keep, x);
        }

        @Override
        public double[] backward(double[] dy) {
            return keep == null ? dy.clone() : Dropout.backward(rate, keep, dy);
        }
    }

    private static final class BatchNormRunner implements Operation {
        private final Shape shape;
        private final BatchNormSpec norm;
        private final State state;
        private final BatchNorm.Statistics running;
        private int n;
        private boolean train;
        private double[] x;
        private BatchNorm.Statistics used;

        BatchNormRunner(Shape shape, BatchNormSpec norm, State state) {
            this.shape = shape;
            this.norm = norm;
            this.state = state;
            this.running = new BatchNorm.Statistics(state.value("running_mean"), state.value("running_variance"));
        }

        @Override
        public double[] forward(double[] input, int examples, boolean training, DropoutMask mask) {
            n = examples;
            train = training;
            x = input;
            used = running;
            if (train) {
                used = BatchNorm.statistics(n, shape, x);
                BatchNorm.updateRunning(n, shape, norm.momentum(), used, running);
            }
            return BatchNorm.forward(n, shape, norm.epsilon(), used, x, state.value("gamma"), state.value("beta"));
        }

        @Override
        public double[] backward(double[] dy) {
            double epsilon = norm.epsilon();
            double[] gamma = state.value("gamma");
            BatchNorm.backwardParameters(
                    n, shape, epsilon, used, x, dy, state.gradient("gamma"), state.gradient("beta"));
            return train
                    ? BatchNorm.backwardInputTraining(n, shape, epsilon, used, x, dy, gamma)
                    : BatchNorm.backwardInputInference(n, shape, epsilon, used, dy, gamma);
        }
    }

    private static final class ActivationRunner implements Operation {
        private final ActivationSpec f;
        private double[] x;

        ActivationRunner(ActivationSpec f) {
            this.f = f;
        }

        @Override
        public double[] forward(double[] input, int n, boolean train, DropoutMask mask) {
            x = input;
            return Activation.forward(f, x);
        }

        @Override
        public double[] backward(double[] dy) {
            return Activation.backward(f, x, dy);
        }

        @Override
        public int[] pieces() {
            return Activation.pieces(f, x);
        }
    }

    /** A separable convolution: its two convolutions, one after the other. */
    private record ChainRunner(Chain body) implements Operation {
        @Override
        public double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
            return body.forward(x, n, train, mask);
        }

        @Override
        public double[] backward(double[] dy) {
            return body.backward(dy);
        }
    }

    private record ResidualRunner(Chain body, Chain shortcut) implements Operation {
        @Override
        public double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
            return Residual.forward(body.forward(x, n, train, mask), shortcut.forward(x, n, train, mask));
        }

        @Override
        public double[] backward(double[] dy) {
            return Residual.backward(body.backward(dy), shortcut.backward(dy));
        }
    }

    private static final class SqueezeExciteRunner implements Operation {
        private final Shape shape;
        private final Chain body;
        private int n;
        private double[] x;
        private double[] gate;

        SqueezeExciteRunner(Shape shape, Chain body) {
            this.shape = shape;
            this.body = body;
        }

        @Override
        public double[] forward(double[] input, int examples, boolean train, DropoutMask mask) {
            n = examples;
            x = input;
            gate = body.forward(x, n, train, mask);
            return SqueezeExcite.forward(n, shape, x, gate);
        }

        @Override
        public double[] backward(double[] dy) {
            double[] direct = SqueezeExcite.backwardInput(n, shape, dy, gate);
            double[] throughGate = body.backward(SqueezeExcite.backwardGate(n, shape, x, dy));
            return Residual.backward(direct, throughGate);
        }
    }
}
