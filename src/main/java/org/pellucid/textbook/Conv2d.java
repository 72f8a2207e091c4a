package org.pellucid.textbook;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * Convolution in two dimensions (cross-correlation: the kernel is not flipped).
 *
 * <p>Shapes: x [n, cIn, hIn, wIn], w [cOut, cIn / groups, kH, kW], b [cOut], y [n, cOut, hOut, wOut]. With
 * ih = oh·strideH − padTop + kh·dilationH, iw likewise, x = 0 outside the picture, and c counted inside the group of o:
 *
 * <pre>
 * forward    y[n,o,oh,ow]   = b[o] + Σ_{c,kh,kw} x[n,c,ih,iw] · w[o,c,kh,kw]
 * backward   dx[n,c,ih,iw]  = Σ_{o,oh,ow,kh,kw that meet ih,iw} dy[n,o,oh,ow] · w[o,c,kh,kw]
 *            dw[o,c,kh,kw] += Σ_{n,oh,ow} dy[n,o,oh,ow] · x[n,c,ih,iw]
 *            db[o]         += Σ_{n,oh,ow} dy[n,o,oh,ow]
 * </pre>
 *
 * <p>Source: LeCun et al., <i>Gradient-based learning applied to document recognition</i>, Proc. IEEE 86, 1998.
 * Derivation: {@code docs/ops/conv2d.md}.
 */
public final class Conv2d {
    private Conv2d() {}

    /**
     * The convolution.
     *
     * @param b may be null: no bias
     * @return y
     */
    public static double[] forward(Conv2dGeometry g, double[] x, double[] w, double[] b) {
        Window win = g.window();
        Index xAt = xIndex(g);
        Index wAt = wIndex(g);
        Index yAt = yIndex(g);
        double[] y = new double[g.ySize()];
        // region:conv2d-forward
        for (int n = 0; n < g.n(); n++) {
            for (int o = 0; o < g.cOut(); o++) {
                int first = o / g.cOutPerGroup() * g.cInPerGroup(); // the first input channel of o's group
                for (int oh = 0; oh < win.hOut(); oh++) {
                    for (int ow = 0; ow < win.wOut(); ow++) {
                        double sum = b == null ? 0 : b[o];
                        for (int c = 0; c < g.cInPerGroup(); c++) {
                            for (int kh = 0; kh < win.kH(); kh++) {
                                int ih = oh * win.strideH() - win.padTop() + kh * win.dilationH();
                                for (int kw = 0; kw < win.kW(); kw++) {
                                    int iw = ow * win.strideW() - win.padLeft() + kw * win.dilationW();
                                    if (xAt.inside(ih, iw)) {
                                        sum += x[xAt.of(n, first + c, ih, iw)] * w[wAt.of(o, c, kh, kw)];
                                    }
                                }
                            }
                        }
                        y[yAt.of(n, o, oh, ow)] = sum;
                    }
                }
            }
        }
        // end
        return y;
    }

    /**
     * The gradient of the input: every product of the forward sum sends dy · w back to the x it came from.
     *
     * @return dx
     */
    public static double[] backwardInput(Conv2dGeometry g, double[] dy, double[] w) {
        Window win = g.window();
        Index xAt = xIndex(g);
        Index wAt = wIndex(g);
        Index yAt = yIndex(g);
        double[] dx = new double[g.xSize()];
        // region:conv2d-backward-input
        for (int n = 0; n < g.n(); n++) {
            for (int o = 0; o < g.cOut(); o++) {
                int first = o / g.cOutPerGroup() * g.cInPerGroup();
                for (int oh = 0; oh < win.hOut(); oh++) {
                    for (int ow = 0; ow < win.wOut(); ow++) {
                        double d = dy[yAt.of(n, o, oh, ow)];
                        for (int c = 0; c < g.cInPerGroup(); c++) {
                            for (int kh = 0; kh < win.kH(); kh++) {
                                int ih = oh * win.strideH() - win.padTop() + kh * win.dilationH();
                                for (int kw = 0; kw < win.kW(); kw++) {
                                    int iw = ow * win.strideW() - win.padLeft() + kw * win.dilationW();
                                    if (xAt.inside(ih, iw)) {
                                        dx[xAt.of(n, first + c, ih, iw)] += d * w[wAt.of(o, c, kh, kw)];
                                    }
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

    /**
     * The gradients of the parameters: every product of the forward sum sends dy · x back to the w it came from.
     *
     * @param dw added to
     * @param db added to; may be null: no bias
     */
    public static void backwardParameters(Conv2dGeometry g, double[] x, double[] dy, double[] dw, double[] db) {
        Window win = g.window();
        Index xAt = xIndex(g);
        Index wAt = wIndex(g);
        Index yAt = yIndex(g);
        // region:conv2d-backward-parameters
        for (int n = 0; n < g.n(); n++) {
            for (int o = 0; o < g.cOut(); o++) {
                int first = o / g.cOutPerGroup() * g.cInPerGroup();
                for (int oh = 0; oh < win.hOut(); oh++) {
                    for (int ow = 0; ow < win.wOut(); ow++) {
                        double d = dy[yAt.of(n, o, oh, ow)];
                        if (db != null) {
                            db[o] += d;
                        }
                        for (int c = 0; c < g.cInPerGroup(); c++) {
                            for (int kh = 0; kh < win.kH(); kh++) {
                                int ih = oh * win.strideH() - win.padTop() + kh * win.dilationH();
                                for (int kw = 0; kw < win.kW(); kw++) {
                                    int iw = ow * win.strideW() - win.padLeft() + kw * win.dilationW();
                                    if (xAt.inside(ih, iw)) {
                                        dw[wAt.of(o, c, kh, kw)] += d * x[xAt.of(n, first + c, ih, iw)];
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        // end
    }

    private static Index xIndex(Conv2dGeometry g) {
        return new Index(g.cIn(), g.window().hIn(), g.window().wIn());
    }

    private static Index wIndex(Conv2dGeometry g) {
        return new Index(g.cInPerGroup(), g.window().kH(), g.window().kW());
    }

    private static Index yIndex(Conv2dGeometry g) {
        return new Index(g.cOut(), g.window().hOut(), g.window().wOut());
    }
}
