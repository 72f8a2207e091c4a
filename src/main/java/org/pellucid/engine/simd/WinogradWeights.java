package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.CacheLine.HEAD;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.pellucid.gemm.CacheLine;
import org.pellucid.gemm.VectorRegisters;

/**
 * The transforms of weights in Winograd's F(4×4, 3×3): U = G g Gᵀ and its adjoint dg = Gᵀ dU G, for the kernels of one
 * input channel and one panel of output channels, a vector of output channels at a time.
 *
 * <p>A panel holds element e of the kernel of input channel c at {@code (e · cIn + c) · COLUMNS} before, with 9 elements,
 * and at {@code e · uStep + c · COLUMNS} after, with 36. See docs/winograd.md.
 */
public final class WinogradWeights {
    private static final int LANES = VectorRegisters.LANES;
    private static final int COLUMNS = ImplicitTile.COLUMNS;
    private static final int IN = WinogradTiles.IN;
    private static final int KERNEL = 3;

    private WinogradWeights() {}

    /**
     * U = G g Gᵀ for the whole panel.
     *
     * @param g panel of 9 · cIn · COLUMNS floats at {@code gAt}
     * @param u panel of 36 · uStep floats at {@code uAt}
     * @param uStep from element to element, best {@link CacheLine#apart}
     */
    public static void transform(float[] g, int gAt, float[] u, int uAt, int uStep, int cIn, float[] work) {
        int step = cIn * COLUMNS;
        for (int c = 0; c < step; c += LANES) {
            for (int j = 0; j < KERNEL; j++) {
                transform(g, gAt + c + j * step, KERNEL * step, work, HEAD + j * LANES, KERNEL * LANES);
            }
            for (int i = 0; i < IN; i++) {
                transform(work, HEAD + i * KERNEL * LANES, LANES, u, uAt + c + i * IN * uStep, uStep);
            }
        }
    }

    /** Three numbers times G. */
    private static void transform(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x0 = fromArray(SPECIES, x, at);
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector outer = x0.add(x2).mul(-1 / 6f);
        FloatVector middle = x1.mul(1 / 6f);
        FloatVector farOuter = x0.fma(broadcast(SPECIES, 1 / 24f), x2.mul(1 / 6f));
        FloatVector farMiddle = x1.mul(1 / 12f);
        x0.mul(0.25f).intoArray(y, to);
        outer.sub(middle).intoArray(y, to + step);
        outer.add(middle).intoArray(y, to + 2 * step);
        farOuter.add(farMiddle).intoArray(y, to + 3 * step);
        farOuter.sub(farMiddle).intoArray(y, to + 4 * step);
        x2.intoArray(y, to + 5 * step);
    }

    /**
     * dg = Gᵀ dU G for one input channel.
     *
     * @param du has element e at {@code duAt + e · duStep}
     * @param columns output channels, a multiple of a vector
     * @param dg gets element k of the kernel at {@code dgAt + k · dgStep}
     */
    public static void adjoint(
            float[] du, int duAt, int duStep, int columns, float[] dg, int dgAt, int dgStep, float[] work) {
        for (int o = 0; o < columns; o += LANES) {
            for (int j = 0; j < IN; j++) {
                adjoint(du, duAt + o + j * duStep, IN * duStep, work, HEAD + j * LANES, IN * LANES);
            }
            for (int i = 0; i < KERNEL; i++) {
                adjoint(work, HEAD + i * IN * LANES, LANES, dg, dgAt + o + i * KERNEL * dgStep, dgStep);
            }
        }
    }

    /** Six numbers times Gᵀ. */
    private static void adjoint(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * stride);
        FloatVector x4 = fromArray(SPECIES, x, at + 4 * stride);
        FloatVector sum = x1.add(x2).mul(-1 / 6f);
        FloatVector farSum = x3.add(x4);
        FloatVector y0 =
                fromArray(SPECIES, x, at).fma(broadcast(SPECIES, 0.25f), farSum.fma(broadcast(SPECIES, 1 / 24f), sum));
        FloatVector y1 = x2.sub(x1).fma(broadcast(SPECIES, 1 / 6f), x3.sub(x4).mul(1 / 12f));
        FloatVector y2 = farSum.fma(broadcast(SPECIES, 1 / 6f), sum).add(fromArray(SPECIES, x, at + 5 * stride));
        y0.intoArray(y, to);
        y1.intoArray(y, to + step);
        y2.intoArray(y, to + 2 * step);
    }
}
