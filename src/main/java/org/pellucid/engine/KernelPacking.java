package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.spec.Conv2dGeometry;

/**
 * Packs a convolution's weights as {@link ImplicitProduct} wants them: panels of a few columns, for forward [kH, kW,
 * cIn] × cOut, for the input's gradient, with the kernel turned by half a circle, [kH, kW, cOut] × cIn.
 */
final class KernelPacking {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;

    /** Kernels, or channels, that are packed together. */
    private static final int TOGETHER = 8;

    private final float[] w;
    private final int cIn;
    private final int cOut;
    private final int area;

    /** @param w weights or their gradients, [cOut, cIn, kH, kW] */
    KernelPacking(float[] w, Conv2dGeometry g) {
        this.w = w;
        cIn = g.cIn();
        cOut = g.cOut();
        area = g.window().kH() * g.window().kW();
    }

    private static int panels(int columns) {
        return (columns + COLUMNS - 1) / COLUMNS;
    }

    int forwardPanels() {
        return panels(cOut);
    }

    int backwardPanels() {
        return panels(cIn);
    }

    /** Floats in a panel for forward. */
    int forwardSize() {
        return area * cIn * COLUMNS;
    }

    /** Floats in a panel for the input's gradient. */
    int backwardSize() {
        return area * cOut * COLUMNS;
    }

    /** Packs a panel for forward. Eight kernels at a time, so that eight numbers side by side are written for one computed place. */
    void forward(int panel, float[] packed, int at) {
        int k = area * cIn;
        int first = panel * COLUMNS;
        int end = Math.min(first + COLUMNS, cOut);
        int o = first;
        for (; o + TOGETHER <= end; o += TOGETHER) {
            forwardEight(o, packed, at + o - first);
        }
        for (; o < end; o++) {
            int from = o * k;
            int to = at + o - first;
            for (int c = 0; c < cIn; c++) {
                for (int a = 0; a < area; a++) {
                    packed[to + (a * cIn + c) * COLUMNS] = w[from + c * area + a];
                }
            }
        }
    }

    private void forwardEight(int o, float[] packed, int to) {
        int k = area * cIn;
        int w0 = o * k;
        int w1 = w0 + k;
        int w2 = w1 + k;
        int w3 = w2 + k;
        int w4 = w3 + k;
        int w5 = w4 + k;
        int w6 = w5 + k;
        int w7 = w6 + k;
        int i = 0;
        for (int c = 0; c < cIn; c++) {
            int at = to + c * COLUMNS;
            for (int a = 0; a < area; a++) {
                packed[at] = w[w0 + i];
                packed[at + 1] = w[w1 + i];
                packed[at + 2] = w[w2 + i];
                packed[at + 3] = w[w3 + i];
                packed[at + 4] = w[w4 + i];
                packed[at + 5] = w[w5 + i];
                packed[at + 6] = w[w6 + i];
                packed[at + 7] = w[w7 + i];
                at += cIn * COLUMNS;
                i++;
            }
        }
    }

    /** The inverse of {@link #forward}: what is in a panel goes where it was taken from. */
    void unpack(int panel, float[] packed, int at) {
        int k = area * cIn;
        int first = panel * COLUMNS;
        int end = Math.min(first + COLUMNS, cOut);
        int o = first;
        for (; o + TOGETHER <= end; o += TOGETHER) {
            unpackEight(o, packed, at + o - first);
        }
        for (; o < end; o++) {
            int to = o * k;
            int from = at + o - first;
            for (int c = 0; c < cIn; c++) {
                for (int a = 0; a < area; a++) {
                    w[to + c * area + a] = packed[from + (a * cIn + c) * COLUMNS];
                }
            }
        }
    }

    private void unpackEight(int o, float[] packed, int from) {
        int k = area * cIn;
        int w0 = o * k;
        int w1 = w0 + k;
        int w2 = w1 + k;
        int w3 = w2 + k;
        int w4 = w3 + k;
        int w5 = w4 + k;
        int w6 = w5 + k;
        int w7 = w6 + k;
        int i = 0;
        for (int c = 0; c < cIn; c++) {
            int at = from + c * COLUMNS;
            for (int a = 0; a < area; a++) {
                w[w0 + i] = packed[at];
                w[w1 + i] = packed[at + 1];
                w[w2 + i] = packed[at + 2];
                w[w3 + i] = packed[at + 3];
                w[w4 + i] = packed[at + 4];
                w[w5 + i] = packed[at + 5];
                w[w6 + i] = packed[at + 6];
                w[w7 + i] = packed[at + 7];
                at += cIn * COLUMNS;
                i++;
            }
        }
    }

    /** Packs a panel for the input's gradient. A few kernels together, so that what is read far apart is waited for at once. */
    void backward(int panel, float[] packed, int at) {
        int first = panel * COLUMNS;
        int columns = Math.min(COLUMNS, cIn - first);
        if (area == 1) { // whole runs
            for (int o = 0; o < cOut; o++) {
                System.arraycopy(w, o * cIn + first, packed, at + o * COLUMNS, columns);
            }
            return;
        }
        for (int o = 0; o < cOut; o += TOGETHER) {
            int kernels = Math.min(TOGETHER, cOut - o);
            for (int c = 0; c < columns; c += TOGETHER) {
                int channels = Math.min(TOGETHER, columns - c);
                for (int a = 0; a < area; a++) {
                    int from = (o * cIn + first + c) * area + a;
                    int to = at + ((area - 1 - a) * cOut + o) * COLUMNS + c;
                    if (channels == TOGETHER) {
                        backwardEight(kernels, from, packed, to);
                    } else {
                        backwardFew(kernels, channels, from, packed, to);
                    }
                }
            }
        }
    }

    /** One tap from eight input channels to a few output channels. */
    private void backwardEight(int kernels, int from, float[] packed, int to) {
        int at = from;
        for (int o = 0; o < kernels; o++) {
            int row = to + o * COLUMNS;
            packed[row] = w[at];
            packed[row + 1] = w[at + area];
            packed[row + 2] = w[at + 2 * area];
            packed[row + 3] = w[at + 3 * area];
            packed[row + 4] = w[at + 4 * area];
            packed[row + 5] = w[at + 5 * area];
            packed[row + 6] = w[at + 6 * area];
            packed[row + 7] = w[at + 7 * area];
            at += cIn * area;
        }
    }

    private void backwardFew(int kernels, int channels, int from, float[] packed, int to) {
        for (int o = 0; o < kernels; o++) {
            for (int c = 0; c < channels; c++) {
                packed[to + o * COLUMNS + c] = w[from + (o * cIn + c) * area];
            }
        }
    }
}
