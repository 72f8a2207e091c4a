package org.pellucid.gemm;

import java.util.Arrays;

/**
 * Copies parts of matrices into panels that {@link VectorTile} can run along: width numbers for each p, side by side,
 * with zeros where the matrix ends before the panel does.
 *
 * <pre>panel[p·width + j] ← X[p, j]  (j &lt; count),  0  (count ≤ j &lt; width)</pre>
 */
final class Panels {
    private Panels() {}

    /** Packs where the numbers of one p lie side by side: X[p, j] = x[offset + p·stride + j]. */
    static void packRows(int k, int count, float[] x, int offset, int stride, float[] panel, int at, int width) {
        for (int p = 0; p < k; p++) {
            int start = at + p * width;
            System.arraycopy(x, offset + p * stride, panel, start, count);
            Arrays.fill(panel, start + count, start + width, 0);
        }
    }

    /** Packs where the numbers of one p lie a stride apart: X[p, j] = x[offset + j·stride + p]. */
    static void packColumns(int k, int count, float[] x, int offset, int stride, float[] panel, int at, int width) {
        int j = 0;
        for (; j + 8 <= count; j += 8) {
            transpose8(k, x, offset + j * stride, stride, panel, at + j, width);
        }
        for (; j < count; j++) {
            int from = offset + j * stride;
            for (int p = 0; p < k; p++) {
                panel[at + p * width + j] = x[from + p];
            }
        }
        for (; j < width; j++) {
            for (int p = 0; p < k; p++) {
                panel[at + p * width + j] = 0;
            }
        }
    }

    /** Eight at once, so that each line of the cache is filled while it is there. */
    private static void transpose8(int k, float[] x, int offset, int stride, float[] panel, int to, int width) {
        int j1 = offset + stride;
        int j2 = j1 + stride;
        int j3 = j2 + stride;
        int j4 = j3 + stride;
        int j5 = j4 + stride;
        int j6 = j5 + stride;
        int j7 = j6 + stride;
        for (int p = 0; p < k; p++) {
            int start = to + p * width;
            panel[start] = x[offset + p];
            panel[start + 1] = x[j1 + p];
            panel[start + 2] = x[j2 + p];
            panel[start + 3] = x[j3 + p];
            panel[start + 4] = x[j4 + p];
            panel[start + 5] = x[j5 + p];
            panel[start + 6] = x[j6 + p];
            panel[start + 7] = x[j7 + p];
        }
    }
}
