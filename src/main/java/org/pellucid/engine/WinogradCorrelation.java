package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.WinogradPool;
import org.pellucid.engine.simd.WinogradProduct;
import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.gemm.CacheLine;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * Winograd's F(4×4, 3×3): 36 multiplications for 16 outputs, where the sums as defined need 144. Tiles of 6×6 inputs,
 * four apart, are transformed; in the transformed domain, the sum over channels is a matrix product for each of the 36
 * elements; what comes out is transformed back to tiles of 4×4 outputs.
 *
 * <pre>
 * V[e] = (Bᵀ d B)[e]  [tiles, cIn],   U[e] = (G g Gᵀ)[e]  [cIn, cOut],   M[e] = V[e] · U[e],   y = relu(Aᵀ M A + b)
 * </pre>
 *
 * <p>A group of tiles at a time, and a panel or two of output channels at a time, so that V and M stay in the second-level
 * cache. Source: Lavin and Gray, <i>Fast algorithms for convolutional neural networks</i>, CVPR 2016. Matrices, cost and
 * rounding bound: docs/winograd.md.
 */
final class WinogradCorrelation implements Correlation {
    /** From element to element of M and dM. */
    static final int PRODUCT_STEP = CacheLine.apart(WinogradGroup.MOST * ImplicitProduct.COLUMNS);

    private static final int ELEMENTS = WinogradTiles.IN * WinogradTiles.IN;

    /** From panel to panel of M. */
    private static final int PRODUCT_NEXT = ELEMENTS * PRODUCT_STEP;

    /** Floats of M: two panels. */
    static final int PRODUCTS = HEAD + 2 * PRODUCT_NEXT;

    private static final int COLUMNS = ImplicitProduct.COLUMNS;

    private final int cIn;
    private final int cOut;
    private final Window win;
    private final WinogradKernel kernel;
    private final ConvOutput out;
    private final WinogradGroup group;
    private final float[][] m;
    private final float[][] work;

    /** Arguments as those of {@link DirectCorrelation}. */
    WinogradCorrelation(Conv2dGeometry g, Border border, float[] w, ConvOutput out, Plan plan) {
        cIn = g.cIn();
        cOut = g.cOut();
        win = g.window();
        kernel = new WinogradKernel(WinogradForm.F4, cIn, w, plan);
        this.out = out;
        group = new WinogradGroup(g, border, plan);
        m = plan.scratch().arrays("winograd products", PRODUCTS);
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
    }

    @Override
    public void prepare(int panel, int worker) {
        kernel.transform(panel, worker);
    }

    @Override
    public void run(float[] framed, int at, int first, int count, int worker) {
        int tiles = count * group.tiles();
        float[] v = group.transformed(worker);
        for (int tile = 0; tile < tiles; tile += group.size()) {
            int size = Math.min(group.size(), tiles - tile);
            group.transform(framed, at, tile, size, worker);
            int panels;
            for (int o = 0; o < cOut; o += panels * COLUMNS) {
                panels = WinogradProduct.panels(o, cOut);
                WinogradProduct.forward(
                        panels,
                        size,
                        cIn,
                        v,
                        group.step(),
                        kernel.u(),
                        kernel.layout().at(o, 0),
                        kernel.layout().step(),
                        kernel.layout().next(),
                        m[worker],
                        PRODUCT_STEP,
                        PRODUCT_NEXT);
                for (int panel = 0; panel < panels; panel++) {
                    for (int t = 0; t < size; t++) {
                        write(first, tile, t, o + panel * COLUMNS, panel, worker);
                    }
                }
            }
        }
    }

    /** One tile's outputs, of the panel of channels that begins at o, the panel-th of M. */
    private void write(int first, int tile, int t, int o, int panel, int worker) {
        int from = HEAD + panel * PRODUCT_NEXT + t * COLUMNS;
        int picture = first + (tile + t) / group.tiles();
        int oh = group.row(tile + t);
        int ow = group.column(tile + t);
        int rows = Math.min(WinogradTiles.OUT, win.hOut() - oh);
        int columns = Math.min(WinogradTiles.OUT, win.wOut() - ow);
        int channels = Math.min(COLUMNS, cOut - o);
        if (out.pooled()) {
            int inside = (oh / 2 * win.wOut() / 2 + ow / 2) * cOut + o;
            WinogradPool.output(
                    m[worker],
                    from,
                    PRODUCT_STEP,
                    channels,
                    out.start(),
                    o,
                    out.y(),
                    picture * win.hOut() / 2 * win.wOut() / 2 * cOut + inside,
                    out.winners().of(worker),
                    out.winners().at(picture - first) + inside,
                    win.wOut() / 2 * cOut,
                    cOut,
                    rows / 2,
                    columns / 2);
        } else {
            WinogradTiles.output(
                    m[worker],
                    from,
                    PRODUCT_STEP,
                    channels,
                    out.start(),
                    o,
                    out.relu(),
                    out.y(),
                    ((picture * win.hOut() + oh) * win.wOut() + ow) * cOut + o,
                    win.wOut() * cOut,
                    cOut,
                    rows,
                    columns,
                    work[worker]);
        }
    }
}
