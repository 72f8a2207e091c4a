package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Winograd;

/**
 * How large the numbers are that {@code F(4×4, 3×3)} rounds, and how often: see docs/winograd.md. Counted along the
 * longest way through the engine's transforms, fused multiply-adds as one rounding.
 */
final class WinogradBound {
    /** Two passes of Bᵀ: two roundings each. */
    private static final int PICTURE = 4;
    /** Two passes of G: four roundings each, those of the constants included. */
    private static final int KERNEL = 8;
    /** Two passes of Aᵀ: three roundings each. */
    private static final int OUTPUT = 6;
    /** Two passes of A: two roundings each. */
    private static final int ADJOINT = 4;
    /** Two passes of Gᵀ after them: five roundings each, those of the constants included. */
    private static final int KERNEL_ADJOINT = 10;

    private static final Winograd SIZES = Winograd.F4.magnitudes();

    private WinogradBound() {}

    /** Roundings of an output: the transforms, the sum over channels, the bias. */
    static int roundings(int cIn) {
        return PICTURE + KERNEL + cIn + OUTPUT + 1;
    }

    static double[] magnitudes(Conv2dGeometry g, double[] x, double[] w, double[] b) {
        return SIZES.forward(g, x, w, b);
    }

    /** Roundings of a weight's gradient: the transforms, the sum over all tiles and slots. */
    static int parameterRoundings(Conv2dGeometry g, int slots) {
        Window w = g.window();
        int tiles = g.n() * ((w.hOut() + 3) / 4) * ((w.wOut() + 3) / 4);
        return PICTURE + ADJOINT + tiles + slots + KERNEL_ADJOINT;
    }

    /** |G|ᵀ [ Σ over tiles of (|A| |dy| |A|ᵀ) ⊙ (|B|ᵀ |x| |B|) ] |G|. */
    static double[] parameterMagnitudes(Conv2dGeometry g, double[] x, double[] dy) {
        Window w = g.window();
        double[] dw = new double[g.wSize()];
        for (int o = 0; o < g.cOut(); o++) {
            for (int c = 0; c < g.cIn(); c++) {
                double[][] du = new double[6][6];
                for (int n = 0; n < g.n(); n++) {
                    for (int oh = 0; oh < w.hOut(); oh += 4) {
                        for (int ow = 0; ow < w.wOut(); ow += 4) {
                            double[][] v = SIZES.transformTile(SIZES.tile(g, x, n, c, oh, ow));
                            addProducts(du, v, g, dy, n, o, oh, ow);
                        }
                    }
                }
                for (int e = 0; e < 9; e++) {
                    for (int i = 0; i < 36; i++) {
                        dw[(o * g.cIn() + c) * 9 + e] +=
                                SIZES.g()[i / 6][e / 3] * du[i / 6][i % 6] * SIZES.g()[i % 6][e % 3];
                    }
                }
            }
        }
        return dw;
    }

    private static void addProducts(
            double[][] du, double[][] v, Conv2dGeometry g, double[] dy, int n, int o, int oh, int ow) {
        Window w = g.window();
        for (int p = 0; p < 4 && oh + p < w.hOut(); p++) {
            for (int q = 0; q < 4 && ow + q < w.wOut(); q++) {
                double d = dy[((n * g.cOut() + o) * w.hOut() + oh + p) * w.wOut() + ow + q];
                for (int i = 0; i < 36; i++) {
                    du[i / 6][i % 6] += SIZES.aT()[p][i / 6] * d * SIZES.aT()[q][i % 6] * v[i / 6][i % 6];
                }
            }
        }
    }
}
