package org.pellucid.engine;

import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/** Pictures cut into overlapping tiles of 6×6, and a group of those tiles transformed: V [36, GROUP, cIn]. */
final class WinogradGroup {
    private static final int GROUP = WinogradCorrelation.GROUP;
    private static final int OUT = WinogradTiles.OUT;

    private final int cIn;
    private final int across;
    private final int tiles;
    private final Frames frames;
    private final float[][] framed;
    private final int[] offsets;
    private final float[][] v;
    private final float[][] work;
    private final int[] tileRows = new int[GROUP];
    private final int[] channelTaps;

    WinogradGroup(Conv2dGeometry g, Plan plan) {
        Window win = g.window();
        cIn = g.cIn();
        int down = (win.hOut() + OUT - 1) / OUT;
        across = (win.wOut() + OUT - 1) / OUT;
        tiles = down * across;
        frames = new Frames(Border.around(g).atLeast(down * OUT + 2, across * OUT + 2), plan);
        v = plan.scratch().arrays("winograd tiles", WinogradTiles.IN * WinogradTiles.IN * GROUP * cIn);
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
        framed = new float[v.length][];
        offsets = new int[v.length];
        for (int t = 0; t < GROUP; t++) {
            tileRows[t] = t * cIn;
        }
        channelTaps = new int[cIn];
        for (int c = 0; c < cIn; c++) {
            channelTaps[c] = c;
        }
    }

    /** How many pictures are framed at once. */
    int pictures() {
        return frames.pictures();
    }

    /** Tiles of one picture. */
    int tiles() {
        return tiles;
    }

    /** The output row at which a tile begins. */
    int row(int tile) {
        return tile % tiles / across * OUT;
    }

    /** The output column at which a tile begins. */
    int column(int tile) {
        return tile % across * OUT;
    }

    void frame(float[] x, int first, int count, int worker) {
        framed[worker] = frames.of(x, first, count, worker);
        offsets[worker] = frames.offset(first);
    }

    /** Transforms some tiles, counted through the pictures framed. */
    void transform(int tile, int size, int worker) {
        Border b = frames.border();
        for (int t = 0; t < size; t++) {
            int pixel = ((tile + t) / tiles * b.height() + row(tile + t)) * b.width() + column(tile + t);
            WinogradTiles.input(
                    framed[worker],
                    offsets[worker] + pixel * cIn,
                    b.width() * cIn,
                    cIn,
                    v[worker],
                    t * cIn,
                    GROUP * cIn,
                    work[worker]);
        }
    }

    /** V: element e of tile t and channel c at (e · GROUP + t) · cIn + c. */
    float[] transformed(int worker) {
        return v[worker];
    }

    /** Where each tile is in an element's matrix. */
    int[] tileRows() {
        return tileRows;
    }

    /** Where each channel is in a tile. */
    int[] channelTaps() {
        return channelTaps;
    }
}
