package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.gemm.CacheLine;
import org.pellucid.spec.Conv2dGeometry;

/** Pictures cut into overlapping tiles of 6×6, and a group of those tiles transformed: V [36, size, cIn]. */
final class WinogradGroup {
    private static final int ELEMENTS = WinogradTiles.IN * WinogradTiles.IN;

    /** Most tiles at a time: a multiple of twice the rows of the register tile; those of one picture of 24×24. */
    static final int MOST = 36;

    /** Floats of V beyond which half as many tiles go at once: with the transformed kernels it would leave the second-level cache. */
    private static final int BUDGET = 1 << 17;

    private static final int OUT = WinogradTiles.OUT;

    private final int cIn;
    private final int across;
    private final int tiles;
    private final int size;
    private final int step;
    private final Border border;
    private final float[][] v;
    private final float[][] work;

    /** @param border how the pictures are framed, at least {@link WinogradForm#border} */
    WinogradGroup(Conv2dGeometry g, Border border, Plan plan) {
        this.border = border;
        cIn = g.cIn();
        across = WinogradForm.F4.count(g.window().wOut());
        tiles = WinogradForm.F4.count(g.window().hOut()) * across;
        size = ELEMENTS * MOST * cIn > BUDGET ? MOST / 2 : MOST;
        step = CacheLine.apart(size * cIn);
        v = plan.scratch().arrays("winograd tiles", HEAD + ELEMENTS * step);
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
    }

    /** Tiles of one picture. */
    int tiles() {
        return tiles;
    }

    /** Tiles at a time. */
    int size() {
        return size;
    }

    /** The output row at which a tile begins. */
    int row(int tile) {
        return tile % tiles / across * OUT;
    }

    /** The output column at which a tile begins. */
    int column(int tile) {
        return tile % across * OUT;
    }

    /** Transforms some tiles, counted through pictures framed one after the other from {@code at} on. */
    void transform(float[] framed, int at, int tile, int size, int worker) {
        for (int t = 0; t < size; t++) {
            int pixel = ((tile + t) / tiles * border.height() + row(tile + t)) * border.width() + column(tile + t);
            WinogradTiles.input(
                    framed, at + pixel * cIn, border.width() * cIn, cIn, v[worker], HEAD + t * cIn, step, work[worker]);
        }
    }

    /** V: element e of tile t and channel c at HEAD + e · step + t · cIn + c. */
    float[] transformed(int worker) {
        return v[worker];
    }

    /** From element to element of V. */
    int step() {
        return step;
    }
}
