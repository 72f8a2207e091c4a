package org.pellucid.data;

/**
 * Resizes grey pictures: each axis on its own, by area averaging where it shrinks and by linear interpolation (pixel centres
 * at half numbers, edges repeated) where it grows. The sides are scaled apart: a picture that is not square is stretched.
 */
final class Resize {
    private Resize() {}

    /** [h, w] to [toH, toW], unsigned bytes, rounded to nearest. */
    static void grey(byte[] from, int h, int w, byte[] to, int toH, int toW) {
        if (h == toH && w == toW) {
            System.arraycopy(from, 0, to, 0, h * w);
            return;
        }
        double[] rows = new double[h * toW];
        double[] line = new double[Math.max(h, w)];
        double[] out = new double[Math.max(toH, toW)];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                line[x] = from[y * w + x] & 0xFF;
            }
            axis(line, w, out, toW);
            System.arraycopy(out, 0, rows, y * toW, toW);
        }
        for (int x = 0; x < toW; x++) {
            for (int y = 0; y < h; y++) {
                line[y] = rows[y * toW + x];
            }
            axis(line, h, out, toH);
            for (int y = 0; y < toH; y++) {
                to[y * toW + x] = (byte) (int) (out[y] + 0.5);
            }
        }
    }

    private static void axis(double[] from, int n, double[] to, int m) {
        double scale = (double) n / m;
        for (int j = 0; j < m; j++) {
            if (n > m) {
                double low = j * scale;
                double high = (j + 1) * scale;
                double sum = 0;
                for (int i = (int) low; i < n && i < high; i++) {
                    sum += from[i] * (Math.min(high, i + 1) - Math.max(low, i));
                }
                to[j] = sum / scale;
            } else {
                double at = Math.max(0, Math.min(n - 1, (j + 0.5) * scale - 0.5));
                int i = Math.min((int) at, Math.max(0, n - 2));
                double t = at - i;
                to[j] = n == 1 ? from[0] : from[i] * (1 - t) + from[i + 1] * t;
            }
        }
    }
}
