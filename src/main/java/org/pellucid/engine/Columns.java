package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.loops.Loops;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * im2col and its adjoint col2im on pictures as [n, h, w, c], for one group of channels.
 *
 * <p>A row of the matrix is the window under one output pixel: [kH, kW, cIn / groups]. With one group and no dilation,
 * each kernel row is one contiguous run of kW · cIn floats in the picture.
 */
final class Columns {
    /** Taps of a 3×3 kernel. */
    private static final int NINE = 9;

    private final Window w;
    private final int channels;
    private final int perGroup;
    private final int width;
    private final boolean runs;
    private final boolean oneChannel;
    private final Loops loops;

    Columns(Conv2dGeometry g, Loops loops) {
        this.loops = loops;
        w = g.window();
        channels = g.cIn();
        perGroup = g.cInPerGroup();
        width = g.reduction();
        runs = g.groups() == 1 && w.dilationW() == 1;
        oneChannel = channels == 1;
    }

    /**
     * Writes the windows under the output rows first … first + rows − 1, counted through all pictures.
     *
     * @param x the pictures
     * @param group of channels
     * @param col [rows · wOut, kH · kW · cIn / groups]
     */
    void gather(float[] x, int first, int rows, int group, float[] col) {
        int at = 0;
        for (int r = first; r < first + rows; r++) {
            int picture = r / w.hOut() * w.hIn();
            int top = r % w.hOut() * w.strideH() - w.padTop();
            if (oneChannel) {
                gatherTaps(x, picture, top, col, at);
                at += w.wOut() * width;
                continue;
            }
            for (int ow = 0; ow < w.wOut(); ow++) {
                int left = ow * w.strideW() - w.padLeft();
                for (int kh = 0; kh < w.kH(); kh++) {
                    int ih = top + kh * w.dilationH();
                    int run = w.kW() * perGroup;
                    if (ih < 0 || ih >= w.hIn()) {
                        Arrays.fill(col, at, at + run, 0);
                    } else if (runs) {
                        gatherRun(x, (picture + ih) * w.wIn(), left, col, at);
                    } else {
                        gatherPixels(x, (picture + ih) * w.wIn(), left, group, col, at);
                    }
                    at += run;
                }
            }
        }
        assert at == rows * w.wOut() * width;
    }

    /** The windows under a row of outputs, tap by tap: of one channel that takes less time than three copies a window. */
    private void gatherTaps(float[] x, int picture, int top, float[] col, int at) {
        int stride = w.strideW();
        for (int kh = 0; kh < w.kH(); kh++) {
            int ih = top + kh * w.dilationH();
            boolean inside = ih >= 0 && ih < w.hIn();
            for (int kw = 0; kw < w.kW(); kw++) {
                // Of output ow it is pixel ow * stride + left of the row.
                int left = kw * w.dilationW() - w.padLeft();
                int first =
                        inside ? Math.min(w.wOut(), Math.max(0, Math.floorDiv(stride - 1 - left, stride))) : w.wOut();
                int end = Math.max(first, Math.min(w.wOut(), Math.floorDiv(w.wIn() - 1 - left, stride) + 1));
                int from = (picture + ih) * w.wIn() + left;
                int to = at + kh * w.kW() + kw;
                if (width == NINE && stride == 1) { // numbers that HotSpot knows: it checks the bounds of a row at once
                    tap(x, from, 1, col, to, NINE, first, end, w.wOut());
                } else {
                    tap(x, from, stride, col, to, width, first, end, w.wOut());
                }
            }
        }
    }

    /** One tap of a row of windows, {@code width} apart: outputs first … end − 1 have it in the picture. */
    private static void tap(
            float[] x, int from, int stride, float[] col, int to, int width, int first, int end, int outputs) {
        for (int ow = 0; ow < first; ow++) {
            col[to + ow * width] = 0;
        }
        for (int ow = first; ow < end; ow++) {
            col[to + ow * width] = x[from + ow * stride];
        }
        for (int ow = end; ow < outputs; ow++) {
            col[to + ow * width] = 0;
        }
    }

    private void gatherRun(float[] x, int row, int left, float[] col, int at) {
        int from = Math.max(0, -left);
        int to = Math.min(w.kW(), w.wIn() - left);
        if (to <= from) {
            Arrays.fill(col, at, at + w.kW() * channels, 0);
            return;
        }
        Arrays.fill(col, at, at + from * channels, 0);
        System.arraycopy(x, (row + left + from) * channels, col, at + from * channels, (to - from) * channels);
        Arrays.fill(col, at + to * channels, at + w.kW() * channels, 0);
    }

    private void gatherPixels(float[] x, int row, int left, int group, float[] col, int at) {
        for (int kw = 0; kw < w.kW(); kw++) {
            int iw = left + kw * w.dilationW();
            int to = at + kw * perGroup;
            if (iw < 0 || iw >= w.wIn()) {
                Arrays.fill(col, to, to + perGroup, 0);
            } else {
                System.arraycopy(x, (row + iw) * channels + group * perGroup, col, to, perGroup);
            }
        }
    }

    /** Adds each value of the windows to the pixel it was taken from: the adjoint of {@link #gather}. */
    void scatterAdd(float[] col, int first, int rows, int group, float[] dx) {
        int at = 0;
        for (int r = first; r < first + rows; r++) {
            int picture = r / w.hOut() * w.hIn();
            int top = r % w.hOut() * w.strideH() - w.padTop();
            for (int ow = 0; ow < w.wOut(); ow++) {
                int left = ow * w.strideW() - w.padLeft();
                for (int kh = 0; kh < w.kH(); kh++) {
                    int ih = top + kh * w.dilationH();
                    if (ih >= 0 && ih < w.hIn()) {
                        scatterRow(col, at, (picture + ih) * w.wIn(), left, group, dx);
                    }
                    at += w.kW() * perGroup;
                }
            }
        }
    }

    private void scatterRow(float[] col, int at, int row, int left, int group, float[] dx) {
        if (runs) {
            int from = Math.max(0, -left);
            int count = (Math.min(w.kW(), w.wIn() - left) - from) * channels;
            loops.add(col, at + from * channels, dx, (row + left + from) * channels, Math.max(count, 0));
            return;
        }
        for (int kw = 0; kw < w.kW(); kw++) {
            int iw = left + kw * w.dilationW();
            if (iw >= 0 && iw < w.wIn()) {
                loops.add(col, at + kw * perGroup, dx, (row + iw) * channels + group * perGroup, perGroup);
            }
        }
    }
}
