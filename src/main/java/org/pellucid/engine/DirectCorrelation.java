package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.Pool;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * Convolution straight from the picture: the sums as they are defined, a dozen pixels by two vectors of channels at a
 * time in registers. Nothing is written out but a copy of each picture in a border of zeros, which one without padding does
 * not need, and, where a pool follows, one whole output in working memory.
 *
 * <pre>y = relu(b + windows(x) · W)</pre>
 *
 * See docs/hot-path.md.
 */
final class DirectCorrelation implements Correlation {
    private final Conv2dGeometry g;
    private final Window win;
    private final float[] w;
    private final ConvOutput out;
    private final ImplicitProduct[] products;
    private final Border border;
    private final int[] rows;
    private final int[] taps;
    private final int outputs;
    private final float[][] unpooled;
    /** What the pool has still to add: nothing, for the sums begin with the bias. */
    private final float[] zeros;

    /**
     * @param border of the input, at least {@link Border#around}
     * @param pictures at most that many a call
     * @param w packed: panels of [kH, kW, cIn] × cOut
     */
    DirectCorrelation(Conv2dGeometry g, Border border, int pictures, float[] w, ConvOutput out, Plan plan) {
        this.g = g;
        this.border = border;
        this.w = w;
        this.out = out;
        products = plan.products();
        win = g.window();
        outputs = win.hOut() * win.wOut();
        // A pool takes its input from a picture at a time, still in the cache.
        int together = out.pooled() ? 1 : pictures;
        rows = border.rows(together, win.hOut(), win.wOut(), win.strideH(), win.strideW());
        taps = border.taps(win.kH(), win.kW(), win.dilationH(), win.dilationW());
        zeros = new float[g.cOut()];
        unpooled = out.pooled() ? plan.scratch().arrays("unpooled", outputs * g.cOut()) : null;
    }

    @Override
    public void prepare(int panel, int worker) {
        // The panels are used as they are.
    }

    @Override
    public void run(float[] framed, int at, int first, int count, int worker) {
        if (!out.pooled()) {
            multiply(framed, at, count, out.y(), first * outputs * g.cOut(), worker);
            return;
        }
        for (int i = 0; i < count; i++) {
            multiply(framed, at + i * border.size(), 1, unpooled[worker], 0, worker);
            pool(first + i, i, worker);
        }
    }

    private void multiply(float[] a, int aAt, int pictures, float[] y, int yAt, int worker) {
        int n = g.cOut();
        int m = pictures * outputs;
        boolean relu = out.relu() && !out.pooled();
        products[worker].overwrite(m, n, g.reduction(), a, aAt, rows, taps, w, 0, out.start(), relu, y, yAt, n);
    }

    private void pool(int picture, int place, int worker) {
        int row = win.wOut() * g.cOut();
        int pooledRow = row / 2;
        float[] winners = out.winners().of(worker);
        for (int r = 0; r < win.hOut() / 2; r++) {
            int upper = 2 * r * row;
            int yAt = (picture * win.hOut() / 2 + r) * pooledRow;
            int winnersAt = out.winners().at(place) + r * pooledRow;
            Pool.forward(
                    unpooled[worker],
                    upper,
                    upper + row,
                    zeros,
                    out.y(),
                    yAt,
                    winners,
                    winnersAt,
                    win.wOut() / 2,
                    g.cOut());
        }
    }
}
