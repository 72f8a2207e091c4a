package org.pellucid.textbook;

import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Window;

/**
 * The largest value under each window, channel by channel.
 *
 * <p>Shapes: x [n, c, hIn, wIn], y [n, c, hOut, wOut]. With ih = oh·strideH − padTop + kh, iw likewise, over the pixels
 * inside the picture (padding never wins):
 *
 * <pre>
 * forward    y[n,c,oh,ow] = max_{kh,kw} x[n,c,ih,iw];  argmax = the first pixel in reading order that reaches it
 * backward   dx[p] = Σ_{outputs whose argmax is p} dy
 * </pre>
 *
 * <p>Source: Ranzato et al., <i>Unsupervised learning of invariant feature hierarchies</i>, CVPR 2007. Derivation:
 * {@code docs/ops/max-pool.md}.
 */
public final class MaxPool2d {
    private MaxPool2d() {}

    /**
     * What comes out forward.
     *
     * @param y the maxima
     * @param argmax for each of them the index in x of the pixel that won
     */
    public record Result(double[] y, int[] argmax) {}

    /** The maxima and where they stand. */
    public static Result forward(Pool2dGeometry g, double[] x) {
        Window win = g.window();
        Index xAt = new Index(g.c(), win.hIn(), win.wIn());
        Index yAt = new Index(g.c(), win.hOut(), win.wOut());
        double[] y = new double[g.ySize()];
        int[] argmax = new int[g.ySize()];
        // region:max-pool-forward
        for (int n = 0; n < g.n(); n++) {
            for (int c = 0; c < g.c(); c++) {
                for (int oh = 0; oh < win.hOut(); oh++) {
                    for (int ow = 0; ow < win.wOut(); ow++) {
                        int best = -1;
                        for (int kh = 0; kh < win.kH(); kh++) {
                            int ih = oh * win.strideH() - win.padTop() + kh;
                            for (int kw = 0; kw < win.kW(); kw++) {
                                int iw = ow * win.strideW() - win.padLeft() + kw;
                                if (xAt.inside(ih, iw)) {
                                    int p = xAt.of(n, c, ih, iw);
                                    if (best < 0 || x[p] > x[best]) {
                                        best = p;
                                    }
                                }
                            }
                        }
                        y[yAt.of(n, c, oh, ow)] = x[best];
                        argmax[yAt.of(n, c, oh, ow)] = best;
                    }
                }
            }
        }
        // end
        return new Result(y, argmax);
    }

    /**
     * The gradient of the input: the winner takes it all.
     *
     * @return dx
     */
    public static double[] backward(Pool2dGeometry g, double[] dy, int[] argmax) {
        double[] dx = new double[g.xSize()];
        // region:max-pool-backward
        for (int i = 0; i < dy.length; i++) {
            dx[argmax[i]] += dy[i];
        }
        // end
        return dx;
    }
}
