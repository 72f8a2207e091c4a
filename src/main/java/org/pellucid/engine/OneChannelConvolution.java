package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.OneChannel;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * The first layer of a network for grey pictures, a 3×3 convolution with ReLU and 2×2 max-pooling behind it: from the
 * picture to the pooled output and, backward, from the pooled gradient to the sums for the weights, with nothing
 * between them in memory. See {@link OneChannel}.
 */
final class OneChannelConvolution implements ExampleLayer {
    private static final int LANES = ImplicitProduct.LANES;
    private static final int COLUMNS = ImplicitProduct.COLUMNS;
    private static final int KERNEL = 9;

    private final int cOut;
    private final int height;
    private final int width;
    private final float[] x;
    private final Signal y;
    private final Frames frames;
    private final KernelPanels kernel;
    private final Bias bias;
    private final Winners winners;
    private final KernelSlots slots;

    /** @param y the pooled output */
    OneChannelConvolution(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, Plan plan) {
        cOut = g.cOut();
        height = g.window().hOut() / 2;
        width = g.window().wOut() / 2;
        this.x = x.value();
        this.y = y;
        frames = new Frames("x ", Border.around(g), plan);
        kernel = new KernelPanels(weight, g, false);
        this.bias = new Bias(bias, cOut, true, plan);
        winners = new Winners(y.stride(), 1, plan);
        slots = plan.training() ? new KernelSlots(weight, g, plan.shards().count()) : null;
    }

    /** Whether a convolution with a pool behind it is such; nobody must ask for its input's gradient. */
    static boolean fits(Conv2dGeometry g) {
        Window w = g.window();
        return g.cIn() == 1 && w.kH() == 3 && w.kW() == 3 && w.dilationH() == 1 && w.dilationW() == 1;
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        kernel.pack(pass, workers);
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        Border border = frames.border();
        for (int i = from; i < to; i++) {
            float[] framed = frames.of(x, i, 1, worker);
            for (int r = 0; r < height; r++) {
                int at = frames.offset(i) + 2 * r * border.width();
                int yAt = (i * height + r) * width * cOut;
                int winnersAt = r * width * cOut;
                for (int o = 0; o < cOut; o += LANES) {
                    OneChannel.forward(
                            framed,
                            at,
                            border.width(),
                            kernel.forward(),
                            o / COLUMNS * COLUMNS * KERNEL + o % COLUMNS,
                            COLUMNS,
                            bias.start(),
                            o,
                            y.value(),
                            yAt + o,
                            winners.of(worker),
                            winnersAt + o,
                            width,
                            cOut);
                }
            }
            winners.keep(i, 1, worker);
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        Border border = frames.border();
        for (int i = from; i < to; i++) {
            float[] framed = frames.of(x, i, 1, worker);
            winners.recall(i, worker);
            for (int r = 0; r < height; r++) {
                int at = frames.offset(i) + 2 * r * border.width();
                int dyAt = (y.place(i, from, worker) * height + r) * width * cOut;
                for (int o = 0; o < cOut; o += LANES) {
                    OneChannel.gradient(
                            framed,
                            at,
                            border.width(),
                            y.gradient(),
                            dyAt + o,
                            winners.of(worker),
                            r * width * cOut + o,
                            slots.of(0, shard),
                            o,
                            bias.sums(shard),
                            o,
                            width,
                            cOut);
                }
            }
        }
    }

    @Override
    public void clear(int shard) {
        slots.clear(shard);
        bias.clear(shard);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        slots.reduce(workers);
        bias.reduce();
    }
}
