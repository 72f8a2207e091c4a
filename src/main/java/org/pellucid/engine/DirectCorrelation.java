package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * Convolution straight from the picture: the sums as they are defined, a dozen pixels by two vectors of channels at a
 * time in registers. Nothing is written out but a copy of each picture in a border of zeros; a picture without padding
 * is not even copied.
 *
 * <pre>y = relu(b + windows(x) · W)</pre>
 *
 * See docs/hot-path.md.
 */
final class DirectCorrelation implements Correlation {
    private final Conv2dGeometry g;
    private final float[] x;
    private final float[] y;
    private final float[] w;
    private final float[] start;
    private final boolean relu;
    private final ImplicitProduct[] products;
    private final Frames frames;
    private final int[] rows;
    private final int[] taps;
    private final int outputs;

    /**
     * @param w packed: panels of [kH, kW, cIn] × cOut
     * @param start what each output pixel's sums begin with, the bias or zeros
     */
    DirectCorrelation(Conv2dGeometry g, float[] x, float[] y, float[] w, float[] start, boolean relu, Plan plan) {
        this.g = g;
        this.x = x;
        this.y = y;
        this.w = w;
        this.start = start;
        this.relu = relu;
        products = plan.products();
        Window win = g.window();
        frames = new Frames(Border.around(g), plan);
        rows = frames.border().rows(frames.pictures(), win.hOut(), win.wOut(), win.strideH(), win.strideW());
        taps = frames.border().taps(win.kH(), win.kW(), win.dilationH(), win.dilationW());
        outputs = win.hOut() * win.wOut();
    }

    @Override
    public void prepare(Workers workers) {
        // The panels are used as they are.
    }

    @Override
    public void run(int from, int to, int worker) {
        for (int first = from; first < to; first += frames.pictures()) {
            int count = Math.min(frames.pictures(), to - first);
            float[] a = frames.of(x, first, count, worker);
            int yAt = first * outputs * g.cOut();
            products[worker].overwrite(
                    count * outputs,
                    g.cOut(),
                    g.reduction(),
                    a,
                    frames.offset(first),
                    rows,
                    taps,
                    w,
                    0,
                    start,
                    relu,
                    y,
                    yAt,
                    g.cOut());
        }
    }
}
