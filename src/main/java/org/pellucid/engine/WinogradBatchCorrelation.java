package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.WinogradProduct;
import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * {@link WinogradCorrelation} of a whole batch: first all tiles are transformed, then come the products, one an element, each of
 * which reads its part of the weights once, then all tiles are transformed back.
 */
final class WinogradBatchCorrelation {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;

    private final WinogradForm form;
    private final int cIn;
    private final int cOut;
    private final Window win;
    private final float[] x;
    private final Frames frames;
    private final WinogradKernel kernel;
    private final ConvOutput out;
    private final Shards shards;
    private final WinogradBatchTiles tiles;
    private final float[][] work;
    private final Workers.Task inputTask = this::input;
    private final Workers.Task productTask = (element, worker) -> product(element);
    private final Workers.Task outputTask = this::output;
    private int n;

    /**
     * @param x pictures
     * @param frames how they are framed, at least {@link WinogradForm#border}
     * @param w packed weights
     */
    WinogradBatchCorrelation(
            WinogradForm form, Conv2dGeometry g, float[] x, Frames frames, float[] w, ConvOutput out, Plan plan) {
        this.form = form;
        cIn = g.cIn();
        cOut = g.cOut();
        win = g.window();
        this.x = x;
        this.frames = frames;
        kernel = new WinogradKernel(form, cIn, w, plan);
        this.out = out;
        shards = plan.shards();
        tiles = new WinogradBatchTiles(form, g, cIn, cOut, plan);
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
    }

    /** As {@link Correlation#prepare}. */
    void prepare(int panel, int worker) {
        kernel.transform(panel, worker);
    }

    void run(int examples, Workers workers) {
        n = examples;
        workers.run(shards.count(), inputTask);
        workers.run(form.elements(), productTask);
        workers.run(shards.count(), outputTask);
    }

    private void input(int shard, int worker) {
        tiles.transform(x, frames, cIn, shards.from(shard, n), shards.to(shard, n), worker, work[worker]);
    }

    private void product(int element) {
        int panels;
        for (int o = 0; o < cOut; o += panels * COLUMNS) {
            panels = WinogradProduct.panels(o, cOut);
            WinogradProduct.forward(
                    panels,
                    n * tiles.each(),
                    cIn,
                    tiles.v(),
                    tiles.vAt(element, 0),
                    tiles.vRow(),
                    kernel.u(),
                    kernel.layout().at(o, element),
                    kernel.layout().next(),
                    tiles.m(),
                    tiles.mAt(element, o, 0),
                    tiles.mNext());
        }
    }

    private void output(int shard, int worker) {
        for (int i = shards.from(shard, n); i < shards.to(shard, n); i++) {
            for (int t = 0; t < tiles.each(); t++) {
                int oh = tiles.row(t);
                int ow = tiles.column(t);
                int at = ((i * win.hOut() + oh) * win.wOut() + ow) * cOut;
                int rows = Math.min(form.out(), win.hOut() - oh);
                int columns = Math.min(form.out(), win.wOut() - ow);
                for (int o = 0; o < cOut; o += COLUMNS) {
                    form.output(
                            tiles.m(),
                            tiles.mAt(0, o, i * tiles.each() + t),
                            tiles.mStep(),
                            Math.min(COLUMNS, cOut - o),
                            out,
                            o,
                            at + o,
                            win.wOut() * cOut,
                            cOut,
                            rows,
                            columns,
                            work[worker]);
                }
            }
        }
    }
}
