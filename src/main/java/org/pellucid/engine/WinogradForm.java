package org.pellucid.engine;

import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.engine.simd.WinogradTiles3;
import org.pellucid.engine.simd.WinogradWeights;
import org.pellucid.engine.simd.WinogradWeights3;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/** The size of Winograd's tiles, and its transforms. */
enum WinogradForm {
    /** F(3×3, 3×3): tiles of 5×5. */
    F3(WinogradTiles3.OUT),
    /** F(4×4, 3×3): tiles of 6×6. */
    F4(WinogradTiles.OUT);

    private final int out;

    WinogradForm(int out) {
        this.out = out;
    }

    /** The form that multiplies least. */
    static WinogradForm of(Conv2dGeometry g) {
        return F3.products(g) < F4.products(g) ? F3 : F4;
    }

    /** Outputs of a tile, down and across. */
    int out() {
        return out;
    }

    /** Elements of a transformed tile: (out + 2)². */
    int elements() {
        return (out + 2) * (out + 2);
    }

    /** Tiles side by side over so many outputs. */
    int count(int outputs) {
        return (outputs + out - 1) / out;
    }

    /** Multiplications for a picture and a pair of channels. */
    private int products(Conv2dGeometry g) {
        return elements() * count(g.window().hOut()) * count(g.window().wOut());
    }

    /** What the tiles need around the pictures. */
    Border border(Conv2dGeometry g) {
        Window win = g.window();
        return Border.around(g).atLeast(count(win.hOut()) * out + 2, count(win.wOut()) * out + 2);
    }

    /** What the tiles of the output's gradient need around it, besides what it has already. */
    Border gradientBorder(Conv2dGeometry g, Border border) {
        Window win = g.window();
        return border.atLeast(border.top() + count(win.hOut()) * out, border.left() + count(win.wOut()) * out);
    }

    /** V = Bᵀ d B, see {@link WinogradTiles#input}. */
    void input(float[] x, int at, int row, int channels, float[] v, int vAt, int step, float[] work) {
        if (this == F3) {
            WinogradTiles3.input(x, at, row, channels, v, vAt, step, work);
        } else {
            WinogradTiles.input(x, at, row, channels, v, vAt, step, work);
        }
    }

    /** y = relu(Aᵀ M A + bias), see {@link WinogradTiles#output}. */
    void output(
            float[] m,
            int mAt,
            int step,
            int channels,
            ConvOutput to,
            int o,
            int at,
            int row,
            int pixel,
            int rows,
            int columns,
            float[] work) {
        if (this == F3) {
            WinogradTiles3.output(
                    m, mAt, step, channels, to.start(), o, to.relu(), to.y(), at, row, pixel, rows, columns, work);
        } else {
            WinogradTiles.output(
                    m, mAt, step, channels, to.start(), o, to.relu(), to.y(), at, row, pixel, rows, columns, work);
        }
    }

    /** dM = A dy Aᵀ, see {@link WinogradTiles#outputAdjoint}. */
    void outputAdjoint(
            float[] dy, int at, int row, int pixel, int channels, float[] dm, int dmAt, int step, float[] work) {
        if (this == F3) {
            WinogradTiles3.outputAdjoint(dy, at, row, pixel, channels, dm, dmAt, step, work);
        } else {
            WinogradTiles.outputAdjoint(dy, at, row, pixel, channels, dm, dmAt, step, work);
        }
    }

    /** U = G g Gᵀ, see {@link WinogradWeights#transform}. */
    void transform(float[] g, int gAt, float[] u, int uAt, int uStep, int cIn, float[] work) {
        if (this == F3) {
            WinogradWeights3.transform(g, gAt, u, uAt, uStep, cIn, work);
        } else {
            WinogradWeights.transform(g, gAt, u, uAt, uStep, cIn, work);
        }
    }

    /** dg = Gᵀ dU G, see {@link WinogradWeights#adjoint}. */
    void adjoint(float[] du, int duAt, int duStep, int columns, float[] dg, int dgAt, int dgStep, float[] work) {
        if (this == F3) {
            WinogradWeights3.adjoint(du, duAt, duStep, columns, dg, dgAt, dgStep, work);
        } else {
            WinogradWeights.adjoint(du, duAt, duStep, columns, dg, dgAt, dgStep, work);
        }
    }
}
