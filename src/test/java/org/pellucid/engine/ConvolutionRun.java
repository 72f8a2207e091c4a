package org.pellucid.engine;

import java.util.List;
import java.util.function.Function;
import org.pellucid.engine.loops.PlainLoops;
import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.VectorLoops;
import org.pellucid.gemm.Gemm;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/** One convolution layer by itself, run forward and backward on random numbers; all results as the textbook lays them out. */
final class ConvolutionRun {
    final Conv2dGeometry g;
    final double[] x;
    final double[] w;
    final double[] b;
    final double[] dy;
    final Layer layer;
    final float[] y;
    final float[] dx;
    final float[] dw;
    final float[] db;

    /** @param backend vector or reference */
    ConvolutionRun(Conv2dGeometry g, ConvAlgorithm algorithm, String backend, boolean relu, int threads, Rng rng) {
        this(g, algorithm, backend, relu, false, true, run -> null, threads, rng);
    }

    /**
     * A convolution with ReLU and a 2×2 max-pool behind it.
     *
     * @param backend vector or reference
     * @param decided of a run whose x, w and b are drawn: the pooled values whose gradients may be other than 0
     */
    static ConvolutionRun pooled(
            Conv2dGeometry g,
            ConvAlgorithm algorithm,
            String backend,
            boolean inputGradient,
            Function<ConvolutionRun, boolean[]> decided,
            int threads,
            Rng rng) {
        return new ConvolutionRun(g, algorithm, backend, true, true, inputGradient, decided, threads, rng);
    }

    private ConvolutionRun(
            Conv2dGeometry g,
            ConvAlgorithm algorithm,
            String backend,
            boolean relu,
            boolean pooled,
            boolean inputGradient,
            Function<ConvolutionRun, boolean[]> decided,
            int threads,
            Rng rng) {
        this.g = g;
        Window win = g.window();
        Plan plan = plan(backend, threads, g.n());
        int pool = pooled ? 2 : 1;
        Signal in = Signal.of(new Shape(g.cIn(), win.hIn(), win.wIn()), g.n(), inputGradient);
        Signal out = Signal.of(new Shape(g.cOut(), win.hOut() / pool, win.wOut() / pool), g.n(), true);
        Parameter weight = new Parameter("w", new Tensor(g.cOut(), g.cInPerGroup(), win.kH(), win.kW()), true, true);
        Parameter bias = new Parameter("b", new Tensor(g.cOut()), true, false);
        x = draw(rng, g.xSize());
        w = draw(rng, g.wSize());
        b = draw(rng, g.cOut());
        dy = draw(rng, g.ySize() / (pool * pool));
        boolean[] counts = decided.apply(this);
        for (int i = 0; counts != null && i < dy.length; i++) {
            dy[i] = counts[i] ? dy[i] : 0;
        }
        write(w, weight.value().data());
        write(b, bias.value().data());
        nhwc(x, in.value(), in.shape());
        nhwc(dy, out.gradient(), out.shape());
        layer = pooled
                ? Convolutions.pooled(algorithm, g.withBatch(1), in, out, weight, bias, null, plan)
                : Convolutions.layer(algorithm, g.withBatch(1), in, out, weight, bias, relu, null, null, plan);
        BatchLayer chain = layer instanceof ExampleLayer example
                ? new ExampleChain(List.of(example), plan.shards(), plan.block(), 1)
                : (BatchLayer) layer;
        Pass pass = new Pass();
        pass.begin(g.n(), true);
        try (Workers workers = new Workers(threads)) {
            for (int again = 0; again < 2; again++) { // the second time over what the first has left in the buffers
                weight.gradient().fill(0);
                bias.gradient().fill(0);
                chain.prepare(pass, workers);
                workers.finish();
                chain.prepareBackward(pass, workers);
                chain.forward(pass, workers);
                chain.backward(pass, workers);
                workers.finish();
            }
        }
        y = nchw(out.value(), out.shape());
        dx = inputGradient ? nchw(in.gradient(), in.shape()) : new float[0];
        dw = weight.gradient().data();
        db = bias.gradient().data();
    }

    private static Plan plan(String backend, int threads, int batch) {
        boolean vector = backend.equals("vector");
        Gemm[] gemms = new Gemm[threads];
        ImplicitProduct[] products = vector ? new ImplicitProduct[threads] : null;
        for (int i = 0; i < threads; i++) {
            gemms[i] = LoadableBackends.of(backend).create();
            if (vector) {
                products[i] = new ImplicitProduct();
            }
        }
        return new Plan(
                gemms,
                vector ? new VectorLoops() : new PlainLoops(),
                products,
                new Scratch(threads),
                new Shards(2),
                4,
                batch,
                true);
    }

    /** The gradient of y as it reaches the sums: nothing where the ReLU was shut. */
    double[] maskedGradient(boolean relu) {
        double[] masked = dy.clone();
        for (int i = 0; relu && i < masked.length; i++) {
            masked[i] = y[i] > 0 ? masked[i] : 0;
        }
        return masked;
    }

    private static double[] draw(Rng rng, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = rng.nextFloat() * 2 - 1;
        }
        return values;
    }

    private static void write(double[] from, float[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = (float) from[i];
        }
    }

    private void nhwc(double[] from, float[] to, Shape shape) {
        float[] outside = new float[from.length];
        write(from, outside);
        for (int i = 0; i < g.n(); i++) {
            int at = i * shape.size();
            Layout.toNhwc(outside, at, to, at, shape.channels(), shape.height() * shape.width());
        }
    }

    private float[] nchw(float[] from, Shape shape) {
        float[] outside = new float[from.length];
        for (int i = 0; i < g.n(); i++) {
            int at = i * shape.size();
            Layout.toNchw(from, at, outside, at, shape.channels(), shape.height() * shape.width());
        }
        return outside;
    }
}
