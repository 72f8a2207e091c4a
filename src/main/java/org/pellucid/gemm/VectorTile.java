package org.pellucid.gemm;

import static org.pellucid.gemm.VectorRegisters.LANES;
import static org.pellucid.gemm.VectorRegisters.MANY;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loop of {@link VectorGemm}: one tile of C, kept in vector registers while p runs along the inner side.
 *
 * <pre>C[i,j] ← Σ_p A[i,p]·B[p,j],   i &lt; rows,  j &lt; columns</pre>
 *
 * <p>Each p costs a load of each vector of B, and for each row a broadcast of A and a fused multiply-add with each vector. The columns
 * of B must lie side by side, and of A either the columns or the rows: each tile has a method for either. A single one that takes two
 * strides would serve both, but leave HotSpot ignorant of which of them is 1: it would then compute and check each place in A by
 * itself, which takes as long as the multiply-adds on processors that begin six operations a cycle.
 *
 * <p>Two traps of JDK 17 shape this file. Loops nested around vector accumulators run ten times slower, hence one flat loop in a
 * method of its own, too long for the compiler to inline into its callers' loops. And beyond a certain size of a method each vector
 * is an object: what is to be added to C is therefore stored to a buffer first ({@link #add}).
 */
final class VectorTile {
    /** Most rows of a tile. */
    static final int ROWS = MANY ? 6 : 5;

    /** Fewest rows of a tile. */
    static final int FEWEST_ROWS = 4;

    /** Most columns of a tile. */
    static final int COLUMNS = MANY ? 4 * LANES : 2 * LANES;

    /** Columns of the narrower tiles. */
    static final int NARROW = 2 * LANES;

    /** Whether {@link Tile5x2#rows} keeps its sums in registers. */
    private static final boolean KEEPS_SUMS = Runtime.version().feature() >= 25;

    private VectorTile() {}

    /**
     * The rows of the next tile where so many are left, at least {@link #FEWEST_ROWS}: such that tiles of two heights, 4 and 6 or 4 and 5,
     * use up all that can be.
     *
     * @param packed whether B is, of each panel of this block of rows: tiles of 5 rows, with 16 registers, are for such alone
     */
    static int height(int left, boolean packed) {
        if (MANY) {
            return sixes(left);
        }
        return packed && (left % 5 == 0 || left > 16) ? 5 : 4;
    }

    /** The rows of the next tile if tiles have 6 rows and 4 where that uses up more. */
    static int sixes(int left) {
        return left >= 6 && left != 8 ? 6 : 4;
    }

    /** The rows that are left in the end, too few for a tile. */
    static int edge(int rows, boolean packed) {
        int left = rows;
        while (left >= FEWEST_ROWS) {
            left -= height(left, packed);
        }
        return left;
    }

    /** The columns of the next tile where so many are left, perhaps more than are left. */
    static int width(int left) {
        return left > NARROW ? COLUMNS : NARROW;
    }

    /**
     * Multiplies one full tile.
     *
     * @param rows as {@link #height} says
     * @param columns as {@link #width} says
     * @param k length of the sums
     * @param aI distance in {@code a} from row to row
     * @param aP distance in {@code a} from p to p; it or {@code aI} is 1
     * @param bP distance in {@code b} from p to p; with five rows {@link #NARROW}
     */
    static void multiply(
            int rows,
            int columns,
            int k,
            float[] a,
            int aOffset,
            int aI,
            int aP,
            float[] b,
            int bOffset,
            int bP,
            float[] c,
            int cOffset,
            int ldc) {
        if (columns == NARROW) {
            narrow(rows, k, a, aOffset, aI, aP, b, bOffset, bP, c, cOffset, ldc);
        } else if (rows == 6) {
            if (aP == 1) {
                Tile6x4.rows(k, a, aOffset, aI, b, bOffset, bP, c, cOffset, ldc);
            } else {
                Tile6x4.columns(k, a, aOffset, aP, b, bOffset, bP, c, cOffset, ldc);
            }
        } else if (aP == 1) {
            Tile4x4.rows(k, a, aOffset, aI, b, bOffset, bP, c, cOffset, ldc);
        } else {
            Tile4x4.columns(k, a, aOffset, aP, b, bOffset, bP, c, cOffset, ldc);
        }
    }

    private static void narrow(
            int rows,
            int k,
            float[] a,
            int aOffset,
            int aI,
            int aP,
            float[] b,
            int bOffset,
            int bP,
            float[] c,
            int cOffset,
            int ldc) {
        if (rows == 5) {
            if (aP == 1) {
                if (KEEPS_SUMS) {
                    Tile5x2.rows(k, a, aOffset, aI, b, bOffset, c, cOffset, ldc);
                } else {
                    Tile5x2.checkedRows(k, a, aOffset, aI, b, bOffset, c, cOffset, ldc);
                }
            } else {
                Tile5x2.columns(k, a, aOffset, aP, b, bOffset, c, cOffset, ldc);
            }
        } else if (rows == 6) {
            if (aP == 1) {
                Tile6x2.rows(k, a, aOffset, aI, b, bOffset, bP, c, cOffset, ldc);
            } else {
                Tile6x2.columns(k, a, aOffset, aP, b, bOffset, bP, c, cOffset, ldc);
            }
        } else if (aP == 1) {
            Tile4x2.rows(k, a, aOffset, aI, b, bOffset, bP, c, cOffset, ldc);
        } else {
            Tile4x2.columns(k, a, aOffset, aP, b, bOffset, bP, c, cOffset, ldc);
        }
    }

    /**
     * C ← tile + βC, whole vectors.
     *
     * @param tile rows of so many columns, one after the other
     */
    static void add(int rows, int columns, float[] tile, int tileAt, float beta, float[] c, int cOffset, int ldc) {
        for (int i = 0; i < rows; i++) {
            int to = cOffset + i * ldc;
            for (int j = 0; j < columns; j += LANES) {
                FloatVector sum = FloatVector.fromArray(SPECIES, tile, tileAt + i * columns + j);
                FloatVector.fromArray(SPECIES, c, to + j)
                        .fma(FloatVector.broadcast(SPECIES, beta), sum)
                        .intoArray(c, to + j);
            }
        }
    }

    /**
     * Copies some rows of a matrix into panels of {@link #COLUMNS} columns, one behind the other: row by row, so that what
     * lies side by side is fetched together, for the next row may be on another page.
     *
     * @param k rows
     * @param panels how many
     * @param stride distance in {@code x} from row to row
     */
    static void pack(int k, int panels, float[] x, int offset, int stride, float[] packed, int packedAt) {
        for (int p = 0; p < k; p++) {
            int from = offset + p * stride;
            int to = packedAt + p * COLUMNS;
            for (int i = 0; i < panels; i++) {
                for (int v = 0; v < COLUMNS; v += LANES) {
                    FloatVector.fromArray(SPECIES, x, from + v).intoArray(packed, to + v);
                }
                from += COLUMNS;
                to += k * COLUMNS;
            }
        }
    }
}
