package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * Convolution straight from the picture: the sums as they are defined, a dozen pixels by two vectors of channels at a
 * time in registers. Nothing is written out but a copy of each picture in a border of zeros.
 *
 * <pre>
 * forward               y  = relu(b + windows(x) · W)
 * backward, parameters  dW += windows(x)ᵀ · dy
 * backward, input       dx = windows(dy) · W′,   W′ turned by half a circle, its channels exchanged
 * </pre>
 *
 * See docs/hot-path.md.
 */
final class DirectConvolution implements ExampleLayer {
    /** Floats of frames in one product: a quarter of a megabyte, so that they stay in the second-level cache. */
    private static final int FRAME_BUDGET = 1 << 16;

    private final Conv2dGeometry g;
    private final Signal x;
    private final Signal y;
    private final Bias bias;
    private final float[] start;
    private final KernelPanels kernel;
    private final KernelSlots slots;
    private final ImplicitProduct[] products;
    private final int pictures;
    private final Border xBorder;
    private final float[][] xFrames;
    private final int[] xRows;
    private final int[] xTaps;
    private final InputGradient input;

    DirectConvolution(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, boolean relu, Plan plan) {
        Window w = g.window();
        this.g = g;
        this.x = x;
        this.y = y;
        this.bias = new Bias(bias, g.cOut(), relu, plan);
        start = this.bias.start();
        kernel = new KernelPanels(weight, g, plan.needsGradient(x));
        slots = new KernelSlots(weight, g, plan.training() ? plan.shards().count() : 0);
        products = plan.products();
        xBorder = border(w, g.cIn());
        pictures = Math.max(1, Math.min(plan.block(), FRAME_BUDGET / xBorder.size()));
        xFrames = frames(xBorder, pictures, plan);
        xRows = WindowTables.rows(pictures, w.hOut(), w.wOut(), w.strideH(), w.strideW(), xBorder);
        xTaps = WindowTables.taps(w.kH(), w.kW(), w.dilationH(), w.dilationW(), xBorder);
        input = plan.needsGradient(x) ? new InputGradient(plan) : null;
    }

    /** Whether a convolution can be computed so. */
    static boolean fits(Conv2dGeometry g) {
        Window w = g.window();
        int spanH = (w.kH() - 1) * w.dilationH();
        int spanW = (w.kW() - 1) * w.dilationW();
        return g.groups() == 1
                && w.strideH() == 1
                && w.strideW() == 1
                && w.padTop() <= spanH
                && w.padLeft() <= spanW
                && w.hOut() <= w.hIn() + w.padTop()
                && w.wOut() <= w.wIn() + w.padLeft();
    }

    private static Border border(Window w, int channels) {
        int height = (w.hOut() - 1) * w.strideH() + (w.kH() - 1) * w.dilationH() + 1;
        int width = (w.wOut() - 1) * w.strideW() + (w.kW() - 1) * w.dilationW() + 1;
        return new Border(
                w.hIn(),
                w.wIn(),
                channels,
                w.padTop(),
                w.padLeft(),
                Math.max(height, w.padTop() + w.hIn()),
                Math.max(width, w.padLeft() + w.wIn()));
    }

    private static float[][] frames(Border border, int pictures, Plan plan) {
        return plan.scratch().arrays(border.toString(), border.isEmpty() ? 0 : pictures * border.size());
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        kernel.pack(workers);
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        int pixels = g.window().hOut() * g.window().wOut();
        for (int first = from; first < to; first += pictures) {
            int m = Math.min(pictures, to - first) * pixels;
            float[] a = framed(first, to, worker);
            int aAt = xBorder.isEmpty() ? first * x.stride() : 0;
            float[] w = kernel.forward();
            int yAt = first * y.stride();
            products[worker].overwrite(
                    m, g.cOut(), g.reduction(), a, aAt, xRows, xTaps, w, start, bias.relu(), y.value(), yAt, g.cOut());
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        bias.backward(y.value(), y.gradient(), from * y.stride(), to * y.stride(), shard);
        int pixels = g.window().hOut() * g.window().wOut();
        int n = g.cOut();
        float[] dw = slots.of(0, shard);
        for (int first = from; first < to; first += pictures) {
            int k = Math.min(pictures, to - first) * pixels;
            float[] a = framed(first, to, worker);
            int aAt = xBorder.isEmpty() ? first * x.stride() : 0;
            int dyAt = first * y.stride();
            products[worker].accumulate(g.reduction(), n, k, a, aAt, xTaps, xRows, y.gradient(), dyAt, n, dw, 0, n);
        }
        if (input != null) {
            input.run(from, to, worker);
        }
    }

    /** The pictures from {@code first} on in their frames; x itself if it needs none. */
    private float[] framed(int first, int to, int worker) {
        if (xBorder.isEmpty()) {
            return x.value();
        }
        xBorder.copy(x.value(), first, Math.min(pictures, to - first), xFrames[worker]);
        return xFrames[worker];
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

    /** dx, itself a convolution, of dy with the turned kernel. */
    private final class InputGradient {
        private final Border border;
        private final float[][] frames;
        private final int[] rows;
        private final int[] taps;
        private final float[] zeros = new float[g.cIn()];

        InputGradient(Plan plan) {
            Window w = g.window();
            int spanH = (w.kH() - 1) * w.dilationH();
            int spanW = (w.kW() - 1) * w.dilationW();
            border = new Border(
                    w.hOut(),
                    w.wOut(),
                    g.cOut(),
                    spanH - w.padTop(),
                    spanW - w.padLeft(),
                    w.hIn() + spanH,
                    w.wIn() + spanW);
            frames = DirectConvolution.frames(border, pictures, plan);
            rows = WindowTables.rows(pictures, w.hIn(), w.wIn(), 1, 1, border);
            taps = WindowTables.taps(w.kH(), w.kW(), w.dilationH(), w.dilationW(), border);
        }

        void run(int from, int to, int worker) {
            Window w = g.window();
            int k = w.kH() * w.kW() * g.cOut();
            for (int first = from; first < to; first += pictures) {
                int count = Math.min(pictures, to - first);
                float[] a = border.isEmpty() ? y.gradient() : frames[worker];
                int aAt = border.isEmpty() ? first * y.stride() : 0;
                if (!border.isEmpty()) {
                    border.copy(y.gradient(), first, count, a);
                }
                int m = count * w.hIn() * w.wIn();
                float[] b = kernel.backward();
                int dxAt = first * x.stride();
                products[worker].overwrite(
                        m, g.cIn(), k, a, aAt, rows, taps, b, zeros, false, x.gradient(), dxAt, g.cIn());
            }
        }
    }
}
