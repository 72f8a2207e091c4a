package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.WinogradProduct;
import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.engine.simd.WinogradWeights;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * The gradient of the weights in Winograd's transformed domain: summed there over all tiles of a shard, and transformed
 * back at its end.
 *
 * <pre>dM = A dy Aᵀ,   dU[e] += V[e]ᵀ · dM[e],   dg = Σ over shards of Gᵀ dU G</pre>
 *
 * See docs/winograd.md.
 */
final class WinogradParameterGradient implements ParameterGradient {
    private static final int ELEMENTS = WinogradTiles.IN * WinogradTiles.IN;
    private static final int COLUMNS = ImplicitProduct.COLUMNS;
    private static final int PRODUCT_STEP = WinogradCorrelation.PRODUCT_STEP;

    /** Floats of a shard's dU beyond which its traffic costs more than the multiplications saved. */
    private static final int BUDGET = 1 << 19;

    private final int cIn;
    private final int cOut;
    private final WinogradPanels panels;
    private final WinogradGroup group;
    private final Border dyBorder;
    private final float[][] dm;
    private final float[][] work;
    private final KernelSlots slots;
    private final LentArrays du;
    /** Whether a shard's sums are still those of another: then the first product overwrites them, which saves clearing. */
    private final boolean[] fresh;

    /** Arguments as those of {@link DirectParameterGradient}; see {@link WinogradForm#gradientBorder}. */
    WinogradParameterGradient(Conv2dGeometry g, Border x, Border dy, Parameter weight, Plan plan) {
        cIn = g.cIn();
        cOut = g.cOut();
        panels = WinogradPanels.of(ELEMENTS, cIn);
        dyBorder = dy;
        group = new WinogradGroup(g, x, plan);
        dm = plan.scratch().arrays("winograd products", WinogradCorrelation.PRODUCTS);
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
        slots = new KernelSlots(weight, g, plan.shards().count());
        du = new LentArrays(plan.shards(), plan.gemms().length, panels.size(cOut));
        fresh = new boolean[plan.shards().count()];
    }

    /** Whether the sums in the transformed domain are small enough to be worth it. */
    static boolean pays(Conv2dGeometry g) {
        return ImplicitProduct.packedSize(ELEMENTS * g.cIn(), g.cOut()) <= BUDGET;
    }

    @Override
    public void clear(int shard) {
        du.lend(shard);
        fresh[shard] = true;
    }

    @Override
    public void add(float[] x, int xAt, float[] dy, int dyAt, int count, int shard, int worker) {
        int tiles = count * group.tiles();
        float[] v = group.transformed(worker);
        for (int tile = 0; tile < tiles; tile += group.size()) {
            int size = Math.min(group.size(), tiles - tile);
            group.transform(x, xAt, tile, size, worker);
            boolean first = fresh[shard];
            fresh[shard] = false;
            for (int o = 0; o < cOut; o += COLUMNS) {
                for (int t = 0; t < size; t++) {
                    transform(dy, dyAt, tile, t, o, worker);
                }
                WinogradProduct.gradient(
                        size,
                        cIn,
                        v,
                        group.step(),
                        dm[worker],
                        PRODUCT_STEP,
                        du.of(shard),
                        panels.at(o, 0),
                        panels.step(),
                        first);
            }
        }
    }

    private void transform(float[] dy, int dyAt, int tile, int t, int o, int worker) {
        int picture = (tile + t) / group.tiles();
        int pixel = group.row(tile + t) * dyBorder.width() + group.column(tile + t);
        int width = dyBorder.width() * cOut;
        WinogradTiles.outputAdjoint(
                dy,
                dyAt + picture * dyBorder.size() + dyBorder.inside() + pixel * cOut + o,
                width,
                cOut,
                Math.min(COLUMNS, cOut - o),
                dm[worker],
                HEAD + t * COLUMNS,
                PRODUCT_STEP,
                work[worker]);
    }

    @Override
    public void finish(int shard, int worker) {
        if (fresh[shard]) { // a shard without examples
            slots.clear(shard);
        } else {
            transformBack(du.of(shard), slots.of(0, shard), work[worker]);
        }
        du.giveBack(shard);
    }

    private void transformBack(float[] sums, float[] slot, float[] buffer) {
        // A panel after the other: then 36 places are read side by side, not as many for each panel.
        for (int o = 0; o < cOut; o += COLUMNS) {
            for (int c = 0; c < cIn; c++) {
                WinogradWeights.adjoint(
                        sums,
                        panels.at(o, 0) + c * COLUMNS,
                        panels.step(),
                        Math.min(COLUMNS, cOut - o),
                        slot,
                        c * cOut + o,
                        cIn * cOut,
                        buffer);
            }
        }
    }

    @Override
    public void reduce(Workers workers) {
        slots.reduce(workers);
    }
}
