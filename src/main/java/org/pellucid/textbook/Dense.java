package org.pellucid.textbook;

/**
 * Every output is a weighted sum of all inputs.
 *
 * <p>Shapes: x [n, features], w [units, features], b [units], y [n, units].
 *
 * <pre>
 * forward    y[n,u]   = b[u] + Σ_f x[n,f] · w[u,f]          Y = X Wᵀ + b
 * backward   dx[n,f]  = Σ_u dy[n,u] · w[u,f]                dX = dY W
 *            dw[u,f] += Σ_n dy[n,u] · x[n,f]                dW += dYᵀ X
 *            db[u]   += Σ_n dy[n,u]
 * </pre>
 *
 * <p>Source: Rumelhart, Hinton, Williams, <i>Learning representations by back-propagating errors</i>, Nature 323, 1986.
 * Derivation: {@code docs/ops/dense.md}.
 */
public final class Dense {
    private Dense() {}

    /**
     * The weighted sums.
     *
     * @param b may be null: no bias
     * @return y
     */
    public static double[] forward(int n, int features, int units, double[] x, double[] w, double[] b) {
        double[] y = new double[n * units];
        // region:dense-forward
        for (int i = 0; i < n; i++) {
            for (int u = 0; u < units; u++) {
                double sum = b == null ? 0 : b[u];
                for (int f = 0; f < features; f++) {
                    sum += x[i * features + f] * w[u * features + f];
                }
                y[i * units + u] = sum;
            }
        }
        // end
        return y;
    }

    /**
     * The gradient of the input.
     *
     * @return dx
     */
    public static double[] backwardInput(int n, int features, int units, double[] dy, double[] w) {
        double[] dx = new double[n * features];
        // region:dense-backward-input
        for (int i = 0; i < n; i++) {
            for (int u = 0; u < units; u++) {
                for (int f = 0; f < features; f++) {
                    dx[i * features + f] += dy[i * units + u] * w[u * features + f];
                }
            }
        }
        // end
        return dx;
    }

    /**
     * The gradients of the parameters.
     *
     * @param dw added to
     * @param db added to; may be null: no bias
     */
    public static void backwardParameters(
            int n, int features, int units, double[] x, double[] dy, double[] dw, double[] db) {
        // region:dense-backward-parameters
        for (int i = 0; i < n; i++) {
            for (int u = 0; u < units; u++) {
                double d = dy[i * units + u];
                if (db != null) {
                    db[u] += d;
                }
                for (int f = 0; f < features; f++) {
                    dw[u * features + f] += d * x[i * features + f];
                }
            }
        }
        // end
    }
}
