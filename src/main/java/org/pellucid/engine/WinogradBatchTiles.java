package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.WinogradProduct;
import org.pellucid.gemm.CacheLine;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * The tiles of a whole batch, counted through its pictures, and memory for what becomes of them: V [elements, tiles, c] and
 * panels of M [elements, panels, tiles, COLUMNS]. Those of the same size share that memory.
 */
final class WinogradBatchTiles {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;

    private final WinogradForm form;
    private final int across;
    private final int each;
    private final int room;
    private final int vRow;
    private final int vStep;
    private final int mStep;
    private final float[] v;
    private final float[] m;

    /**
     * @param g its outputs are tiled
     * @param vChannels of what is transformed to V
     * @param mChannels of what is, or comes from, M
     */
    WinogradBatchTiles(WinogradForm form, Conv2dGeometry g, int vChannels, int mChannels, Plan plan) {
        Window w = g.window();
        this.form = form;
        across = form.count(w.wOut());
        each = form.count(w.hOut()) * across;
        room = (plan.batch() * each + WinogradProduct.ROWS - 1) / WinogradProduct.ROWS * WinogradProduct.ROWS;
        vRow = CacheLine.apart(vChannels);
        vStep = CacheLine.apart(room * vRow);
        mStep = CacheLine.apart(room * ((mChannels + COLUMNS - 1) / COLUMNS * COLUMNS));
        v = plan.scratch().shared("winograd batch tiles", HEAD + form.elements() * vStep);
        m = plan.scratch().shared("winograd batch products", HEAD + form.elements() * mStep);
    }

    /** Tiles of one picture. */
    int each() {
        return each;
    }

    /** The output row at which a picture's tile begins. */
    int row(int tile) {
        return tile / across * form.out();
    }

    /** The output column at which a picture's tile begins. */
    int column(int tile) {
        return tile % across * form.out();
    }

    float[] v() {
        return v;
    }

    /** Where in V a tile's element stands. */
    int vAt(int element, int tile) {
        return HEAD + element * vStep + tile * vRow;
    }

    /** From tile to tile of V. */
    int vRow() {
        return vRow;
    }

    /** From element to element of V. */
    int vStep() {
        return vStep;
    }

    float[] m() {
        return m;
    }

    /** Where in M a tile's element stands, of the panel of channels from o on. */
    int mAt(int element, int o, int tile) {
        return HEAD + element * mStep + o * room + tile * COLUMNS;
    }

    /** From panel to panel of M. */
    int mNext() {
        return room * COLUMNS;
    }

    /** From element to element of M. */
    int mStep() {
        return mStep;
    }

    /** V = Bᵀ d B for the pictures from … to − 1 of x. */
    void transform(float[] x, Frames frames, int channels, int from, int to, int worker, float[] work) {
        Border border = frames.border();
        for (int first = from; first < to; first += frames.pictures()) {
            int count = Math.min(frames.pictures(), to - first);
            float[] framed = frames.of(x, first, count, worker);
            for (int i = 0; i < count; i++) {
                int picture = frames.offset(first) + i * border.size();
                for (int t = 0; t < each; t++) {
                    int at = picture + (row(t) * border.width() + column(t)) * channels;
                    int tile = (first + i) * each + t;
                    form.input(framed, at, border.width() * channels, channels, v, vAt(0, tile), vStep(), work);
                }
            }
        }
    }

    /** dM = A dy Aᵀ for the pictures from … to − 1 of dy, whose frames are at least {@link WinogradForm#gradientBorder}. */
    void transformAdjoint(float[] dy, Frames frames, int channels, int from, int to, int worker, float[] work) {
        Border border = frames.border();
        for (int first = from; first < to; first += frames.pictures()) {
            int count = Math.min(frames.pictures(), to - first);
            float[] framed = frames.of(dy, first, count, worker);
            for (int i = 0; i < count; i++) {
                int picture = frames.offset(first) + i * border.size() + border.inside();
                for (int t = 0; t < each; t++) {
                    int at = picture + (row(t) * border.width() + column(t)) * channels;
                    for (int o = 0; o < channels; o += COLUMNS) {
                        form.outputAdjoint(
                                framed,
                                at + o,
                                border.width() * channels,
                                channels,
                                Math.min(COLUMNS, channels - o),
                                m,
                                mAt(0, o, (first + i) * each + t),
                                mStep(),
                                work);
                    }
                }
            }
        }
    }
}
