package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * Working memory for the gradients dy of a few pictures, laid out so that a convolution with stride 1 and the kernel turned
 * makes dx of them: in a border of zeros, and as far apart as the stride was, with zeros between.
 */
final class SpreadFrames {
    /** Floats in all frames: a quarter of a megabyte, so that they stay in the second-level cache. */
    private static final int BUDGET = 1 << 16;

    private final Window w;
    private final int channels;
    private final Border border;
    private final int pictures;
    private final float[][] frames;

    SpreadFrames(Conv2dGeometry g, Plan plan) {
        w = g.window();
        channels = g.cOut();
        border = border(g);
        pictures = Math.max(1, Math.min(plan.block(), BUDGET / border.size()));
        // Between spread pixels there must be zeros, so arrays are shared only by the same stride.
        String purpose = border + " spread by " + w.strideH() + ", " + w.strideW();
        frames = plan.scratch().arrays(purpose, pictures * border.size());
    }

    /** Whether no padding reaches beyond a window. */
    static boolean fits(Conv2dGeometry g) {
        Window w = g.window();
        return w.padTop() <= (w.kH() - 1) * w.dilationH() && w.padLeft() <= (w.kW() - 1) * w.dilationW();
    }

    private static Border border(Conv2dGeometry g) {
        Window w = g.window();
        int spanH = (w.kH() - 1) * w.dilationH();
        int spanW = (w.kW() - 1) * w.dilationW();
        int h = (w.hOut() - 1) * w.strideH() + 1;
        int width = (w.wOut() - 1) * w.strideW() + 1;
        return new Border(h, width, g.cOut(), spanH - w.padTop(), spanW - w.padLeft(), 0, 0)
                .atLeast(w.hIn() + spanH, w.wIn() + spanW);
    }

    /** How many pictures go at once. */
    int pictures() {
        return pictures;
    }

    /** Pixels in a row of a frame. */
    int width() {
        return border.width();
    }

    /** Where the window of each pixel of x begins. */
    int[] rows() {
        return border.rows(pictures, w.hIn(), w.wIn(), 1, 1);
    }

    /** The array that holds the gradients of the pictures first … first + count − 1, from its beginning on. */
    float[] of(float[] dy, int first, int count, int worker) {
        float[] to = frames[worker];
        int run = w.wOut() * channels;
        for (int i = 0; i < count; i++) {
            for (int oh = 0; oh < w.hOut(); oh++) {
                int from = ((first + i) * w.hOut() + oh) * run;
                int row = border.top() + oh * w.strideH();
                int at = i * border.size() + (row * border.width() + border.left()) * channels;
                if (w.strideW() == 1) {
                    System.arraycopy(dy, from, to, at, run);
                } else {
                    for (int ow = 0; ow < w.wOut(); ow++) {
                        System.arraycopy(dy, from + ow * channels, to, at + ow * w.strideW() * channels, channels);
                    }
                }
            }
        }
        return to;
    }
}
