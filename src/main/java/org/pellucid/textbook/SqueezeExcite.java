package org.pellucid.textbook;

import org.pellucid.spec.Shape;

/**
 * Weighs each channel by its gate.
 *
 * <p>Shapes: x, y [n, c, h, w], gate s [n, c]. The gate is s = σ(W₂ φ(W₁ mean(x) + b₁) + b₂): a global average
 * pooling, a dense layer, an activation, a dense layer and a sigmoid, each with its own page.
 *
 * <pre>
 * forward    y[n,c,h,w]  = x[n,c,h,w] · s[n,c]
 * backward   dx[n,c,h,w] = dy[n,c,h,w] · s[n,c] + what comes back from ds through the gate
 *            ds[n,c]     = Σ_{h,w} dy[n,c,h,w] · x[n,c,h,w]
 * </pre>
 *
 * <p>Source: Hu, Shen, Sun, <i>Squeeze-and-excitation networks</i>, CVPR 2018. Derivation:
 * {@code docs/ops/squeeze-excite.md}.
 */
public final class SqueezeExcite {
    private SqueezeExcite() {}

    /**
     * Scales each channel.
     *
     * @param n examples
     * @param shape of one of them
     * @param gate s, [n, c]
     * @return y
     */
    public static double[] forward(int n, Shape shape, double[] x, double[] gate) {
        int area = shape.height() * shape.width();
        double[] y = new double[x.length];
        // region:squeeze-excite-forward
        for (int nc = 0; nc < n * shape.channels(); nc++) {
            for (int p = 0; p < area; p++) {
                y[nc * area + p] = x[nc * area + p] * gate[nc];
            }
        }
        // end
        return y;
    }

    /**
     * The direct part of the input's gradient: the gate taken as a constant.
     *
     * @param n examples
     * @param shape of one of them
     * @param gate s, [n, c]
     * @return dy · s
     */
    public static double[] backwardInput(int n, Shape shape, double[] dy, double[] gate) {
        int area = shape.height() * shape.width();
        double[] dx = new double[dy.length];
        // region:squeeze-excite-backward-input
        for (int nc = 0; nc < n * shape.channels(); nc++) {
            for (int p = 0; p < area; p++) {
                dx[nc * area + p] = dy[nc * area + p] * gate[nc];
            }
        }
        // end
        return dx;
    }

    /**
     * The gradient of the gate.
     *
     * @param n examples
     * @param shape of one of them
     * @return ds, [n, c]
     */
    public static double[] backwardGate(int n, Shape shape, double[] x, double[] dy) {
        int area = shape.height() * shape.width();
        double[] dGate = new double[n * shape.channels()];
        // region:squeeze-excite-backward-gate
        for (int nc = 0; nc < n * shape.channels(); nc++) {
            for (int p = 0; p < area; p++) {
                dGate[nc] += dy[nc * area + p] * x[nc * area + p];
            }
        }
        // end
        return dGate;
    }
}
