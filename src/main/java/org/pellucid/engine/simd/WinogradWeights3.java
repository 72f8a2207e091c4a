package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.CacheLine.HEAD;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.pellucid.gemm.VectorRegisters;

/**
 * The transforms of weights in Winograd's F(3×3, 3×3), as {@link WinogradWeights} has those of F(4×4, 3×3): 25 elements. Loops
 * of its own for the reason that {@link WinogradTiles3} has.
 */
public final class WinogradWeights3 {
    private static final int LANES = VectorRegisters.LANES;
    private static final int COLUMNS = ImplicitTile.COLUMNS;
    private static final int IN = WinogradTiles3.IN;
    private static final int KERNEL = 3;

    private WinogradWeights3() {}

    /** U = G g Gᵀ for a whole panel. Arguments as in {@link WinogradWeights#transform}. */
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
        FloatVector sum = x0.add(x2);
        x0.mul(0.5f).intoArray(y, to);
        sum.add(x1).mul(-0.5f).intoArray(y, to + step);
        x1.sub(sum).mul(1 / 6f).intoArray(y, to + 2 * step);
        x2.fma(broadcast(SPECIES, 4f), x1.fma(broadcast(SPECIES, 2f), x0))
                .mul(1 / 6f)
                .intoArray(y, to + 3 * step);
        x2.intoArray(y, to + 4 * step);
    }

    /** dg = Gᵀ dU G for one input channel. Arguments as in {@link WinogradWeights#adjoint}. */
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

    /** Five numbers times Gᵀ. */
    private static void adjoint(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x0 = fromArray(SPECIES, x, at);
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * stride);
        FloatVector sixth = broadcast(SPECIES, 1 / 6f);
        FloatVector minusHalf = broadcast(SPECIES, -0.5f);
        x3.sub(x2).fma(sixth, x0.sub(x1).mul(0.5f)).intoArray(y, to);
        x1.fma(minusHalf, x3.fma(broadcast(SPECIES, 2f), x2).mul(sixth)).intoArray(y, to + step);
        FloatVector far = x1.fma(minusHalf, fromArray(SPECIES, x, at + 4 * stride));
        x3.fma(broadcast(SPECIES, 4f), x2.neg()).fma(sixth, far).intoArray(y, to + 2 * step);
    }
}
