package org.pellucid.textbook;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * Convolution as a product of matrices: what fast machines compute, and why it is the same.
 *
 * <p>For one picture and one group, with c counted inside the group, the matrix of columns has one row for each weight
 * of a kernel and one column for each place where the kernel stands:
 *
 * <pre>
 * columns    X[(c·kH + kh)·kW + kw, oh·wOut + ow] = x[n,c,ih,iw], or 0 in the padding
 * forward    Y = W · X + b          W [cOut / groups, cIn / groups · kH · kW], Y [cOut / groups, hOut · wOut]
 * backward   dX = Wᵀ · dY, and col2im adds each dX back to the dx it was copied from
 *            dW += dY · Xᵀ
 * </pre>
 *
 * <p>col2im is the transpose (adjoint) of im2col: ⟨im2col(x), U⟩ = ⟨x, col2im(U)⟩. Source: Chellapilla, Puri, Simard,
 * <i>High performance convolutional neural networks for document processing</i>, IWFHR 2006. Derivation:
 * {@code docs/ops/im2col.md}.
 */
public final class Im2col {
    private Im2col() {}

    /**
     * The matrix of columns of one picture and group.
     *
     * @param n which picture
     * @param group which group
     * @return X, [cIn / groups · kH · kW, hOut · wOut]
     */
    public static double[] columns(Conv2dGeometry g, double[] x, int n, int group) {
        Window win = g.window();
        Index xAt = new Index(g.cIn(), win.hIn(), win.wIn());
        int places = win.hOut() * win.wOut();
        double[] columns = new double[g.reduction() * places];
        // region:im2col
        for (int c = 0; c < g.cInPerGroup(); c++) {
            for (int kh = 0; kh < win.kH(); kh++) {
                for (int kw = 0; kw < win.kW(); kw++) {
                    int row = (c * win.kH() + kh) * win.kW() + kw;
                    for (int oh = 0; oh < win.hOut(); oh++) {
                        int ih = oh * win.strideH() - win.padTop() + kh * win.dilationH();
                        for (int ow = 0; ow < win.wOut(); ow++) {
                            int iw = ow * win.strideW() - win.padLeft() + kw * win.dilationW();
                            if (xAt.inside(ih, iw)) {
                                int place = oh * win.wOut() + ow;
                                columns[row * places + place] = x[xAt.of(n, group * g.cInPerGroup() + c, ih, iw)];
                            }
                        }
                    }
                }
            }
        }
        // end
        return columns;
    }

    /**
     * The adjoint of {@link #columns}: adds each value of the matrix to the pixel it was copied from.
     *
     * @param columns [cIn / groups · kH · kW, hOut · wOut]
     * @param n which picture
     * @param group which group
     * @param x [n, cIn, hIn, wIn], added to
     */
    public static void addColumns(Conv2dGeometry g, double[] columns, int n, int group, double[] x) {
        Window win = g.window();
        Index xAt = new Index(g.cIn(), win.hIn(), win.wIn());
        int places = win.hOut() * win.wOut();
        // region:col2im
        for (int c = 0; c < g.cInPerGroup(); c++) {
            for (int kh = 0; kh < win.kH(); kh++) {
                for (int kw = 0; kw < win.kW(); kw++) {
                    int row = (c * win.kH() + kh) * win.kW() + kw;
                    for (int oh = 0; oh < win.hOut(); oh++) {
                        int ih = oh * win.strideH() - win.padTop() + kh * win.dilationH();
                        for (int ow = 0; ow < win.wOut(); ow++) {
                            int iw = ow * win.strideW() - win.padLeft() + kw * win.dilationW();
                            if (xAt.inside(ih, iw)) {
                                int place = oh * win.wOut() + ow;
                                x[xAt.of(n, group * g.cInPerGroup() + c, ih, iw)] += columns[row * places + place];
                            }
                        }
                    }
                }
            }
        }
        // end
    }

    /**
     * {@link Conv2d#forward} as products Y = W · X + b.
     *
     * @param b may be null: no bias
     * @return y
     */
    public static double[] forward(Conv2dGeometry g, double[] x, double[] w, double[] b) {
        int places = g.window().hOut() * g.window().wOut();
        int k = g.reduction();
        double[] y = new double[g.ySize()];
        // region:im2col-forward
        for (int n = 0; n < g.n(); n++) {
            for (int group = 0; group < g.groups(); group++) {
                double[] columns = columns(g, x, n, group);
                for (int o = group * g.cOutPerGroup(); o < (group + 1) * g.cOutPerGroup(); o++) {
                    for (int place = 0; place < places; place++) {
                        double sum = b == null ? 0 : b[o];
                        for (int row = 0; row < k; row++) {
                            sum += w[o * k + row] * columns[row * places + place];
                        }
                        y[(n * g.cOut() + o) * places + place] = sum;
                    }
                }
            }
        }
        // end
        return y;
    }

    /**
     * {@link Conv2d#backwardInput} as products dX = Wᵀ · dY, then col2im.
     *
     * @return dx
     */
    public static double[] backwardInput(Conv2dGeometry g, double[] dy, double[] w) {
        int places = g.window().hOut() * g.window().wOut();
        int k = g.reduction();
        double[] dx = new double[g.xSize()];
        // region:im2col-backward-input
        for (int n = 0; n < g.n(); n++) {
            for (int group = 0; group < g.groups(); group++) {
                double[] dColumns = new double[k * places];
                for (int o = group * g.cOutPerGroup(); o < (group + 1) * g.cOutPerGroup(); o++) {
                    for (int row = 0; row < k; row++) {
                        for (int place = 0; place < places; place++) {
                            dColumns[row * places + place] += w[o * k + row] * dy[(n * g.cOut() + o) * places + place];
                        }
                    }
                }
                addColumns(g, dColumns, n, group, dx);
            }
        }
        // end
        return dx;
    }

    /**
     * {@link Conv2d#backwardParameters} as products dW += dY · Xᵀ.
     *
     * @param dw added to
     * @param db added to; may be null: no bias
     */
    public static void backwardParameters(Conv2dGeometry g, double[] x, double[] dy, double[] dw, double[] db) {
        int places = g.window().hOut() * g.window().wOut();
        int k = g.reduction();
        // region:im2col-backward-parameters
        for (int n = 0; n < g.n(); n++) {
            for (int group = 0; group < g.groups(); group++) {
                double[] columns = columns(g, x, n, group);
                for (int o = group * g.cOutPerGroup(); o < (group + 1) * g.cOutPerGroup(); o++) {
                    for (int place = 0; place < places; place++) {
                        double d = dy[(n * g.cOut() + o) * places + place];
                        if (db != null) {
                            db[o] += d;
                        }
                        for (int row = 0; row < k; row++) {
                            dw[o * k + row] += d * columns[row * places + place];
                        }
                    }
                }
            }
        }
        // end
    }
}
