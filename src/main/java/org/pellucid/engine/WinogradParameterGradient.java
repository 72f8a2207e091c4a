package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.engine.simd.WinogradWeights;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * The gradient of the weights in Winograd's transformed domain: summed there over all tiles of a shard, and transformed
 * back once, after all.
 *
 * <pre>dM = A dy Aᵀ,   dU[e] += V[e]ᵀ · dM[e],   dg = Gᵀ (Σ over shards of dU) G</pre>
 *
 * See docs/winograd.md.
 */
final class WinogradParameterGradient implements ParameterGradient {
    private static final int GROUP = WinogradCorrelation.GROUP;
    private static final int ELEMENTS = WinogradTiles.IN * WinogradTiles.IN;
    private static final int COLUMNS = ImplicitProduct.COLUMNS;
    private static final int KERNEL = 9;

    /** Floats of dU of one shard beyond which its traffic costs more than the multiplications saved. */
    private static final int BUDGET = 1 << 19;

    private final int cIn;
    private final int cOut;
    private final float[] x;
    private final float[] dy;
    private final float[] dw;
    private final WinogradGroup group;
    private final Frames dyFrames;
    private final float[][] dm;
    private final float[][] work;
    private final float[][] kernels;
    private final float[][] slots;
    private final ImplicitProduct[] products;
    private final Workers.Task reduceTask = this::reduce;

    WinogradParameterGradient(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Plan plan) {
        Window win = g.window();
        cIn = g.cIn();
        cOut = g.cOut();
        this.x = x.value();
        dy = y.gradient();
        dw = weight.gradient().data();
        group = new WinogradGroup(g, plan);
        Border whole = new Border(win.hOut(), win.wOut(), cOut, 0, 0, 0, 0);
        dyFrames = new Frames(whole.atLeast(roundUp(win.hOut()), roundUp(win.wOut())), plan);
        dm = plan.scratch().arrays("winograd products", ELEMENTS * GROUP * COLUMNS);
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
        kernels = plan.scratch().arrays("winograd kernels", KERNEL * COLUMNS);
        slots = new float[plan.shards().count()][size(g)];
        products = plan.products();
    }

    /** Whether the sums in the transformed domain are small enough to be worth it. */
    static boolean pays(Conv2dGeometry g) {
        return size(g) <= BUDGET;
    }

    private static int size(Conv2dGeometry g) {
        return ImplicitProduct.packedSize(ELEMENTS * g.cIn(), g.cOut());
    }

    private static int roundUp(int size) {
        return (size + WinogradTiles.OUT - 1) / WinogradTiles.OUT * WinogradTiles.OUT;
    }

    @Override
    public void clear(int shard) {
        Arrays.fill(slots[shard], 0);
    }

    @Override
    public void add(int from, int to, int shard, int worker) {
        int pictures = Math.min(group.pictures(), dyFrames.pictures());
        for (int first = from; first < to; first += pictures) {
            int count = Math.min(pictures, to - first);
            group.frame(x, first, count, worker);
            float[] d = dyFrames.of(dy, first, count, worker);
            int tiles = count * group.tiles();
            for (int tile = 0; tile < tiles; tile += GROUP) {
                int size = Math.min(GROUP, tiles - tile);
                group.transform(tile, size, worker);
                for (int o = 0; o < cOut; o += COLUMNS) {
                    for (int t = 0; t < size; t++) {
                        transform(d, dyFrames.offset(first), tile, t, o, worker);
                    }
                    multiply(o, size, slots[shard], worker);
                }
            }
        }
    }

    private void transform(float[] d, int dAt, int tile, int t, int o, int worker) {
        Border b = dyFrames.border();
        int picture = (tile + t) / group.tiles();
        int pixel = (picture * b.height() + group.row(tile + t)) * b.width() + group.column(tile + t);
        WinogradTiles.outputAdjoint(
                d,
                dAt + pixel * cOut + o,
                b.width() * cOut,
                cOut,
                Math.min(COLUMNS, cOut - o),
                dm[worker],
                t * COLUMNS,
                GROUP * COLUMNS,
                work[worker]);
    }

    private void multiply(int o, int size, float[] du, int worker) {
        for (int e = 0; e < ELEMENTS; e++) {
            products[worker].accumulate(
                    cIn,
                    COLUMNS,
                    size,
                    group.transformed(worker),
                    e * GROUP * cIn,
                    group.channelTaps(),
                    group.tileRows(),
                    dm[worker],
                    e * GROUP * COLUMNS,
                    COLUMNS,
                    du,
                    (o * ELEMENTS + e * COLUMNS) * cIn,
                    COLUMNS);
        }
    }

    @Override
    public void reduce(Workers workers) {
        workers.run((cOut + COLUMNS - 1) / COLUMNS * cIn, reduceTask);
    }

    private void reduce(int task, int worker) {
        int o = task / cIn * COLUMNS;
        int c = task % cIn;
        float[] dg = kernels[worker];
        WinogradWeights.adjoint(slots, o * ELEMENTS * cIn, cIn, c, dg, work[worker]);
        for (int i = 0; i < Math.min(COLUMNS, cOut - o); i++) {
            for (int a = 0; a < KERNEL; a++) {
                dw[((o + i) * cIn + c) * KERNEL + a] += dg[a * COLUMNS + i];
            }
        }
    }
}
