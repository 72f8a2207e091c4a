package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.CacheLine.HEAD;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.pellucid.gemm.VectorRegisters;

/**
 * The transforms of pictures in Winograd's F(3×3, 3×3), as {@link WinogradTiles} has those of F(4×4, 3×3): tiles of 5×5
 * inputs and 3×3 outputs, which cut pictures of 6×6 without a rest.
 *
 * <p>The loops over columns and rows are the same and yet stand here again: with passes of both forms in it, one loop is too
 * much to inline, and HotSpot makes objects of the vectors.
 */
public final class WinogradTiles3 {
    /** Outputs of a tile, down and across. */
    public static final int OUT = 3;

    /** Inputs of a tile, down and across. */
    public static final int IN = 5;

    private static final int LANES = VectorRegisters.LANES;

    private WinogradTiles3() {}

    /** V = Bᵀ d B. Arguments as in {@link WinogradTiles#input}. */
    public static void input(float[] x, int at, int row, int channels, float[] v, int vAt, int step, float[] work) {
        for (int c = 0; c < channels; c += LANES) {
            for (int j = 0; j < IN; j++) {
                input(x, at + c + j * channels, row, work, HEAD + j * LANES, IN * LANES);
            }
            for (int i = 0; i < IN; i++) {
                input(work, HEAD + i * IN * LANES, LANES, v, vAt + c + i * IN * step, step);
            }
        }
    }

    /** Five numbers times Bᵀ. */
    private static void input(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x0 = fromArray(SPECIES, x, at);
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * stride);
        FloatVector x4 = fromArray(SPECIES, x, at + 4 * stride);
        FloatVector two = broadcast(SPECIES, 2f);
        FloatVector odd = x3.sub(x1);
        x0.sub(x2).fma(two, odd).intoArray(y, to);
        x1.fma(broadcast(SPECIES, -2f), x3.sub(x2)).intoArray(y, to + step);
        x1.fma(two, x2.fma(broadcast(SPECIES, -3f), x3)).intoArray(y, to + 2 * step);
        odd.intoArray(y, to + 3 * step);
        odd.fma(broadcast(SPECIES, -2f), x4.sub(x2)).intoArray(y, to + 4 * step);
    }

    /** y = relu(Aᵀ M A + bias), the ReLU optional. Arguments as in {@link WinogradTiles#output}. */
    public static void output(
            float[] m,
            int mAt,
            int step,
            int channels,
            float[] bias,
            int biasAt,
            boolean relu,
            float[] y,
            int at,
            int row,
            int pixel,
            int rows,
            int columns,
            float[] work) {
        float floor = relu ? 0 : Float.NEGATIVE_INFINITY; // a branch around vectors would make JDK 17 allocate them
        boolean whole = columns == OUT;
        for (int c = 0; c < channels; c += LANES) {
            for (int j = 0; j < IN; j++) {
                output(m, mAt + c + j * step, IN * step, work, HEAD + j * LANES, IN * LANES);
            }
            for (int i = 0; i < rows; i++) {
                int from = HEAD + i * IN * LANES;
                int to = at + c + i * row;
                outputRow(
                        work,
                        from,
                        bias,
                        biasAt + c,
                        floor,
                        whole ? y : work,
                        whole ? to : WinogradTiles.EDGE,
                        whole ? pixel : LANES);
                if (!whole) {
                    WinogradTiles.copyEdge(work, columns, y, to, pixel);
                }
            }
        }
    }

    /** Five numbers times Aᵀ. */
    private static void output(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * stride);
        FloatVector sum = x1.add(x2);
        fromArray(SPECIES, x, at).add(sum).add(x3).intoArray(y, to);
        x3.fma(broadcast(SPECIES, 2f), x1.sub(x2)).intoArray(y, to + step);
        x3.fma(broadcast(SPECIES, 4f), sum)
                .add(fromArray(SPECIES, x, at + 4 * stride))
                .intoArray(y, to + 2 * step);
    }

    /** The same with bias, and nothing below the floor. */
    private static void outputRow(
            float[] x, int at, float[] bias, int biasAt, float floor, float[] y, int to, int step) {
        FloatVector b = fromArray(SPECIES, bias, biasAt);
        FloatVector least = broadcast(SPECIES, floor);
        FloatVector x1 = fromArray(SPECIES, x, at + LANES);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * LANES);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * LANES);
        FloatVector sum = x1.add(x2);
        FloatVector last = x3.fma(broadcast(SPECIES, 4f), sum).add(fromArray(SPECIES, x, at + 4 * LANES));
        fromArray(SPECIES, x, at).add(sum).add(x3).add(b).max(least).intoArray(y, to);
        x3.fma(broadcast(SPECIES, 2f), x1.sub(x2)).add(b).max(least).intoArray(y, to + step);
        last.add(b).max(least).intoArray(y, to + 2 * step);
    }

    /** dM = A dy Aᵀ. Arguments as in {@link WinogradTiles#outputAdjoint}. */
    public static void outputAdjoint(
            float[] dy, int at, int row, int pixel, int channels, float[] dm, int dmAt, int step, float[] work) {
        for (int c = 0; c < channels; c += LANES) {
            for (int j = 0; j < OUT; j++) {
                outputAdjoint(dy, at + c + j * pixel, row, work, HEAD + j * LANES, OUT * LANES);
            }
            for (int i = 0; i < IN; i++) {
                outputAdjoint(work, HEAD + i * OUT * LANES, LANES, dm, dmAt + c + i * IN * step, step);
            }
        }
    }

    /** Three numbers times A. */
    private static void outputAdjoint(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x0 = fromArray(SPECIES, x, at);
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector even = x0.add(x2);
        x0.intoArray(y, to);
        even.add(x1).intoArray(y, to + step);
        even.sub(x1).intoArray(y, to + 2 * step);
        x2.fma(broadcast(SPECIES, 4f), x1.fma(broadcast(SPECIES, 2f), x0)).intoArray(y, to + 3 * step);
        x2.intoArray(y, to + 4 * step);
    }
}
