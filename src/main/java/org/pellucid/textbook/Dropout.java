package org.pellucid.textbook;

/**
 * Sets values to zero at random while training, and scales the others so that the expectation stays.
 *
 * <p>Shapes: x, keep, y alike. Which values are kept is decided outside; each is with the probability 1 − rate:
 *
 * <pre>
 * forward    y[i]  = x[i] / (1 − rate) where kept, else 0
 * backward   dx[i] = dy[i] / (1 − rate) where kept, else 0
 * </pre>
 *
 * <p>Source: Srivastava et al., <i>Dropout: a simple way to prevent neural networks from overfitting</i>, JMLR 15, 2014
 * (in its inverted form, which leaves prediction alone). Derivation: {@code docs/ops/dropout.md}.
 */
public final class Dropout {
    private Dropout() {}

    /**
     * The values that are kept, scaled.
     *
     * @return y
     */
    public static double[] forward(double rate, boolean[] keep, double[] x) {
        double[] y = new double[x.length];
        // region:dropout-forward
        for (int i = 0; i < x.length; i++) {
            y[i] = keep[i] ? x[i] / (1 - rate) : 0;
        }
        // end
        return y;
    }

    /**
     * The gradient of the input.
     *
     * @return dx
     */
    public static double[] backward(double rate, boolean[] keep, double[] dy) {
        double[] dx = new double[dy.length];
        // region:dropout-backward
        for (int i = 0; i < dy.length; i++) {
            dx[i] = keep[i] ? dy[i] / (1 - rate) : 0;
        }
        // end
        return dx;
    }
}
