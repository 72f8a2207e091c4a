package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * A frame of zeros around pictures [h, w, c], so that no window needs to ask whether it has left the picture. Only the
 * inside is ever written: a frame's array must not be shared with one of another shape.
 *
 * @param h rows of a picture
 * @param w columns of a picture
 * @param channels of a pixel
 * @param top rows of zeros above
 * @param left columns of zeros to the left
 * @param height rows of a frame
 * @param width columns of a frame
 */
record Border(int h, int w, int channels, int top, int left, int height, int width) {
    /** What a convolution's windows need. */
    static Border around(Conv2dGeometry g) {
        Window w = g.window();
        return new Border(w.hIn(), w.wIn(), g.cIn(), w.padTop(), w.padLeft(), 0, 0)
                .atLeast(
                        (w.hOut() - 1) * w.strideH() + (w.kH() - 1) * w.dilationH() + 1,
                        (w.wOut() - 1) * w.strideW() + (w.kW() - 1) * w.dilationW() + 1);
    }

    /** The same, with as many more zeros below and to the right as make it that high and wide. */
    Border atLeast(int rows, int columns) {
        return new Border(
                h,
                w,
                channels,
                top,
                left,
                Math.max(Math.max(height, rows), top + h),
                Math.max(Math.max(width, columns), left + w));
    }

    /** Whether there are no zeros at all. */
    boolean isEmpty() {
        return height == h && width == w;
    }

    /** Floats in a row of a picture. */
    int run() {
        return w * channels;
    }

    /** Floats in a frame. */
    int size() {
        return height * width * channels;
    }

    /** Frames the pictures first … first + count − 1 of x, one after the other from {@code at} on. */
    void copy(float[] x, int first, int count, float[] frames, int at) {
        for (int i = 0; i < count; i++) {
            for (int ih = 0; ih < h; ih++) {
                int from = ((first + i) * h + ih) * run();
                System.arraycopy(x, from, frames, at + i * size() + inside() + ih * width * channels, run());
            }
        }
    }

    /** Where the window of each output pixel begins, for some pictures framed one after the other. */
    int[] rows(int pictures, int hOut, int wOut, int strideH, int strideW) {
        int[] rows = new int[pictures * hOut * wOut];
        int at = 0;
        for (int i = 0; i < pictures; i++) {
            for (int oh = 0; oh < hOut; oh++) {
                for (int ow = 0; ow < wOut; ow++) {
                    rows[at++] = i * size() + (oh * strideH * width + ow * strideW) * channels;
                }
            }
        }
        return rows;
    }

    /** Where each pixel of the pictures themselves is, for some of them framed one after the other. */
    int[] pixels(int pictures) {
        int[] pixels = rows(pictures, h, w, 1, 1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] += inside();
        }
        return pixels;
    }

    /** Where in a frame the picture begins. */
    int inside() {
        return (top * width + left) * channels;
    }

    /** Where each element of a window is, counted from its beginning: [kH, kW, c]. */
    int[] taps(int kH, int kW, int dilationH, int dilationW) {
        int[] taps = new int[kH * kW * channels];
        int at = 0;
        for (int kh = 0; kh < kH; kh++) {
            for (int kw = 0; kw < kW; kw++) {
                for (int c = 0; c < channels; c++) {
                    taps[at++] = (kh * dilationH * width + kw * dilationW) * channels + c;
                }
            }
        }
        return taps;
    }
}
