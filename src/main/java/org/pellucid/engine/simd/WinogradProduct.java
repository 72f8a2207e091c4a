package org.pellucid.engine.simd;

import static org.pellucid.gemm.CacheLine.HEAD;

import java.util.Arrays;
import org.pellucid.gemm.Tile6x2;
import org.pellucid.gemm.VectorRegisters;

/**
 * The products of Winograd's algorithm, one for each element of a transformed tile, 36 of 6×6, for a panel or two of output
 * channels. The methods that take one element serve tiles of any size.
 *
 * <p>V holds element e of tile t and channel c at {@code HEAD + e · vStep + t · cIn + c}, M and dM at {@code HEAD + e · mStep +
 * t · COLUMNS + o}, U and dU at {@code e · uStep + c · COLUMNS + o}.
 */
public final class WinogradProduct {
    /** Tiles of {@link #forward} go by so many; V and M must have room for the rest of the last. */
    public static final int ROWS = 6;

    private static final int ELEMENTS = WinogradTiles.IN * WinogradTiles.IN;
    private static final int COLUMNS = ImplicitTile.COLUMNS;

    /**
     * Whether {@link LinearTile#overwrite6} keeps its twelve sums in registers. With 16 of them the compiler of JDK 17 does so only
     * where it must check the bounds of each row of B, which holds it back from loading far ahead: a third to four fifths faster.
     */
    private static final boolean KEEPS_SUMS =
            VectorRegisters.MANY || Runtime.version().feature() >= 25;

    private WinogradProduct() {}

    /**
     * How many panels of output channels from o on go at once, two or one: with 32 registers two, if there are so many, for then each
     * number of V that is loaded serves four vectors.
     */
    public static int panels(int o, int cOut) {
        return ImplicitTile.ROWS > 4 && o + COLUMNS < cOut ? 2 : 1;
    }

    /**
     * M[e] ← V[e] · U[e].
     *
     * @param panels as {@link #panels} says
     * @param uNext from panel to panel of U
     * @param mNext from panel to panel of M
     */
    public static void forward(
            int panels,
            int tiles,
            int cIn,
            float[] v,
            int vStep,
            float[] u,
            int uAt,
            int uStep,
            int uNext,
            float[] m,
            int mStep,
            int mNext) {
        for (int e = 0; e < ELEMENTS; e++) {
            int to = HEAD + e * mStep;
            forward(panels, tiles, cIn, v, HEAD + e * vStep, cIn, u, uAt + e * uStep, uNext, m, to, mNext);
        }
    }

    /**
     * One of these products: M ← V · U.
     *
     * @param vRow from tile to tile of V
     */
    public static void forward(
            int panels,
            int tiles,
            int cIn,
            float[] v,
            int vAt,
            int vRow,
            float[] u,
            int uAt,
            int uNext,
            float[] m,
            int mAt,
            int mNext) {
        for (int t = 0; t < tiles; t += ROWS) {
            int from = vAt + t * vRow;
            int to = mAt + t * COLUMNS;
            if (panels == 2) {
                LinearTile.overwrite6(cIn, v, from, vRow, u, uAt, uNext, m, to, mNext, COLUMNS);
            } else if (KEEPS_SUMS) {
                LinearTile.overwrite6(cIn, v, from, vRow, u, uAt, m, to, COLUMNS);
            } else {
                Tile6x2.rows(cIn, v, from, vRow, u, uAt, COLUMNS, m, to, COLUMNS);
            }
        }
    }

    /**
     * dU[e] ← V[e]ᵀ · dM[e], or dU[e] plus that.
     *
     * @param cIn a multiple of a vector
     * @param overwrite whether the former sums do not count
     */
    public static void gradient(
            int tiles,
            int cIn,
            float[] v,
            int vStep,
            float[] dm,
            int mStep,
            float[] du,
            int duAt,
            int duStep,
            boolean overwrite) {
        for (int e = 0; e < ELEMENTS; e++) {
            int to = duAt + e * duStep;
            gradient(tiles, cIn, v, HEAD + e * vStep, cIn, dm, HEAD + e * mStep, du, to, overwrite);
        }
    }

    /**
     * One of these products: dU ← Vᵀ · dM, or dU plus that.
     *
     * @param vRow from tile to tile of V
     */
    public static void gradient(
            int tiles,
            int cIn,
            float[] v,
            int vAt,
            int vRow,
            float[] dm,
            int dmAt,
            float[] du,
            int duAt,
            boolean overwrite) {
        boolean wide = ImplicitTile.ROWS > 4;
        if (overwrite && !wide) {
            Arrays.fill(du, duAt, duAt + cIn * COLUMNS, 0);
        }
        for (int c = 0; c < cIn; c += wide ? 8 : 4) {
            int to = duAt + c * COLUMNS;
            if (!wide) {
                LinearTile.add4(tiles, v, vAt + c, vRow, dm, dmAt, du, to, COLUMNS);
            } else if (overwrite) {
                LinearTile.overwrite8(tiles, v, vAt + c, vRow, dm, dmAt, du, to, COLUMNS);
            } else {
                LinearTile.add8(tiles, v, vAt + c, vRow, dm, dmAt, du, to, COLUMNS);
            }
        }
    }
}
