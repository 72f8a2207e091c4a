package org.pellucid.gemm;

import static org.pellucid.gemm.CacheLine.HEAD;

/**
 * The JDK's Vector API, after Goto and van de Geijn, <i>Anatomy of high-performance matrix multiplication</i>, 2008.
 *
 * <p>The product is cut into slices along its inner side, blocks of rows of A, panels of columns of B and tiles of C, such
 * that the block stays in the second cache and the panel near the first while tiles are made from them. Unlike Goto's, it
 * reads A, and B below few rows, in place, for {@link VectorTile} takes either as stored. Packed are A where there are 16 registers and B
 * is wide ({@link RowPanels}), the panels of Bᵀ, whose
 * columns do not lie side by side, those of B that serve many tiles, and those at the lower and the right edge, which are
 * filled up with zeros. Tiles there are computed into a buffer, and what is valid of them goes into C.
 *
 * <p>Each element of C is one chain of fused multiply-adds for each slice, wherever it lies. Of A Bᵀ with fewer rows than columns the
 * transpose is made, B Aᵀ, so that it is the smaller matrix that is packed; with very few rows it goes through
 * {@link VectorDots} instead, sums of nine terms through {@link VectorNine}.
 */
final class VectorGemm implements Gemm {
    private static final int ROWS = VectorTile.FEWEST_ROWS;
    private static final int COLUMNS = VectorTile.COLUMNS;

    /** Length of a slice: B is packed for so much at once, and the block of A stays in the second cache meanwhile. */
    private static final int DEPTH = 512;

    /** Numbers in a block of A: 1 MB, the second cache; the fewer blocks, the fewer times B is packed. */
    private static final int BLOCK = 1 << 18;

    /**
     * Rows from which on a panel of B is packed although it could be read in place: its rows in a wide matrix fall on few
     * lines of the first cache, all the more if the width is a power of two, and with so many tiles to come the copy pays.
     */
    private static final int WORTH_PACKING = 64;

    /** Columns from which on, with 16 registers, the block of A is packed, too. */
    private static final int WIDE = 256;

    /** Rows of B whose products with a panel of A are held to be turned. */
    private static final int TURNED = 256;

    /** Panels of B packed at once: rows of half a kilobyte with 512-bit vectors, fetched ahead where shorter ones are not. */
    private static final int PANELS = 8 * VectorRegisters.LANES / COLUMNS;

    private final VectorDots dots = new VectorDots();
    private final RowPanels aPanels = new RowPanels(VectorRegisters.MANY ? 0 : BLOCK, DEPTH);
    private final float[] aEdge = new float[DEPTH * ROWS];
    private final float[] bPanels = new float[HEAD + PANELS * DEPTH * COLUMNS];
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
        for (int p0 = 0; p0 < k; p0 += DEPTH) {
            int depth = Math.min(DEPTH, k - p0);
            float sliceBeta = p0 == 0 ? beta : 1;
            int rows = BLOCK / depth / ROWS * ROWS;
            for (int i0 = 0; i0 < m; i0 += rows) {
                int height = Math.min(rows, m - i0);
                int aAt = aOffset + i0 * aI + p0 * aP;
                boolean wide = !VectorRegisters.MANY && n >= WIDE && height >= WORTH_PACKING && !nine;
                if (wide) {
                    aPanels.pack(depth, height, a, aAt, aI, aP);
                } else {
                    packLowerEdge(depth, height, a, aAt, aI, aP);
                }
                int width;
                for (int j0 = 0; j0 < n; j0 += width) {
                    width = nine ? VectorTile.NARROW : VectorTile.width(n - j0);
                    int columns = Math.min(width, n - j0);
                    int bAt = bOffset + p0 * ldb + j0;
                    int cAt = cOffset + i0 * ldc + j0;
                    if (nine && columns == width) {
                        VectorNine.multiply(height, a, aAt, aI, b, bAt, ldb, c, cAt, ldc);
                        continue;
                    }
                    float[] panel = bPanels;
                    int panelAt = HEAD;
                    int bP = width;
                    if (transposeB) {
                        Panels.packColumns(depth, columns, b, bOffset + j0 * ldb + p0, ldb, bPanels, HEAD, width);
                    } else if (columns < width) {
                        Panels.packRows(depth, columns, b, bAt, ldb, bPanels, HEAD, width);
                    } else if (height >= WORTH_PACKING && width == COLUMNS) {
                        int ahead = j0 / COLUMNS % PANELS;
                        if (ahead == 0) {
                            int panels = Math.min(PANELS, (n - j0) / COLUMNS);
                            VectorTile.pack(depth, panels, b, bAt, ldb, bPanels, HEAD);
                        }
                        panelAt += ahead * depth * COLUMNS;
                    } else {
                        panel = b;
                        panelAt = bAt;
                        bP = ldb;
                    }
                    if (wide) {
                        wideColumn(depth, height, columns, panel, panelAt, sliceBeta, c, cAt, ldc);
                    } else {
                        column(
                                depth, height, width, columns, a, aAt, aI, aP, panel, panelAt, bP, sliceBeta, c, cAt,
                                ldc);
                    }
                }
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
                for (int p0 = 0; p0 < k; p0 += DEPTH) {
                    int depth = Math.min(DEPTH, k - p0);
                    int bAt = bOffset + j0 * ldb + p0;
                    packLowerEdge(depth, height, b, bAt, ldb, 1);
                    Panels.packColumns(depth, columns, a, aOffset + i0 * lda + p0, lda, bPanels, HEAD, width);
                    float sliceBeta = p0 == 0 ? 0 : 1;
                    column(
                            depth, height, width, width, b, bAt, ldb, 1, bPanels, HEAD, width, sliceBeta, turned, HEAD,
                            width);
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
    private void packLowerEdge(int depth, int height, float[] a, int aOffset, int aI, int aP) {
        int rows = VectorTile.edge(height, height >= WORTH_PACKING);
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
        boolean packed = height >= WORTH_PACKING;
        int i = 0;
        int rows;
        for (; height - i >= ROWS; i += rows) {
            rows = VectorTile.height(height - i, packed);
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

    /** As {@link #column}, with the block of A in {@link #aPanels}. */
    private void wideColumn(
            int depth, int height, int columns, float[] b, int bAt, float beta, float[] c, int cOffset, int ldc) {
        int rows;
        for (int i = 0; i < height; i += rows) {
            rows = RowPanels.height(height - i);
            int cAt = cOffset + i * ldc;
            boolean whole = columns == COLUMNS && rows >= ROWS;
            if (whole && beta == 0) {
                aPanels.multiply(i, rows, depth, b, bAt, c, cAt, ldc);
                continue;
            }
            aPanels.multiply(i, rows, depth, b, bAt, buffer, HEAD, COLUMNS);
            if (whole) {
                VectorTile.add(rows, COLUMNS, buffer, HEAD, beta, c, cAt, ldc);
            } else {
                merge(rows, columns, COLUMNS, beta, c, cAt, ldc);
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
