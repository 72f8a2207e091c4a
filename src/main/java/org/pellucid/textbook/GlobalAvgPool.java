package org.pellucid.textbook;

import org.pellucid.spec.Shape;

/**
 * The mean of each channel over the whole picture.
 *
 * <p>Shapes: x [n, c, h, w], y [n, c].
 *
 * <pre>
 * forward    y[n,c]      = 1 / (h·w) · Σ_{h,w} x[n,c,h,w]
 * backward   dx[n,c,h,w] = dy[n,c] / (h·w)
 * </pre>
 *
 * <p>Source: Lin, Chen, Yan, <i>Network in network</i>, ICLR 2014. Derivation: {@code docs/ops/avg-pool.md}.
 */
public final class GlobalAvgPool {
    private GlobalAvgPool() {}

    /**
     * The means.
     *
     * @param n examples
     * @param shape of one of them
     * @return y
     */
    public static double[] forward(int n, Shape shape, double[] x) {
        int area = shape.height() * shape.width();
        double[] y = new double[n * shape.channels()];
        // region:global-avg-pool-forward
        for (int nc = 0; nc < n * shape.channels(); nc++) {
            double sum = 0;
            for (int p = 0; p < area; p++) {
                sum += x[nc * area + p];
            }
            y[nc] = sum / area;
        }
        // end
        return y;
    }

    /**
     * The gradient of the input.
     *
     * @param n examples
     * @param shape of one of them
     * @return dx
     */
    public static double[] backward(int n, Shape shape, double[] dy) {
        int area = shape.height() * shape.width();
        double[] dx = new double[n * shape.size()];
        // region:global-avg-pool-backward
        for (int nc = 0; nc < n * shape.channels(); nc++) {
            for (int p = 0; p < area; p++) {
                dx[nc * area + p] = dy[nc] / area;
            }
        }
        // end
        return dx;
    }
}
