package org.pellucid.gemm;

import static org.pellucid.gemm.CacheLine.HEAD;

/**
 * The JDK's Vector API, after Goto and van de Geijn, <i>Anatomy of high-performance matrix multiplication</i>, 2008.
 *
 * <p>The product is cut into slices along its inner side, blocks of rows of A, panels of columns of B and tiles of C. Unlike
 * Goto's, it reads A, and B below few rows, in place, for {@link VectorTile} takes either as stored. Packed are A where there are 16
 * registers and B is very wide ({@link RowPanels}), the panels of Bᵀ, whose columns do not lie side by side, those of B that serve many
 * tiles, and those at the lower and the right edge, which are filled up with zeros. Tiles there are computed into a buffer, and what is
 * valid of them goes into C.
 *
 * <p>Several panels are packed at once and stay in the second cache. With 32 registers all rows of a block go along one panel, then
 * along the next. With 16, whose panels are half as wide, the rows of one tile go along all of them before the next rows do: those
 * rows then stay in the first cache, and what is written of C lies in longer runs.
 *
 * <p>Each element of C is one chain of fused multiply-adds for each slice, wherever it lies. Of A Bᵀ with fewer rows than columns the
 * transpose is made, B Aᵀ, so that it is the smaller matrix that is packed; with very few rows it goes through
 * {@link VectorDots} instead, sums of nine terms through {@link VectorNine}.
 */
final class VectorGemm implements Gemm {
    private static final int ROWS = VectorTile.FEWEST_ROWS;
    private static final int COLUMNS = VectorTile.COLUMNS;

    /** Length of a slice, about: B is packed for so much at once. */
    private static final int DEPTH = 512;

    /** No slice is as long: two would come nearer to {@link #DEPTH}. */
    private static final int LONGEST = DEPTH + DEPTH / 2;

    /** Numbers in a block of A: 1 MB, a large second cache; the fewer blocks, the fewer times B is packed. */
    private static final int BLOCK = 1 << 18;

    /**
     * Rows from which on a panel of B is packed although it could be read in place: its rows in a wide matrix fall on few
     * lines of the first cache, all the more if the width is a power of two, and with so many tiles to come the copy pays.
     */
    private static final int WORTH_PACKING = 64;

    /**
     * Columns from which on, with 16 registers, the block of A is packed, too; from half as many on that of Aᵀ, of which a tile would
     * read another line of the cache for each p.
     */
    private static final int WIDE = 512;

    /** Rows of B whose products with a panel of A are held to be turned. */
    private static final int TURNED = 256;

    /** Panels of B packed at once: rows of half a kilobyte, which the processor fetches ahead as it does not shorter ones. */
    private static final int PANELS = 128 / COLUMNS;

    private final VectorDots dots = new VectorDots();
    private final RowPanels aPanels = new RowPanels(VectorRegisters.MANY ? 0 : BLOCK, LONGEST);
    private final float[] aEdge = new float[LONGEST * ROWS];
    private final float[] bPanels = new float[HEAD + PANELS * LONGEST * COLUMNS];
    private final float[] turned = new float[HEAD + TURNED * COLUMNS];
    private final float[] buffer = new float[HEAD + Tile6x2.ROWS * COLUMNS];

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        Matrices.check(transposeA, transposeB, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
        if (k == 0) {
            Matrices.scale(m, n, beta, c, cOffset, ldc);
            return;
        }
        if (transposeB && !transposeA && m <= VectorDots.FEW) {
            dots.multiply(m, n, k, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
            return;
        }
        if (transposeB && !transposeA && turns(m, n, k)) {
            multiplyTurned(m, n, k, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
            return;
        }
        // Distances in A as stored from row to row of op(A), and from p to p.
        int aI = transposeA ? 1 : lda;
        int aP = transposeA ? lda : 1;
        boolean nine = VectorNine.FITS && k == VectorNine.TERMS && beta == 0 && !transposeA && !transposeB;
        int slice = slice(k);
        for (int p0 = 0; p0 < k; p0 += slice) {
            int depth = Math.min(slice, k - p0);
            float sliceBeta = p0 == 0 ? beta : 1;
            int rows = BLOCK / depth / ROWS * ROWS;
            for (int i0 = 0; i0 < m; i0 += rows) {
                int height = Math.min(rows, m - i0);
                boolean tall = height >= WORTH_PACKING;
                int aAt = aOffset + i0 * aI + p0 * aP;
                boolean wide = !VectorRegisters.MANY && tall && !nine && n >= (transposeA ? WIDE / 2 : WIDE);
                if (wide) {
                    aPanels.pack(depth, height, a, aAt, aI, aP);
                } else {
                    packLowerEdge(depth, height, tall, a, aAt, aI, aP);
                }
                int columns;
                for (int j0 = 0; j0 < n; j0 += columns) {
                    int width = nine ? VectorTile.NARROW : VectorTile.width(n - j0);
                    columns = Math.min(width, n - j0);
                    int bAt = transposeB ? bOffset + j0 * ldb + p0 : bOffset + p0 * ldb + j0;
                    int cAt = cOffset + i0 * ldc + j0;
                    boolean whole = columns == width;
                    if (nine && whole) {
                        VectorNine.multiply(height, a, aAt, aI, b, bAt, ldb, c, cAt, ldc);
                    } else if (whole && !transposeB && !(tall && width == COLUMNS)) {
                        column(depth, height, width, width, tall, a, aAt, aI, aP, b, bAt, ldb, sliceBeta, c, cAt, ldc);
                    } else {
                        if (whole && width == COLUMNS) {
                            columns = Math.min(PANELS, (n - j0) / COLUMNS) * COLUMNS;
                        }
                        packPanels(transposeB, depth, width, columns, b, bAt, ldb);
                        if (wide) {
                            packedPanels(depth, height, columns, sliceBeta, c, cAt, ldc);
                        } else {
                            panels(depth, height, width, columns, tall, a, aAt, aI, aP, sliceBeta, c, cAt, ldc);
                        }
                    }
                }
            }
        }
    }

    /** The length of the slices of a sum: as near to {@link #DEPTH} as such can be that are all of one length. */
    private static int slice(int k) {
        int slices = Math.max(1, (k + DEPTH / 2) / DEPTH);
        return (k + slices - 1) / slices;
    }

    /** Packs whole panels of B, or one that is not. */
    private void packPanels(boolean transposeB, int depth, int width, int columns, float[] b, int bAt, int ldb) {
        if (transposeB) {
            for (int j = 0; j < columns; j += width) {
                int valid = Math.min(width, columns - j);
                Panels.packColumns(depth, valid, b, bAt + j * ldb, ldb, bPanels, HEAD + j * depth, width);
            }
        } else if (columns < width) {
            Panels.packRows(depth, columns, b, bAt, ldb, bPanels, HEAD, width);
        } else {
            VectorTile.pack(depth, columns / COLUMNS, b, bAt, ldb, bPanels, HEAD);
        }
    }

    /** A block of A times what {@link #packPanels} has packed. */
    private void panels(
            int depth,
            int height,
            int width,
            int columns,
            boolean tall,
            float[] a,
            int aOffset,
            int aI,
            int aP,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        int rows;
        for (int i = 0; i < height; i += rows) {
            rows = VectorRegisters.MANY || height - i < ROWS ? height - i : VectorTile.height(height - i, tall);
            for (int j = 0; j < columns; j += width) {
                int valid = Math.min(width, columns - j);
                column(
                        depth,
                        rows,
                        width,
                        valid,
                        tall,
                        a,
                        aOffset + i * aI,
                        aI,
                        aP,
                        bPanels,
                        HEAD + j * depth,
                        width,
                        beta,
                        c,
                        cOffset + i * ldc + j,
                        ldc);
            }
        }
    }

    /**
     * Whether Cᵀ = B Aᵀ is the cheaper way to C = A Bᵀ: then the rows of A are packed and not those of B, which are more, but C must
     * be turned.
     */
    private static boolean turns(int m, int n, int k) {
        return m < n && 2L * m * n < (long) k * (n - m);
    }

    private void multiplyTurned(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        for (int j0 = 0; j0 < n; j0 += TURNED) {
            int height = Math.min(TURNED, n - j0);
            int width;
            for (int i0 = 0; i0 < m; i0 += width) {
                width = VectorTile.width(m - i0);
                int columns = Math.min(width, m - i0);
                int slice = slice(k);
                for (int p0 = 0; p0 < k; p0 += slice) {
                    int depth = Math.min(slice, k - p0);
                    int bAt = bOffset + j0 * ldb + p0;
                    boolean tall = height >= WORTH_PACKING;
                    packLowerEdge(depth, height, tall, b, bAt, ldb, 1);
                    Panels.packColumns(depth, columns, a, aOffset + i0 * lda + p0, lda, bPanels, HEAD, width);
                    float sliceBeta = p0 == 0 ? 0 : 1;
                    column(
                            depth, height, width, width, tall, b, bAt, ldb, 1, bPanels, HEAD, width, sliceBeta, turned,
                            HEAD, width);
                }
                mergeTurned(columns, height, width, beta, c, cOffset + i0 * ldc + j0, ldc);
            }
        }
    }

    /** What {@link #multiplyTurned} made goes into so many rows and columns of C, a line of the cache of it at a time. */
    private void mergeTurned(int rows, int columns, int width, float beta, float[] c, int cOffset, int ldc) {
        for (int j0 = 0; j0 < columns; j0 += CacheLine.FLOATS) {
            int end = Math.min(j0 + CacheLine.FLOATS, columns);
            for (int i = 0; i < rows; i++) {
                int to = cOffset + i * ldc;
                for (int j = j0; j < end; j++) {
                    float sum = turned[HEAD + j * width + i];
                    c[to + j] = beta == 0 ? sum : Math.fma(c[to + j], beta, sum);
                }
            }
        }
    }

    /** Packs the last rows of a block of A if they are too few for a tile. */
    private void packLowerEdge(int depth, int height, boolean tall, float[] a, int aOffset, int aI, int aP) {
        int rows = VectorTile.edge(height, tall);
        int from = aOffset + (height - rows) * aI;
        if (rows == 0) {
            return;
        }
        if (aI == 1) {
            Panels.packRows(depth, rows, a, from, aP, aEdge, 0, ROWS);
        } else {
            Panels.packColumns(depth, rows, a, from, aI, aEdge, 0, ROWS);
        }
    }

    /** A column of tiles: one block of A times one panel of B, {@code width} columns of which the first are valid. */
    private void column(
            int depth,
            int height,
            int width,
            int columns,
            boolean tall,
            float[] a,
            int aOffset,
            int aI,
            int aP,
            float[] b,
            int bOffset,
            int bP,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        boolean whole = columns == width;
        int i = 0;
        int rows;
        for (; height - i >= ROWS; i += rows) {
            rows = VectorTile.height(height - i, tall);
            int aAt = aOffset + i * aI;
            int cAt = cOffset + i * ldc;
            if (whole && beta == 0) {
                VectorTile.multiply(rows, width, depth, a, aAt, aI, aP, b, bOffset, bP, c, cAt, ldc);
                continue;
            }
            VectorTile.multiply(rows, width, depth, a, aAt, aI, aP, b, bOffset, bP, buffer, HEAD, width);
            if (whole) {
                VectorTile.add(rows, width, buffer, HEAD, beta, c, cAt, ldc);
            } else {
                merge(rows, columns, width, beta, c, cAt, ldc);
            }
        }
        if (i < height) {
            VectorTile.multiply(ROWS, width, depth, aEdge, 0, 1, ROWS, b, bOffset, bP, buffer, HEAD, width);
            merge(height - i, columns, width, beta, c, cOffset + i * ldc, ldc);
        }
    }

    /** As {@link #panels}, with the block of A in {@link #aPanels}. */
    private void packedPanels(int depth, int height, int columns, float beta, float[] c, int cOffset, int ldc) {
        int rows;
        for (int i = 0; i < height; i += rows) {
            rows = RowPanels.height(height - i);
            for (int j = 0; j < columns; j += COLUMNS) {
                int valid = Math.min(COLUMNS, columns - j);
                int bAt = HEAD + j * depth;
                int cAt = cOffset + i * ldc + j;
                boolean whole = valid == COLUMNS && rows >= ROWS;
                if (whole && beta == 0) {
                    aPanels.multiply(i, rows, depth, bPanels, bAt, c, cAt, ldc);
                    continue;
                }
                aPanels.multiply(i, rows, depth, bPanels, bAt, buffer, HEAD, COLUMNS);
                if (whole) {
                    VectorTile.add(rows, COLUMNS, buffer, HEAD, beta, c, cAt, ldc);
                } else {
                    merge(rows, valid, COLUMNS, beta, c, cAt, ldc);
                }
            }
        }
    }

    /** The valid part of the buffered tile goes into C, rounded as {@link VectorTile} would. */
    private void merge(int rows, int columns, int width, float beta, float[] c, int cOffset, int ldc) {
        for (int i = 0; i < rows; i++) {
            int to = cOffset + i * ldc;
            for (int j = 0; j < columns; j++) {
                float sum = buffer[HEAD + i * width + j];
                c[to + j] = beta == 0 ? sum : Math.fma(c[to + j], beta, sum);
            }
        }
    }
}
