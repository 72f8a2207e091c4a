package org.pellucid.textbook;

/**
 * The end of a residual block: two paths meet.
 *
 * <p>Shapes: body(x), shortcut(x), y alike; the shortcut is x itself or a projection of it.
 *
 * <pre>
 * forward    y  = body(x) + shortcut(x)
 * backward   dx = body′(x)ᵀ dy + shortcut′(x)ᵀ dy      dy goes down both paths as it is, and what arrives is added
 * </pre>
 *
 * <p>Source: He, Zhang, Ren, Sun, <i>Deep residual learning for image recognition</i>, CVPR 2016. Derivation:
 * {@code docs/ops/residual.md}.
 */
public final class Residual {
    private Residual() {}

    /**
     * Adds what the two paths gave.
     *
     * @return y
     */
    public static double[] forward(double[] body, double[] shortcut) {
        double[] y = new double[body.length];
        // region:residual-forward
        for (int i = 0; i < y.length; i++) {
            y[i] = body[i] + shortcut[i];
        }
        // end
        return y;
    }

    /**
     * Adds the gradients that came back through the two paths; each path got dy unchanged.
     *
     * @return dx
     */
    public static double[] backward(double[] dxBody, double[] dxShortcut) {
        double[] dx = new double[dxBody.length];
        // region:residual-backward
        for (int i = 0; i < dx.length; i++) {
            dx[i] = dxBody[i] + dxShortcut[i];
        }
        // end
        return dx;
    }
}
