package org.pellucid.inspect;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Winograd;

/**
 * How large the numbers are that the engine's F(4×4, 3×3) rounds, and how often it rounds them: see {@code
 * docs/winograd.md}.
 *
 * <p>The magnitudes are the algorithm itself run in double on absolute values, all its matrices in absolute value. Roundings
 * are counted along the longest way through the engine's transforms, a fused multiply-add as one.
 */
public final class WinogradBounds {
    /** Two passes of Bᵀ: two roundings each. */
    private static final int PICTURE = 4;
    /** Two passes of G: four roundings each, those of the constants included. */
    private static final int KERNEL = 8;
    /** Two passes of Aᵀ: three roundings each. */
    private static final int OUTPUT = 6;
    /** Two passes of A, two roundings each, and two of Gᵀ, five each. */
    private static final int ADJOINT = 4 + 10;

    private static final Winograd SIZES = Winograd.F4.magnitudes();
    private static final int OUT = SIZES.out();
    private static final int IN = SIZES.in();
    private static final int ELEMENTS = IN * IN;
    private static final int TAPS = 9;

    private WinogradBounds() {}

    /**
     * Of the outputs: the transforms, the sum over channels, the bias.
     *
     * @param b may be null: no bias
     */
    public static double[] output(Conv2dGeometry g, double[] x, double[] w, double[] b) {
        Window win = g.window();
        double[] ax = Bounds.abs(x);
        double[] aw = Bounds.abs(w);
        double[][] u = new double[g.cOut() * g.cIn()][];
        for (int pair = 0; pair < u.length; pair++) {
            u[pair] = flat(SIZES.transformKernel(Winograd.kernel(g, aw, pair / g.cIn(), pair % g.cIn())));
        }
        double[] bound = new double[g.ySize()];
        double scale = (PICTURE + KERNEL + g.cIn() + OUTPUT + 1) * Bounds.EPSILON;
        for (int n = 0; n < g.n(); n++) {
            for (int oh = 0; oh < win.hOut(); oh += OUT) {
                for (int ow = 0; ow < win.wOut(); ow += OUT) {
                    double[][] v = transformed(g, ax, n, oh, ow);
                    for (int o = 0; o < g.cOut(); o++) {
                        double[] m = new double[ELEMENTS];
                        for (int c = 0; c < g.cIn(); c++) {
                            addProducts(u[o * g.cIn() + c], v[c], m);
                        }
                        double bias = b == null ? 0 : Math.abs(b[o]);
                        for (int p = 0; p < OUT && oh + p < win.hOut(); p++) {
                            for (int q = 0; q < OUT && ow + q < win.wOut(); q++) {
                                bound[at(g, n, o, oh + p, ow + q)] = scale * (between(SIZES.aT(), p, m, q) + bias);
                            }
                        }
                    }
                }
            }
        }
        return bound;
    }

    /** Of the input's gradient: the convolution of dy with the kernels turned by half a circle, channels exchanged. */
    public static double[] input(Conv2dGeometry g, double[] dy, double[] w) {
        Window win = g.window();
        Window back = new Window(
                win.hOut(), win.wOut(), 3, 3, 1, 1, 1, 1, 2 - win.padTop(), 2 - win.padLeft(), win.hIn(), win.wIn());
        double[] turned = new double[w.length];
        for (int o = 0; o < g.cOut(); o++) {
            for (int c = 0; c < g.cIn(); c++) {
                for (int a = 0; a < TAPS; a++) {
                    turned[(c * g.cOut() + o) * TAPS + TAPS - 1 - a] = w[(o * g.cIn() + c) * TAPS + a];
                }
            }
        }
        return output(new Conv2dGeometry(g.n(), g.cOut(), g.cIn(), 1, back), dy, turned, null);
    }

    /**
     * Of the weights' gradients, as {@code |G|ᵀ [ Σ over tiles of (|A| |dy| |A|ᵀ) ⊙ (|B|ᵀ |x| |B|) ] |G|}.
     *
     * @param shards whose sums the engine adds up
     */
    public static double[] parameters(Conv2dGeometry g, double[] x, double[] dy, int shards) {
        Window win = g.window();
        double[] ax = Bounds.abs(x);
        double[][] du = new double[g.cOut() * g.cIn()][ELEMENTS];
        int tiles = 0;
        for (int n = 0; n < g.n(); n++) {
            for (int oh = 0; oh < win.hOut(); oh += OUT) {
                for (int ow = 0; ow < win.wOut(); ow += OUT) {
                    double[][] v = transformed(g, ax, n, oh, ow);
                    for (int o = 0; o < g.cOut(); o++) {
                        double[] d = adjoint(g, dy, n, o, oh, ow);
                        for (int c = 0; c < g.cIn(); c++) {
                            addProducts(d, v[c], du[o * g.cIn() + c]);
                        }
                    }
                    tiles++;
                }
            }
        }
        double scale = (PICTURE + ADJOINT + tiles + shards) * Bounds.EPSILON;
        double[] bound = new double[g.wSize()];
        double[][] gT = new double[3][IN];
        for (int i = 0; i < IN; i++) {
            for (int k = 0; k < 3; k++) {
                gT[k][i] = SIZES.g()[i][k];
            }
        }
        for (int i = 0; i < bound.length; i++) {
            bound[i] = scale * between(gT, i % TAPS / 3, du[i / TAPS], i % 3);
        }
        return bound;
    }

    private static void addProducts(double[] a, double[] b, double[] sum) {
        for (int e = 0; e < ELEMENTS; e++) {
            sum[e] += a[e] * b[e];
        }
    }

    /** Σ over i, j of left[p, i] · m[i, j] · left[q, j]. */
    private static double between(double[][] left, int p, double[] m, int q) {
        double sum = 0;
        for (int i = 0; i < IN; i++) {
            for (int j = 0; j < IN; j++) {
                sum += left[p][i] * m[i * IN + j] * left[q][j];
            }
        }
        return sum;
    }

    private static double[][] transformed(Conv2dGeometry g, double[] x, int n, int oh, int ow) {
        double[][] v = new double[g.cIn()][];
        for (int c = 0; c < v.length; c++) {
            v[c] = flat(SIZES.transformTile(SIZES.tile(g, x, n, c, oh, ow)));
        }
        return v;
    }

    /** |A| |dy| |A|ᵀ of one tile. */
    private static double[] adjoint(Conv2dGeometry g, double[] dy, int n, int o, int oh, int ow) {
        double[] d = new double[ELEMENTS];
        for (int p = 0; p < OUT && oh + p < g.window().hOut(); p++) {
            for (int q = 0; q < OUT && ow + q < g.window().wOut(); q++) {
                double value = Math.abs(dy[at(g, n, o, oh + p, ow + q)]);
                for (int e = 0; e < ELEMENTS; e++) {
                    d[e] += SIZES.aT()[p][e / IN] * value * SIZES.aT()[q][e % IN];
                }
            }
        }
        return d;
    }

    private static int at(Conv2dGeometry g, int n, int o, int oh, int ow) {
        return ((n * g.cOut() + o) * g.window().hOut() + oh) * g.window().wOut() + ow;
    }

    private static double[] flat(double[][] matrix) {
        double[] values = new double[ELEMENTS];
        for (int i = 0; i < IN; i++) {
            System.arraycopy(matrix[i], 0, values, i * IN, IN);
        }
        return values;
    }
}
