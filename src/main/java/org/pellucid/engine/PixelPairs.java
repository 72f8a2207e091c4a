package org.pellucid.engine;

import java.util.ArrayList;
import java.util.List;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * Which pixels of a picture meet in a convolution: for each tap of the kernel, the pairs of an input pixel and the output
 * pixel that it contributes to. Taps that fall into the padding make no pair, so nothing is multiplied by zeros.
 *
 * @param from for each tap, pixels that are read
 * @param to for each tap, the pixels that they are added to
 * @param first for each pair, whether it is the first that its target meets, in the order of the taps
 * @param untouched targets without any pair
 */
record PixelPairs(int[][] from, int[][] to, boolean[][] first, int[] untouched) {
    /** From the pixels of x to those of y, taps as [kH, kW]. */
    static PixelPairs forward(Conv2dGeometry g) {
        return of(g, false);
    }

    /** From the pixels of y back to those of x, by the taps of the kernel turned by half a circle. */
    static PixelPairs backward(Conv2dGeometry g) {
        return of(g, true);
    }

    /** All pictures taken for one pixel each: a 1×1 kernel. */
    static PixelPairs single() {
        int[][] zero = {{0}};
        return new PixelPairs(zero, zero, new boolean[][] {{true}}, new int[0]);
    }

    private static PixelPairs of(Conv2dGeometry g, boolean turned) {
        Window w = g.window();
        int area = w.kH() * w.kW();
        int[][] from = new int[area][];
        int[][] to = new int[area][];
        boolean[][] first = new boolean[area][];
        boolean[] met = new boolean[turned ? w.hIn() * w.wIn() : w.hOut() * w.wOut()];
        for (int a = 0; a < area; a++) {
            List<int[]> pairs = pairs(w, turned ? area - 1 - a : a);
            from[a] = new int[pairs.size()];
            to[a] = new int[pairs.size()];
            first[a] = new boolean[pairs.size()];
            for (int i = 0; i < pairs.size(); i++) {
                from[a][i] = pairs.get(i)[turned ? 1 : 0];
                to[a][i] = pairs.get(i)[turned ? 0 : 1];
                first[a][i] = !met[to[a][i]];
                met[to[a][i]] = true;
            }
        }
        List<Integer> untouched = new ArrayList<>();
        for (int i = 0; i < met.length; i++) {
            if (!met[i]) {
                untouched.add(i);
            }
        }
        return new PixelPairs(
                from, to, first, untouched.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Pixels of x and of y that meet at a tap. */
    private static List<int[]> pairs(Window w, int tap) {
        List<int[]> pairs = new ArrayList<>();
        for (int oh = 0; oh < w.hOut(); oh++) {
            int ih = oh * w.strideH() - w.padTop() + tap / w.kW() * w.dilationH();
            for (int ow = 0; ow < w.wOut(); ow++) {
                int iw = ow * w.strideW() - w.padLeft() + tap % w.kW() * w.dilationW();
                if (ih >= 0 && ih < w.hIn() && iw >= 0 && iw < w.wIn()) {
                    pairs.add(new int[] {ih * w.wIn() + iw, oh * w.wOut() + ow});
                }
            }
        }
        return pairs;
    }

    /** The number of taps. */
    int taps() {
        return from.length;
    }
}
