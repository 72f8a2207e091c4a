package org.pellucid.engine.simd;

import org.pellucid.gemm.VectorRegisters;

/**
 * The inner loop of {@link ImplicitProduct}: one tile of C, kept in vector registers while p runs along the inner side.
 *
 * <pre>C[i, j] ← start[i, j] + Σ_p A[rows[i] + taps[p]] · B[p, j],   i &lt; {@link #ROWS},  j &lt; {@link #COLUMNS}</pre>
 *
 * <p>A is no matrix in memory: the place of its element (i, p) is a number of the row plus a number of the column. The
 * windows of a convolution are such a matrix, so they need not be written out; neither does their transpose.
 *
 * <p>A trap of JDK 17 shapes this file: loops nested around vector accumulators run ten times slower, hence one flat loop in
 * a method of its own, too long for the compiler to inline into its callers' loops.
 */
final class ImplicitTile {
    /**
     * The most rows of a tile. Twelve rows fill 24 accumulators of 32 registers; four rows fill 8 of 16. Twelve divides the widths
     * of pictures of 48, 24 and 12 pixels, and the 3 · 32 and 3 · 64 numbers of a kernel's row. Eight with older compilers: that of
     * JDK 17 takes a method of twelve rows for too large in some launches, not in others, and then each vector is an object (two of four
     * trainings of {@code resnet18} went at a seventh of their speed).
     */
    static final int ROWS = !VectorRegisters.MANY ? 4 : Runtime.version().feature() < 25 ? 8 : 12;

    static final int COLUMNS = 2 * VectorRegisters.LANES;

    private ImplicitTile() {}

    /** The rows of the next tile when so many are left: 12, 8 or 4, perhaps more than are left. */
    static int height(int left) {
        if (ROWS == 4 || left <= 4) {
            return 4;
        }
        // Tiles of 4 are slower than those of 8, so 16 rows are two of these.
        return ROWS == 8 || left <= 8 || (left > 12 && left <= 16) ? 8 : 12;
    }

    /**
     * Multiplies one tile.
     *
     * @param height rows of the tile: one that {@link #height} gives
     * @param k length of the sums
     * @param rows where in A a row of the tile is, from index {@code row} on
     * @param taps what to add for each p, from index {@code tap} on
     * @param bP distance in {@code b} from p to p
     * @param start what the sums begin with; it may be C itself
     * @param startStride distance in {@code start} from row to row; 0 for the same row of numbers, such as biases
     * @param relu whether negative sums become 0
     */
    static void multiply(
            int height,
            int k,
            float[] a,
            int aOffset,
            int[] rows,
            int row,
            int[] taps,
            int tap,
            float[] b,
            int bOffset,
            int bP,
            float[] start,
            int startOffset,
            int startStride,
            boolean relu,
            float[] c,
            int cOffset,
            int ldc) {
        // The tables ascend, so their ends tell whether their numbers follow each other.
        boolean follow = taps[tap + k - 1] - taps[tap] == k - 1;
        boolean run = follow && !relu;
        boolean column = !relu && rows[row + height - 1] - rows[row] == height - 1;
        if (height == 12 && run) {
            Tile12Run.multiply(
                    k, a, aOffset + taps[tap], rows, row, b, bOffset, start, startOffset, startStride, c, cOffset, ldc);
        } else if (height == 12 && column) {
            Tile12Column.multiply(
                    k, a, aOffset + rows[row], taps, tap, b, bOffset, start, startOffset, startStride, c, cOffset, ldc);
        } else if (height == 8 && run) {
            Tile8Run.multiply(
                    k, a, aOffset + taps[tap], rows, row, b, bOffset, start, startOffset, startStride, c, cOffset, ldc);
        } else if (height == 8 && column) {
            Tile8Column.multiply(
                    k, a, aOffset + rows[row], taps, tap, b, bOffset, start, startOffset, startStride, c, cOffset, ldc);
        } else if (height == 4 && follow) {
            Tile4Run.multiply(
                    k,
                    a,
                    aOffset + taps[tap],
                    rows,
                    row,
                    b,
                    bOffset,
                    start,
                    startOffset,
                    startStride,
                    relu,
                    c,
                    cOffset,
                    ldc);
        } else if (height == 4 && column) {
            Tile4Column.multiply(
                    k, a, aOffset + rows[row], taps, tap, b, bOffset, start, startOffset, startStride, c, cOffset, ldc);
        } else if (height == 12) {
            Tile12.multiply(
                    k,
                    a,
                    aOffset,
                    rows,
                    row,
                    taps,
                    tap,
                    b,
                    bOffset,
                    bP,
                    start,
                    startOffset,
                    startStride,
                    relu,
                    c,
                    cOffset,
                    ldc);
        } else if (height == 8) {
            Tile8.multiply(
                    k,
                    a,
                    aOffset,
                    rows,
                    row,
                    taps,
                    tap,
                    b,
                    bOffset,
                    bP,
                    start,
                    startOffset,
                    startStride,
                    relu,
                    c,
                    cOffset,
                    ldc);
        } else {
            Tile4.multiply(
                    k,
                    a,
                    aOffset,
                    rows,
                    row,
                    taps,
                    tap,
                    b,
                    bOffset,
                    bP,
                    start,
                    startOffset,
                    startStride,
                    relu,
                    c,
                    cOffset,
                    ldc);
        }
    }
}
