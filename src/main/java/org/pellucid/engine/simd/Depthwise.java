package org.pellucid.engine.simd;

import org.pellucid.gemm.VectorRegisters;

/**
 * Depthwise convolution with kernels of 3×3 or 5×5: the channels of a pixel in the lanes of a vector, the weights of those
 * channels in registers while all output pixels go by. One load feeds one multiply-add; each output is stored once.
 *
 * <p>The window of output pixel i begins at {@code xAt + rows[i]}; its next row of taps is {@code down} further, its next
 * tap {@code right}. Outputs and gradients of outputs lie {@code channels} apart, in the order of i.
 */
public final class Depthwise {
    private static final int LANES = VectorRegisters.LANES;

    private Depthwise() {}

    /** How many channels go together. */
    public static int lanes() {
        return LANES;
    }

    /** Whether there is a loop for kernels of that size. */
    public static boolean fits(int kH, int kW) {
        return kH == kW && (kH == 3 || kH == 5);
    }

    /**
     * y[i, c] ← start[c] + Σ_t x[rows[i] + t, c] · w[t, c]
     *
     * @param channels a multiple of {@link #lanes}
     * @param w [size · size, channels]
     */
    public static void correlate(
            int size,
            int pixels,
            int channels,
            float[] x,
            int xAt,
            int[] rows,
            int down,
            int right,
            float[] w,
            float[] start,
            float[] y,
            int yAt) {
        for (int c = 0; c < channels; c += LANES) {
            if (size == 3) {
                Depthwise3.correlate(pixels, x, xAt + c, rows, down, right, w, c, channels, start, y, yAt + c);
                continue;
            }
            for (int kh = 0; kh < 5; kh++) {
                float[] begin = kh == 0 ? start : y;
                int at = kh == 0 ? c : yAt + c;
                int step = kh == 0 ? 0 : channels;
                int row = xAt + kh * down + c;
                int wAt = kh * 5 * channels + c;
                Depthwise5.correlateRow(pixels, x, row, rows, right, w, wAt, channels, begin, at, step, y, yAt + c);
            }
        }
    }

    /** dw[t, c] ← dw[t, c] + Σ_i x[rows[i] + t, c] · dy[i, c] */
    public static void gradient(
            int size,
            int pixels,
            int channels,
            float[] x,
            int xAt,
            int[] rows,
            int down,
            int right,
            float[] dy,
            int dyAt,
            float[] dw) {
        for (int c = 0; c < channels; c += LANES) {
            if (size == 3) {
                Depthwise3.gradient(pixels, x, xAt + c, rows, down, right, dy, dyAt + c, channels, dw, c);
                continue;
            }
            for (int kh = 0; kh < 5; kh++) {
                int dwAt = kh * 5 * channels + c;
                Depthwise5.gradientOfRow(pixels, x, xAt + kh * down + c, rows, right, dy, dyAt + c, channels, dw, dwAt);
            }
        }
    }
}
