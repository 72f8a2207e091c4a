package org.pellucid.textbook;

import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Window;

/**
 * The mean of the values under each window, channel by channel.
 *
 * <p>Shapes: x [n, c, hIn, wIn], y [n, c, hOut, wOut]. With ih = oh·strideH − padTop + kh, iw likewise, and m(oh,ow) the
 * number of pixels of the window that lie inside the picture (padding does not count):
 *
 * <pre>
 * forward    y[n,c,oh,ow]  = 1 / m(oh,ow) · Σ_{kh,kw inside} x[n,c,ih,iw]
 * backward   dx[n,c,ih,iw] = Σ_{windows oh,ow over ih,iw} dy[n,c,oh,ow] / m(oh,ow)
 * </pre>
 *
 * <p>Source: LeCun et al., Proc. IEEE 86, 1998 (there with a learned scale). Derivation: {@code docs/ops/avg-pool.md}.
 */
public final class AvgPool2d {
    private AvgPool2d() {}

    /**
     * The means.
     *
     * @return y
     */
    public static double[] forward(Pool2dGeometry g, double[] x) {
        Window win = g.window();
        Index xAt = new Index(g.c(), win.hIn(), win.wIn());
        Index yAt = new Index(g.c(), win.hOut(), win.wOut());
        double[] y = new double[g.ySize()];
        // region:avg-pool-forward
        for (int n = 0; n < g.n(); n++) {
            for (int c = 0; c < g.c(); c++) {
                for (int oh = 0; oh < win.hOut(); oh++) {
                    for (int ow = 0; ow < win.wOut(); ow++) {
                        double sum = 0;
                        for (int kh = 0; kh < win.kH(); kh++) {
                            int ih = oh * win.strideH() - win.padTop() + kh;
                            for (int kw = 0; kw < win.kW(); kw++) {
                                int iw = ow * win.strideW() - win.padLeft() + kw;
                                if (xAt.inside(ih, iw)) {
                                    sum += x[xAt.of(n, c, ih, iw)];
                                }
                            }
                        }
                        y[yAt.of(n, c, oh, ow)] = sum / inside(win, oh, ow);
                    }
                }
            }
        }
        // end
        return y;
    }

    /**
     * The gradient of the input: each pixel gets an equal share.
     *
     * @return dx
     */
    public static double[] backward(Pool2dGeometry g, double[] dy) {
        Window win = g.window();
        Index xAt = new Index(g.c(), win.hIn(), win.wIn());
        Index yAt = new Index(g.c(), win.hOut(), win.wOut());
        double[] dx = new double[g.xSize()];
        // region:avg-pool-backward
        for (int n = 0; n < g.n(); n++) {
            for (int c = 0; c < g.c(); c++) {
                for (int oh = 0; oh < win.hOut(); oh++) {
                    for (int ow = 0; ow < win.wOut(); ow++) {
                        double share = dy[yAt.of(n, c, oh, ow)] / inside(win, oh, ow);
                        for (int kh = 0; kh < win.kH(); kh++) {
                            int ih = oh * win.strideH() - win.padTop() + kh;
                            for (int kw = 0; kw < win.kW(); kw++) {
                                int iw = ow * win.strideW() - win.padLeft() + kw;
                                if (xAt.inside(ih, iw)) {
                                    dx[xAt.of(n, c, ih, iw)] += share;
                                }
                            }
                        }
                    }
                }
            }
        }
        // end
        return dx;
    }

    /** m(oh, ow): the pixels of this window that lie inside the picture. */
    private static int inside(Window win, int oh, int ow) {
        int top = oh * win.strideH() - win.padTop();
        int left = ow * win.strideW() - win.padLeft();
        int rows = Math.min(top + win.kH(), win.hIn()) - Math.max(top, 0);
        int columns = Math.min(left + win.kW(), win.wIn()) - Math.max(left, 0);
        return rows * columns;
    }
}
