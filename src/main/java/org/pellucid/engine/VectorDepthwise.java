package org.pellucid.engine;

import org.pellucid.engine.simd.Depthwise;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * Depthwise convolution on the Vector API, for kernels of 3×3 and 5×5.
 *
 * <p>Forward, windows are read from pictures in a border of zeros. The gradient of x is a depthwise convolution too, of dy
 * with the kernels turned by half a circle; where the stride is more than 1, dy's pixels lie that far apart in its border, with
 * zeros between. Where a pixel has fewer channels than a vector has lanes, pixels side by side fill it, and each has
 * its own copy of the weights.
 */
final class VectorDepthwise implements ExampleLayer {
    private final int size;
    private final Window w;
    private final Signal x;
    private final Signal y;
    private final Parameter weight;
    private final Bias bias;
    private final float[] b;
    private final float[] start;
    private final float[] none;
    private final int channels;
    /** Pixels in a vector. */
    private final int copies;
    /** Channels of that many pixels: what one step of the loops goes on by. */
    private final int width;

    private final float[] forwardWeights;
    private final float[] backwardWeights;
    private final Slots slots;
    private final Frames in;
    private final int[] inRows;
    private final SpreadFrames out;
    private final int[] outRows;
    private final boolean inputGradient;

    VectorDepthwise(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, boolean relu, Plan plan) {
        this.x = x;
        this.y = y;
        this.weight = weight;
        w = g.window();
        size = w.kH();
        channels = g.cIn();
        copies = copies(g);
        width = copies * channels;
        this.bias = new Bias(bias, channels, relu, plan);
        b = this.bias.start();
        start = new float[width];
        none = new float[width];
        inputGradient = plan.needsGradient(x);
        forwardWeights = new float[size * size * width];
        backwardWeights = new float[inputGradient ? size * size * width : 0];
        slots = new Slots(plan.training() ? plan.shards().count() : 0, size * size * width);
        in = new Frames("x ", Border.around(g), plan);
        inRows = every(in.border().rows(in.pictures(), w.hOut(), w.wOut(), w.strideH(), w.strideW()));
        out = inputGradient ? new SpreadFrames(g, plan) : null;
        outRows = inputGradient ? every(out.rows()) : null;
    }

    /** Whether a depthwise convolution can be computed so. */
    static boolean fits(Conv2dGeometry g, Plan plan) {
        return plan.vector()
                && Depthwise.fits(g.window().kH(), g.window().kW())
                && g.cIn() * copies(g) % Depthwise.lanes() == 0
                && SpreadFrames.fits(g);
    }

    /** Pixels that fill a vector, if rows are made of whole vectors, in x as in y; else 1. */
    private static int copies(Conv2dGeometry g) {
        Window w = g.window();
        int copies = Math.max(1, Depthwise.lanes() / g.cIn());
        boolean dense = w.strideW() == 1 && w.wOut() % copies == 0 && w.wIn() % copies == 0;
        return dense && copies * g.cIn() == Depthwise.lanes() ? copies : 1;
    }

    /** The places of every so many pixels. */
    private int[] every(int[] rows) {
        int[] some = new int[rows.length / copies];
        for (int i = 0; i < some.length; i++) {
            some[i] = rows[i * copies];
        }
        return some;
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        float[] values = weight.value().data();
        int area = size * size;
        for (int i = 0; i < width; i++) {
            int c = i % channels;
            start[i] = b[c];
            for (int a = 0; a < area; a++) {
                forwardWeights[a * width + i] = values[c * area + a];
                if (inputGradient) {
                    backwardWeights[(area - 1 - a) * width + i] = values[c * area + a];
                }
            }
        }
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        int outputs = w.hOut() * w.wOut();
        int down = w.dilationH() * in.border().width() * channels;
        int right = w.dilationW() * channels;
        for (int first = from; first < to; first += in.pictures()) {
            int count = Math.min(in.pictures(), to - first);
            float[] frames = in.of(x.value(), first, count, worker);
            int yAt = first * y.stride();
            int steps = count * outputs / copies;
            Depthwise.correlate(
                    size,
                    steps,
                    width,
                    frames,
                    in.offset(first),
                    inRows,
                    down,
                    right,
                    forwardWeights,
                    start,
                    y.value(),
                    yAt);
        }
        bias.activate(y.value(), from * y.stride(), to * y.stride());
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        bias.backward(y.value(), y.gradient(), from * y.stride(), to * y.stride(), shard);
        int outputs = w.hOut() * w.wOut();
        int down = w.dilationH() * in.border().width() * channels;
        int right = w.dilationW() * channels;
        for (int first = from; first < to; first += in.pictures()) {
            int count = Math.min(in.pictures(), to - first);
            float[] frames = in.of(x.value(), first, count, worker);
            int steps = count * outputs / copies;
            Depthwise.gradient(
                    size,
                    steps,
                    width,
                    frames,
                    in.offset(first),
                    inRows,
                    down,
                    right,
                    y.gradient(),
                    first * y.stride(),
                    slots.of(shard));
        }
        if (inputGradient) {
            inputGradient(from, to, worker);
        }
    }

    private void inputGradient(int from, int to, int worker) {
        int down = w.dilationH() * out.width() * channels;
        int right = w.dilationW() * channels;
        for (int first = from; first < to; first += out.pictures()) {
            int count = Math.min(out.pictures(), to - first);
            float[] frames = out.of(y.gradient(), first, count, worker);
            int steps = count * w.hIn() * w.wIn() / copies;
            Depthwise.correlate(
                    size,
                    steps,
                    width,
                    frames,
                    0,
                    outRows,
                    down,
                    right,
                    backwardWeights,
                    none,
                    x.gradient(),
                    first * x.stride());
        }
    }

    @Override
    public void clear(int shard) {
        slots.clear(shard);
        bias.clear(shard);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        float[] dw = weight.gradient().data();
        int area = size * size;
        for (int a = 0; a < area; a++) {
            for (int i = 0; i < width; i++) {
                dw[i % channels * area + a] += slots.sum(a * width + i);
            }
        }
        bias.reduce();
    }
}
