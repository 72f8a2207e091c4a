package org.pellucid.textbook;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * Winograd's minimal filtering F(m×m, 3×3): a 3×3 convolution with stride 1 that computes m×m outputs with (m + 2)²
 * multiplications where the sum as defined has 9 m².
 *
 * <p>The picture is cut into tiles d of (m + 2)×(m + 2), m apart. With g the kernel of one pair of channels,
 *
 * <pre>
 * U = G g Gᵀ,   V = Bᵀ d B,   y = Aᵀ [ Σ_c U_c ⊙ V_c ] A + b
 * </pre>
 *
 * <p>The matrices come from polynomials: a convolution is a product of polynomials, and a product is known once its values
 * at enough points are. F(2×2) evaluates at 0, 1, −1, ∞; F(3×3) at 0, 1, −1, 2, ∞; F(4×4) at 0, 1, −1, 2, −2, ∞.
 *
 * <p>Source: Lavin and Gray, <i>Fast algorithms for convolutional neural networks</i>, CVPR 2016; Winograd,
 * <i>Arithmetic complexity of computations</i>, SIAM 1980. Derivation: {@code docs/winograd.md}.
 *
 * @param bT Bᵀ, [m + 2, m + 2], of the picture
 * @param g G, [m + 2, 3], of the kernel
 * @param aT Aᵀ, [m, m + 2], of the output
 */
public record Winograd(double[][] bT, double[][] g, double[][] aT) {
    // spotless:off
    /** F(2×2, 3×3): 16 multiplications for 36. */
    public static final Winograd F2 = new Winograd(
            new double[][] {
                {1,  0, -1,  0},
                {0,  1,  1,  0},
                {0, -1,  1,  0},
                {0,  1,  0, -1}},
            new double[][] {
                {1,    0,   0},
                {.5,  .5,  .5},
                {.5, -.5,  .5},
                {0,    0,   1}},
            new double[][] {
                {1, 1,  1,  0},
                {0, 1, -1, -1}});

    /** F(3×3, 3×3): 25 multiplications for 81. */
    public static final Winograd F3 = new Winograd(
            new double[][] {
                {2, -1, -2,  1, 0},
                {0, -2, -1,  1, 0},
                {0,  2, -3,  1, 0},
                {0, -1,  0,  1, 0},
                {0,  2, -1, -2, 1}},
            new double[][] {
                { 1 / 2.,       0,       0},
                {-1 / 2., -1 / 2., -1 / 2.},
                {-1 / 6.,  1 / 6., -1 / 6.},
                { 1 / 6.,  1 / 3.,  2 / 3.},
                {      0,       0,       1}},
            new double[][] {
                {1, 1,  1, 1, 0},
                {0, 1, -1, 2, 0},
                {0, 1,  1, 4, 1}});

    /** F(4×4, 3×3): 36 multiplications for 144. */
    public static final Winograd F4 = new Winograd(
            new double[][] {
                {4,  0, -5,  0, 1, 0},
                {0, -4, -4,  1, 1, 0},
                {0,  4, -4, -1, 1, 0},
                {0, -2, -1,  2, 1, 0},
                {0,  2, -1, -2, 1, 0},
                {0,  4,  0, -5, 0, 1}},
            new double[][] {
                { 1 / 4.,        0,       0},
                {-1 / 6.,  -1 / 6., -1 / 6.},
                {-1 / 6.,   1 / 6., -1 / 6.},
                {1 / 24.,  1 / 12.,  1 / 6.},
                {1 / 24., -1 / 12.,  1 / 6.},
                {      0,        0,       1}},
            new double[][] {
                {1, 1,  1, 1,  1, 0},
                {0, 1, -1, 2, -2, 0},
                {0, 1,  1, 4,  4, 0},
                {0, 1, -1, 8, -8, 1}});
    // spotless:on

    /** Outputs of a tile, down and across: m. */
    public int out() {
        return aT.length;
    }

    /** Inputs of a tile, down and across: m + 2. */
    public int in() {
        return bT.length;
    }

    /** The same with all matrices in absolute value: on |x|, |w|, |b| it bounds every intermediate value's size. */
    public Winograd magnitudes() {
        return new Winograd(absolute(bT), absolute(g), absolute(aT));
    }

    /**
     * The convolution.
     *
     * @param geo a 3×3 kernel, stride 1, no dilation, one group
     * @param b may be null: no bias
     * @return y
     */
    public double[] forward(Conv2dGeometry geo, double[] x, double[] w, double[] b) {
        Window win = geo.window();
        double[] y = new double[geo.ySize()];
        // region:winograd-forward
        for (int n = 0; n < geo.n(); n++) {
            for (int o = 0; o < geo.cOut(); o++) {
                for (int oh = 0; oh < win.hOut(); oh += out()) {
                    for (int ow = 0; ow < win.wOut(); ow += out()) {
                        double[][] m = new double[in()][in()];
                        for (int c = 0; c < geo.cIn(); c++) {
                            double[][] u = transformKernel(kernel(geo, w, o, c));
                            double[][] v = transformTile(tile(geo, x, n, c, oh, ow));
                            for (int i = 0; i < in(); i++) {
                                for (int j = 0; j < in(); j++) {
                                    m[i][j] += u[i][j] * v[i][j];
                                }
                            }
                        }
                        double[][] outputs = product(product(aT, m), transpose(aT));
                        for (int i = 0; i < out() && oh + i < win.hOut(); i++) {
                            for (int j = 0; j < out() && ow + j < win.wOut(); j++) {
                                int at = ((n * geo.cOut() + o) * win.hOut() + oh + i) * win.wOut() + ow + j;
                                y[at] = outputs[i][j] + (b == null ? 0 : b[o]);
                            }
                        }
                    }
                }
            }
        }
        // end
        return y;
    }

    /** U = G g Gᵀ. */
    public double[][] transformKernel(double[][] kernel) {
        return product(product(g, kernel), transpose(g));
    }

    /** V = Bᵀ d B. */
    public double[][] transformTile(double[][] d) {
        return product(product(bT, d), transpose(bT));
    }

    /** The kernel of a pair of channels. */
    public static double[][] kernel(Conv2dGeometry geo, double[] w, int o, int c) {
        double[][] kernel = new double[3][3];
        for (int kh = 0; kh < 3; kh++) {
            for (int kw = 0; kw < 3; kw++) {
                kernel[kh][kw] = w[((o * geo.cIn() + c) * 3 + kh) * 3 + kw];
            }
        }
        return kernel;
    }

    /** The inputs, zero outside the picture, that the tile of outputs from (oh, ow) on depends on. */
    public double[][] tile(Conv2dGeometry geo, double[] x, int n, int c, int oh, int ow) {
        Window win = geo.window();
        double[][] d = new double[in()][in()];
        for (int i = 0; i < in(); i++) {
            for (int j = 0; j < in(); j++) {
                int ih = oh - win.padTop() + i;
                int iw = ow - win.padLeft() + j;
                if (ih >= 0 && ih < win.hIn() && iw >= 0 && iw < win.wIn()) {
                    d[i][j] = x[((n * geo.cIn() + c) * win.hIn() + ih) * win.wIn() + iw];
                }
            }
        }
        return d;
    }

    private static double[][] product(double[][] p, double[][] q) {
        double[][] r = new double[p.length][q[0].length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < q[0].length; j++) {
                for (int k = 0; k < q.length; k++) {
                    r[i][j] += p[i][k] * q[k][j];
                }
            }
        }
        return r;
    }

    private static double[][] transpose(double[][] p) {
        double[][] t = new double[p[0].length][p.length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[0].length; j++) {
                t[j][i] = p[i][j];
            }
        }
        return t;
    }

    private static double[][] absolute(double[][] p) {
        double[][] a = new double[p.length][p[0].length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[0].length; j++) {
                a[i][j] = Math.abs(p[i][j]);
            }
        }
        return a;
    }
}
