package org.pellucid.inspect;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Winograd;

/**
 * How large the numbers are that the engine's F(4×4, 3×3) and F(3×3, 3×3) round, and how often they do: see {@code
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
    /** Two passes of A, two roundings each, and two of Gᵀ, at most five each. */
    private static final int ADJOINT = 4 + 10;

    private static final int TAPS = 9;

    private final Winograd sizes;
    private final int out;
    private final int in;
    private final int elements;

    /** @param tile outputs of a tile, down and across: 3 or 4 */
    public WinogradBounds(int tile) {
        sizes = (tile == 3 ? Winograd.F3 : Winograd.F4).magnitudes();
        out = sizes.out();
        in = sizes.in();
        elements = in * in;
    }

    /**
     * Of the outputs: the transforms, the sum over channels, the bias.
     *
     * @param b may be null: no bias
     */
    public double[] output(Conv2dGeometry g, double[] x, double[] w, double[] b) {
        Window win = g.window();
        double[] ax = Bounds.abs(x);
        double[] aw = Bounds.abs(w);
        double[][] u = new double[g.cOut() * g.cIn()][];
        for (int pair = 0; pair < u.length; pair++) {
            u[pair] = flat(sizes.transformKernel(Winograd.kernel(g, aw, pair / g.cIn(), pair % g.cIn())));
        }
        double[] bound = new double[g.ySize()];
        double scale = (PICTURE + KERNEL + g.cIn() + OUTPUT + 1) * Bounds.EPSILON;
        for (int n = 0; n < g.n(); n++) {
            for (int oh = 0; oh < win.hOut(); oh += out) {
                for (int ow = 0; ow < win.wOut(); ow += out) {
                    double[][] v = transformed(g, ax, n, oh, ow);
                    for (int o = 0; o < g.cOut(); o++) {
                        double[] m = new double[elements];
                        for (int c = 0; c < g.cIn(); c++) {
                            addProducts(u[o * g.cIn() + c], v[c], m);
                        }
                        double bias = b == null ? 0 : Math.abs(b[o]);
                        for (int p = 0; p < out && oh + p < win.hOut(); p++) {
                            for (int q = 0; q < out && ow + q < win.wOut(); q++) {
                                bound[at(g, n, o, oh + p, ow + q)] = scale * (between(sizes.aT(), p, m, q) + bias);
                            }
                        }
                    }
                }
            }
        }
        return bound;
    }

    /** Of the input's gradient: the convolution of dy with the kernels turned by half a circle, channels exchanged. */
    public double[] input(Conv2dGeometry g, double[] dy, double[] w) {
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
    public double[] parameters(Conv2dGeometry g, double[] x, double[] dy, int shards) {
        Window win = g.window();
        double[] ax = Bounds.abs(x);
        double[][] du = new double[g.cOut() * g.cIn()][elements];
        int tiles = 0;
        for (int n = 0; n < g.n(); n++) {
            for (int oh = 0; oh < win.hOut(); oh += out) {
                for (int ow = 0; ow < win.wOut(); ow += out) {
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
        double[][] gT = new double[3][in];
        for (int i = 0; i < in; i++) {
            for (int k = 0; k < 3; k++) {
                gT[k][i] = sizes.g()[i][k];
            }
        }
        for (int i = 0; i < bound.length; i++) {
            bound[i] = scale * between(gT, i % TAPS / 3, du[i / TAPS], i % 3);
        }
        return bound;
    }

    private void addProducts(double[] a, double[] b, double[] sum) {
        for (int e = 0; e < elements; e++) {
            sum[e] += a[e] * b[e];
        }
    }

    /** Σ over i, j of left[p, i] · m[i, j] · left[q, j]. */
    private double between(double[][] left, int p, double[] m, int q) {
        double sum = 0;
        for (int i = 0; i < in; i++) {
            for (int j = 0; j < in; j++) {
                sum += left[p][i] * m[i * in + j] * left[q][j];
            }
        }
        return sum;
    }

    private double[][] transformed(Conv2dGeometry g, double[] x, int n, int oh, int ow) {
        double[][] v = new double[g.cIn()][];
        for (int c = 0; c < v.length; c++) {
            v[c] = flat(sizes.transformTile(sizes.tile(g, x, n, c, oh, ow)));
        }
        return v;
    }

    /** |A| |dy| |A|ᵀ of one tile. */
    private double[] adjoint(Conv2dGeometry g, double[] dy, int n, int o, int oh, int ow) {
        double[] d = new double[elements];
        for (int p = 0; p < out && oh + p < g.window().hOut(); p++) {
            for (int q = 0; q < out && ow + q < g.window().wOut(); q++) {
                double value = Math.abs(dy[at(g, n, o, oh + p, ow + q)]);
                for (int e = 0; e < elements; e++) {
                    d[e] += sizes.aT()[p][e / in] * value * sizes.aT()[q][e % in];
                }
            }
        }
        return d;
    }

    private static int at(Conv2dGeometry g, int n, int o, int oh, int ow) {
        return ((n * g.cOut() + o) * g.window().hOut() + oh) * g.window().wOut() + ow;
    }

    private double[] flat(double[][] matrix) {
        double[] values = new double[elements];
        for (int i = 0; i < in; i++) {
            System.arraycopy(matrix[i], 0, values, i * in, in);
        }
        return values;
    }
}
