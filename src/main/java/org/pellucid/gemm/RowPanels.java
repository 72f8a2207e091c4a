package org.pellucid.gemm;

/**
 * A block of A as tiles with 16 registers read it fastest: six rows, or four, of each p side by side, and p after p
 * ({@link Tile6x2#panels}), with zeros below the last row.
 *
 * <p>The copy pays where B is very wide: each number of A is then read by many tiles.
 */
final class RowPanels {
    private static final int FOUR = VectorTile.FEWEST_ROWS;
    private static final int SIX = Tile6x2.ROWS;

    private final float[] panels;

    /** @param numbers of the largest block, without the zeros below it */
    RowPanels(int numbers, int depth) {
        panels = new float[numbers + FOUR * depth];
    }

    /** The rows of the next panel where so many are left: up to four if no more than that. */
    static int height(int left) {
        return Math.min(left, VectorTile.sixes(left));
    }

    /**
     * Packs so many rows.
     *
     * @param aI distance in {@code a} from row to row
     * @param aP distance in {@code a} from p to p; it or {@code aI} is 1
     */
    void pack(int depth, int height, float[] a, int aAt, int aI, int aP) {
        int rows;
        for (int i = 0; i < height; i += rows) {
            rows = height(height - i);
            int from = aAt + i * aI;
            int to = i * depth;
            if (rows == SIX && aI == 1) {
                packSix(depth, a, from, aP, to);
            } else if (rows == SIX) {
                turnSix(depth, a, from, aI, to);
            } else if (aI == 1) {
                Panels.packRows(depth, rows, a, from, aP, panels, to, FOUR);
            } else {
                Panels.packColumns(depth, rows, a, from, aI, panels, to, FOUR);
            }
        }
    }

    private void packSix(int k, float[] x, int offset, int stride, int at) {
        int from = offset;
        int to = at;
        for (int p = 0; p < k; p++) {
            panels[to] = x[from];
            panels[to + 1] = x[from + 1];
            panels[to + 2] = x[from + 2];
            panels[to + 3] = x[from + 3];
            panels[to + 4] = x[from + 4];
            panels[to + 5] = x[from + 5];
            from += stride;
            to += SIX;
        }
    }

    private void turnSix(int k, float[] x, int offset, int stride, int at) {
        int x1 = offset + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
        int x4 = x3 + stride;
        int x5 = x4 + stride;
        int to = at;
        for (int p = 0; p < k; p++) {
            panels[to] = x[offset + p];
            panels[to + 1] = x[x1 + p];
            panels[to + 2] = x[x2 + p];
            panels[to + 3] = x[x3 + p];
            panels[to + 4] = x[x4 + p];
            panels[to + 5] = x[x5 + p];
            to += SIX;
        }
    }

    /**
     * C ← A·B of the panel that begins with row i, of as many rows as {@link #height} says or with zeros up to four.
     *
     * @param b a panel of {@link VectorTile#NARROW} columns
     */
    void multiply(int i, int rows, int depth, float[] b, int bAt, float[] c, int cAt, int ldc) {
        if (rows == SIX) {
            Tile6x2.panels(depth, panels, i * depth, b, bAt, c, cAt, ldc);
        } else {
            Tile4x2.columns(depth, panels, i * depth, FOUR, b, bAt, VectorTile.NARROW, c, cAt, ldc);
        }
    }
}
