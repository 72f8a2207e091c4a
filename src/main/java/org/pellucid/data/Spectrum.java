package org.pellucid.data;

/**
 * The coarse features of pictures as a few numbers: the low frequencies of the orthonormal discrete cosine transform
 * (DCT-II) of the first channel, the picture first brought to mean 0 and norm 1.
 *
 * <p>The transform keeps distances, so the squared distance of some of the numbers is never more than that of the whole
 * pictures, 2 (1 − correlation). Mirroring a picture left to right only changes the sign where the horizontal frequency is odd.
 */
final class Spectrum {
    /** Frequencies 0 … 7 along each axis, the constant left out: 31 even and 32 odd along the rows. */
    private static final int EDGE = 8;

    static final int EVEN = EDGE * EDGE / 2 - 1;
    static final int SIZE = EDGE * EDGE - 1;

    private final int channels;
    private final int height;
    private final int width;
    private final double[][] rows;
    private final double[][] columns;

    Spectrum(Dataset data) {
        channels = data.channels();
        height = data.height();
        width = data.width();
        rows = waves(height);
        columns = waves(width);
    }

    /** √(2 / n) cos(π (2 i + 1) f / 2 n), and √(1 / n) for f = 0. */
    private static double[][] waves(int n) {
        double[][] waves = new double[EDGE][n];
        for (int f = 0; f < Math.min(n, EDGE); f++) {
            for (int i = 0; i < n; i++) {
                waves[f][i] = f == 0
                        ? Math.sqrt(1.0 / n)
                        : Math.sqrt(2.0 / n) * Math.cos(Math.PI * (2 * i + 1) * f / (2.0 * n));
            }
        }
        return waves;
    }

    /**
     * Writes the numbers, first those of even horizontal frequency, then those of odd; each by rising vertical plus horizontal
     * frequency, so that the largest come early.
     *
     * @param pixels [c, h, w] from {@code from}, unsigned
     * @param mean of all pixels
     * @param norm of all pixels less the mean
     */
    void of(byte[] pixels, int from, double mean, double norm, float[] out, int to) {
        assert channels * height * width > 0;
        double[] partial = new double[height * EDGE];
        for (int y = 0; y < height; y++) {
            for (int v = 0; v < EDGE; v++) {
                double sum = 0;
                for (int x = 0; x < width; x++) {
                    sum += ((pixels[from + y * width + x] & 0xFF) - mean) * columns[v][x];
                }
                partial[y * EDGE + v] = sum;
            }
        }
        int even = to;
        int odd = to + EVEN;
        for (int order = 1; order <= 2 * (EDGE - 1); order++) {
            for (int u = Math.max(0, order - EDGE + 1); u <= Math.min(order, EDGE - 1); u++) {
                int v = order - u;
                double sum = 0;
                for (int y = 0; y < height; y++) {
                    sum += partial[y * EDGE + v] * rows[u][y];
                }
                if (v % 2 == 0) {
                    out[even++] = (float) (sum / norm);
                } else {
                    out[odd++] = (float) (sum / norm);
                }
            }
        }
    }
}
