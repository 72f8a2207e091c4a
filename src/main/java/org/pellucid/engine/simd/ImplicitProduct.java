package org.pellucid.engine.simd;

import java.util.Arrays;
import org.pellucid.gemm.VectorRegisters;

/**
 * Matrix products whose left side is never written out: element (i, p) of A is {@code a[aOffset + rows[i] + taps[p]]}.
 *
 * <p>With the places of the output pixels as rows and those of a kernel's taps as taps, A holds the windows of a
 * convolution, row by row; with the two tables exchanged it is the transpose, which the weights' gradient needs. Both tables ascend:
 * where the numbers of one follow each other, as the channels of a pixel do, {@link ImplicitTile} has faster tiles.
 *
 * <p>Blocked for the caches: {@link #DEPTH} rows of one panel of B, which stay in the first level, meet all of A before
 * the next. An instance owns buffers, so it belongs to one thread at a time; nothing is allocated in a call. Each element
 * of C is summed in the order of p, wherever it stands: the same bits, however a batch is cut into products.
 */
public final class ImplicitProduct {
    /** The width of a panel of packed weights. */
    public static final int COLUMNS = ImplicitTile.COLUMNS;

    /** Numbers in a vector. */
    public static final int LANES = VectorRegisters.LANES;

    private static final int TALLEST = Math.max(ImplicitTile.ROWS, NarrowTile.ROWS);

    /** A panel of B takes 32 kB with 512-bit vectors, less with others. */
    private static final int DEPTH = 256;

    /** Fewest taps that are worth a tile's being taken from C and put back. */
    private static final int SHORTEST_RUN = 32;

    private final float[] panel = new float[DEPTH * COLUMNS];
    private final float[] edge = new float[TALLEST * COLUMNS];
    private final int[] edgeRows = new int[TALLEST];

    /** Floats in a packed matrix of k rows and n columns: panels of {@link #COLUMNS} columns, the last filled with 0. */
    public static int packedSize(int k, int n) {
        return (n + COLUMNS - 1) / COLUMNS * COLUMNS * k;
    }

    /**
     * C ← relu(bias + A·B), the ReLU optional.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B
     * @param b packed: panels of [k, {@link #COLUMNS}]
     * @param bias n numbers
     */
    public void overwrite(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int[] rows,
            int[] taps,
            float[] b,
            int bOffset,
            float[] bias,
            boolean relu,
            float[] c,
            int cOffset,
            int ldc) {
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            int depth;
            for (int p = 0; p < k; p += depth) {
                depth = depth(taps, p, k);
                int bAt = bOffset + j * k + p * COLUMNS;
                int cAt = cOffset + j;
                boolean last = relu && p + depth == k;
                if (p == 0) {
                    column(m, columns, depth, a, aOffset, rows, taps, p, b, bAt, bias, j, 0, last, c, cAt, ldc);
                } else {
                    column(m, columns, depth, a, aOffset, rows, taps, p, b, bAt, c, cAt, ldc, last, c, cAt, ldc);
                }
            }
        }
    }

    /**
     * How many taps from p on go at once. With 16 registers not more than follow each other, such as those of a row of a kernel: a tile that
     * must look for each is half as fast there.
     */
    private static int depth(int[] taps, int p, int k) {
        int most = Math.min(DEPTH, k - p);
        if (VectorRegisters.MANY) {
            return most;
        }
        int run = 1;
        while (run < most && taps[p + run] == taps[p] + run) {
            run++;
        }
        return run >= SHORTEST_RUN ? run : most;
    }

    /**
     * C ← C + A·B.
     *
     * @param bRows where a row of B begins, counted from {@code bOffset}: framed pictures have gaps
     */
    public void accumulate(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int[] rows,
            int[] taps,
            float[] b,
            int bOffset,
            int[] bRows,
            float[] c,
            int cOffset,
            int ldc) {
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            for (int j = 0; j < n; j += COLUMNS) {
                int columns = Math.min(COLUMNS, n - j);
                int cAt = cOffset + j;
                pack(p, depth, columns, b, bOffset + j, bRows);
                column(m, columns, depth, a, aOffset, rows, taps, p, panel, 0, c, cAt, ldc, false, c, cAt, ldc);
            }
        }
    }

    private void pack(int row, int depth, int columns, float[] b, int bOffset, int[] bRows) {
        for (int p = 0; p < depth; p++) {
            System.arraycopy(b, bOffset + bRows[row + p], panel, p * COLUMNS, columns);
            Arrays.fill(panel, p * COLUMNS + columns, (p + 1) * COLUMNS, 0);
        }
    }

    /** C ← start + A·B for one panel of B, packed, k not more than what the first-level cache holds. */
    public void begin(
            int m,
            int columns,
            int k,
            float[] a,
            int aOffset,
            int[] rows,
            int[] taps,
            float[] b,
            int bOffset,
            float[] start,
            int startOffset,
            float[] c,
            int cOffset,
            int ldc) {
        column(m, columns, k, a, aOffset, rows, taps, 0, b, bOffset, start, startOffset, 0, false, c, cOffset, ldc);
    }

    /** C ← C + A·B for such a panel. */
    public void goOn(
            int m,
            int columns,
            int k,
            float[] a,
            int aOffset,
            int[] rows,
            int[] taps,
            float[] b,
            int bOffset,
            float[] c,
            int cOffset,
            int ldc) {
        column(m, columns, k, a, aOffset, rows, taps, 0, b, bOffset, c, cOffset, ldc, false, c, cOffset, ldc);
    }

    /**
     * C ← C + A·B, where C is a panel, {@link #COLUMNS} apart, and row p of B begins at {@code bOffset + bRows[p]}.
     *
     * @param columns of B that count
     */
    public void accumulateRows(
            int m,
            int columns,
            int k,
            float[] a,
            int[] rows,
            int[] taps,
            float[] b,
            int bOffset,
            int[] bRows,
            float[] c,
            int cOffset) {
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            pack(p, depth, columns, b, bOffset, bRows);
            column(m, COLUMNS, depth, a, 0, rows, taps, p, panel, 0, c, cOffset, COLUMNS, false, c, cOffset, COLUMNS);
        }
    }

    /** A column of tiles: all of A times one panel of B. */
    private void column(
            int m,
            int columns,
            int depth,
            float[] a,
            int aOffset,
            int[] rows,
            int[] taps,
            int tap,
            float[] b,
            int bOffset,
            float[] start,
            int startOffset,
            int startStride,
            boolean relu,
            float[] c,
            int cOffset,
            int ldc) {
        int i = columns > LANES
                ? 0
                : narrow(
                        m,
                        columns,
                        depth,
                        a,
                        aOffset,
                        rows,
                        taps,
                        tap,
                        b,
                        bOffset,
                        start,
                        startOffset,
                        startStride,
                        relu,
                        c,
                        cOffset,
                        ldc);
        while (i < m) {
            int height = ImplicitTile.height(m - i);
            int valid = Math.min(height, m - i);
            int startAt = startOffset + i * startStride;
            int cAt = cOffset + i * ldc;
            if (columns == COLUMNS && valid == height) {
                ImplicitTile.multiply(
                        height,
                        depth,
                        a,
                        aOffset,
                        rows,
                        i,
                        taps,
                        tap,
                        b,
                        bOffset,
                        COLUMNS,
                        start,
                        startAt,
                        startStride,
                        relu,
                        c,
                        cAt,
                        ldc);
            } else {
                // Too small for the tile: it computes in a buffer of its size, from which the valid part is taken.
                System.arraycopy(rows, i, edgeRows, 0, valid);
                Arrays.fill(edgeRows, valid, TALLEST, rows[i]);
                copy(valid, columns, start, startAt, startStride, edge, 0, COLUMNS);
                ImplicitTile.multiply(
                        height, depth, a, aOffset, edgeRows, 0, taps, tap, b, bOffset, COLUMNS, edge, 0, COLUMNS, relu,
                        edge, 0, COLUMNS);
                copy(valid, columns, edge, 0, COLUMNS, c, cAt, ldc);
            }
            i += valid;
        }
    }

    /** As many rows as fill tall tiles of one vector; how many is returned. */
    private int narrow(
            int m,
            int columns,
            int depth,
            float[] a,
            int aOffset,
            int[] rows,
            int[] taps,
            int tap,
            float[] b,
            int bOffset,
            float[] start,
            int startOffset,
            int startStride,
            boolean relu,
            float[] c,
            int cOffset,
            int ldc) {
        int i = 0;
        for (; i + NarrowTile.ROWS <= m; i += NarrowTile.ROWS) {
            int startAt = startOffset + i * startStride;
            int cAt = cOffset + i * ldc;
            if (columns == LANES) {
                NarrowTile.multiply(
                        depth,
                        a,
                        aOffset,
                        rows,
                        i,
                        taps,
                        tap,
                        b,
                        bOffset,
                        COLUMNS,
                        start,
                        startAt,
                        startStride,
                        relu,
                        c,
                        cAt,
                        ldc);
            } else {
                copy(NarrowTile.ROWS, columns, start, startAt, startStride, edge, 0, COLUMNS);
                NarrowTile.multiply(
                        depth, a, aOffset, rows, i, taps, tap, b, bOffset, COLUMNS, edge, 0, COLUMNS, relu, edge, 0,
                        COLUMNS);
                copy(NarrowTile.ROWS, columns, edge, 0, COLUMNS, c, cAt, ldc);
            }
        }
        return i;
    }

    private static void copy(
            int rows, int columns, float[] from, int fromAt, int fromStride, float[] to, int toAt, int toStride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(from, fromAt + i * fromStride, to, toAt + i * toStride, columns);
        }
    }
}
