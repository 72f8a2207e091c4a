package org.pellucid.engine.loops;

/**
 * Sums for each channel in double, over pixels [.., c] in float.
 *
 * <p>Four channels at a time have their sums in registers while a stretch of pixels goes by that stays in the first-level
 * cache; the obvious loop, pixel by pixel with the sums in memory, takes about three times as long. Each channel's sum
 * still runs from the first pixel to the last: the same bits as the obvious loop's.
 */
final class ChannelSums {
    /** Floats of a stretch: 16 kB. */
    private static final int STRETCH = 1 << 12;

    private ChannelSums() {}

    /** sums[c] ← sums[c] + Σ x[.., c] and squares[c] ← squares[c] + Σ x[.., c]² over the values from … to − 1. */
    static void ofSquares(float[] x, int from, int to, int channels, double[] sums, double[] squares) {
        int stretch = Math.max(1, STRETCH / channels) * channels;
        for (int at = from; at < to; at += stretch) {
            int end = Math.min(at + stretch, to);
            int c = 0;
            for (; c + 4 <= channels; c += 4) {
                fourSquares(x, at + c, end, channels, sums, squares, c);
            }
            for (; c < channels; c++) {
                double s = sums[c];
                double q = squares[c];
                for (int i = at + c; i < end; i += channels) {
                    double value = x[i];
                    s += value;
                    q += value * value;
                }
                sums[c] = s;
                squares[c] = q;
            }
        }
    }

    private static void fourSquares(float[] x, int from, int to, int channels, double[] sums, double[] squares, int c) {
        double s0 = sums[c];
        double s1 = sums[c + 1];
        double s2 = sums[c + 2];
        double s3 = sums[c + 3];
        double q0 = squares[c];
        double q1 = squares[c + 1];
        double q2 = squares[c + 2];
        double q3 = squares[c + 3];
        for (int i = from; i < to; i += channels) {
            double v0 = x[i];
            double v1 = x[i + 1];
            double v2 = x[i + 2];
            double v3 = x[i + 3];
            s0 += v0;
            s1 += v1;
            s2 += v2;
            s3 += v3;
            q0 += v0 * v0;
            q1 += v1 * v1;
            q2 += v2 * v2;
            q3 += v3 * v3;
        }
        sums[c] = s0;
        sums[c + 1] = s1;
        sums[c + 2] = s2;
        sums[c + 3] = s3;
        squares[c] = q0;
        squares[c + 1] = q1;
        squares[c + 2] = q2;
        squares[c + 3] = q3;
    }

    /** sums[c] ← sums[c] + Σ dy[.., c] and products[c] ← products[c] + Σ dy · x̂, where x̂ is rounded to float. */
    static void ofProducts(float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products) {
        float[] mean = n.mean();
        float[] inverse = n.inverse();
        int channels = n.channels();
        int stretch = Math.max(1, STRETCH / channels) * channels;
        for (int at = from; at < to; at += stretch) {
            int end = Math.min(at + stretch, to);
            int c = 0;
            for (; c + 4 <= channels; c += 4) {
                fourProducts(x, dy, at + c, end, n, sums, products, c);
            }
            for (; c < channels; c++) {
                double s = sums[c];
                double p = products[c];
                for (int i = at + c; i < end; i += channels) {
                    s += dy[i];
                    p += (double) dy[i] * ((x[i] - mean[c]) * inverse[c]);
                }
                sums[c] = s;
                products[c] = p;
            }
        }
    }

    private static void fourProducts(
            float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products, int c) {
        float[] mean = n.mean();
        float[] inverse = n.inverse();
        int channels = n.channels();
        float m0 = mean[c];
        float m1 = mean[c + 1];
        float m2 = mean[c + 2];
        float m3 = mean[c + 3];
        float i0 = inverse[c];
        float i1 = inverse[c + 1];
        float i2 = inverse[c + 2];
        float i3 = inverse[c + 3];
        double s0 = sums[c];
        double s1 = sums[c + 1];
        double s2 = sums[c + 2];
        double s3 = sums[c + 3];
        double p0 = products[c];
        double p1 = products[c + 1];
        double p2 = products[c + 2];
        double p3 = products[c + 3];
        for (int i = from; i < to; i += channels) {
            double d0 = dy[i];
            double d1 = dy[i + 1];
            double d2 = dy[i + 2];
            double d3 = dy[i + 3];
            s0 += d0;
            s1 += d1;
            s2 += d2;
            s3 += d3;
            p0 += d0 * ((x[i] - m0) * i0);
            p1 += d1 * ((x[i + 1] - m1) * i1);
            p2 += d2 * ((x[i + 2] - m2) * i2);
            p3 += d3 * ((x[i + 3] - m3) * i3);
        }
        sums[c] = s0;
        sums[c + 1] = s1;
        sums[c + 2] = s2;
        sums[c + 3] = s3;
        products[c] = p0;
        products[c + 1] = p1;
        products[c + 2] = p2;
        products[c + 3] = p3;
    }
}
