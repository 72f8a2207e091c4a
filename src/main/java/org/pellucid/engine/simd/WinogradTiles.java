package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.CacheLine.HEAD;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.pellucid.gemm.VectorRegisters;

/**
 * The transforms of pictures in Winograd's F(4×4, 3×3), a vector of channels at a time. For one tile, with d its 6×6
 * inputs and y its 4×4 outputs,
 *
 * <pre>
 * input           V  = Bᵀ d B
 * output          y  = Aᵀ M A
 * output adjoint  dM = A dy Aᵀ
 * </pre>
 *
 * <p>Each is done first down the columns, into {@code work}, then along the rows. The 36 numbers of a transformed tile
 * are {@code step} floats apart. Channels must be a multiple of {@link #LANES}. Matrices and rounding bound: see
 * docs/winograd.md.
 */
public final class WinogradTiles {
    /** Outputs of a tile, down and across. */
    public static final int OUT = 4;

    /** Inputs of a tile, down and across: OUT + 3 − 1. */
    public static final int IN = 6;

    public static final int LANES = VectorRegisters.LANES;

    /** Where in the working memory a row of outputs stands that does not fit the picture; behind the larger form's tile. */
    static final int EDGE = HEAD + IN * IN * LANES;

    /** Floats of working memory that a transform needs. */
    public static final int WORK = EDGE + OUT * LANES;

    private WinogradTiles() {}

    /**
     * V = Bᵀ d B.
     *
     * @param x has the tile's first pixel at {@code at}; its rows are {@code row} floats apart
     * @param v gets element e of the tile at {@code vAt + e · step}
     */
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

    /** Six numbers times Bᵀ. */
    private static void input(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x0 = fromArray(SPECIES, x, at);
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * stride);
        FloatVector x4 = fromArray(SPECIES, x, at + 4 * stride);
        FloatVector x5 = fromArray(SPECIES, x, at + 5 * stride);
        FloatVector four = broadcast(SPECIES, 4f);
        FloatVector minusFour = broadcast(SPECIES, -4f);
        FloatVector minusFive = broadcast(SPECIES, -5f);
        FloatVector two = broadcast(SPECIES, 2f);
        FloatVector even = x2.fma(minusFour, x4);
        FloatVector odd = x1.fma(minusFour, x3);
        FloatVector evenNear = x4.sub(x2);
        FloatVector oddNear = x3.sub(x1);
        x0.fma(four, x2.fma(minusFive, x4)).intoArray(y, to);
        even.add(odd).intoArray(y, to + step);
        even.sub(odd).intoArray(y, to + 2 * step);
        oddNear.fma(two, evenNear).intoArray(y, to + 3 * step);
        evenNear.sub(oddNear.mul(two)).intoArray(y, to + 4 * step);
        x1.fma(four, x3.fma(minusFive, x5)).intoArray(y, to + 5 * step);
    }

    /**
     * y = relu(Aᵀ M A + bias), the ReLU optional, for the part of the tile that lies in the picture.
     *
     * @param rows of the tile inside, 1 to 4
     * @param columns likewise
     * @param y gets the tile's first pixel at {@code at}; rows are {@code row}, pixels {@code pixel} floats apart
     */
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
                        whole ? to : EDGE,
                        whole ? pixel : LANES);
                if (!whole) {
                    copyEdge(work, columns, y, to, pixel);
                }
            }
        }
    }

    /** The part of a row of outputs at {@link #EDGE} that fits the picture. */
    static void copyEdge(float[] work, int columns, float[] y, int to, int pixel) {
        for (int q = 0; q < columns; q++) {
            System.arraycopy(work, EDGE + q * LANES, y, to + q * pixel, LANES);
        }
    }

    /** Six numbers times Aᵀ. */
    private static void output(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * stride);
        FloatVector x4 = fromArray(SPECIES, x, at + 4 * stride);
        FloatVector sum = x1.add(x2);
        FloatVector difference = x1.sub(x2);
        FloatVector farSum = x3.add(x4);
        FloatVector farDifference = x3.sub(x4);
        fromArray(SPECIES, x, at).add(sum).add(farSum).intoArray(y, to);
        farDifference.fma(broadcast(SPECIES, 2f), difference).intoArray(y, to + step);
        farSum.fma(broadcast(SPECIES, 4f), sum).intoArray(y, to + 2 * step);
        farDifference
                .fma(broadcast(SPECIES, 8f), difference)
                .add(fromArray(SPECIES, x, at + 5 * stride))
                .intoArray(y, to + 3 * step);
    }

    /**
     * As {@link #output(float[], int, int, float[], int, int)}, with bias, and nothing below the floor. The bias comes as
     * an array: this method is too long to be inlined, and a vector handed to it would be allocated.
     */
    private static void outputRow(
            float[] x, int at, float[] bias, int biasAt, float floor, float[] y, int to, int step) {
        FloatVector b = fromArray(SPECIES, bias, biasAt);
        FloatVector least = broadcast(SPECIES, floor);
        FloatVector x1 = fromArray(SPECIES, x, at + LANES);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * LANES);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * LANES);
        FloatVector x4 = fromArray(SPECIES, x, at + 4 * LANES);
        FloatVector sum = x1.add(x2);
        FloatVector difference = x1.sub(x2);
        FloatVector farSum = x3.add(x4);
        FloatVector farDifference = x3.sub(x4);
        FloatVector last =
                farDifference.fma(broadcast(SPECIES, 8f), difference).add(fromArray(SPECIES, x, at + 5 * LANES));
        fromArray(SPECIES, x, at).add(sum).add(farSum).add(b).max(least).intoArray(y, to);
        farDifference.fma(broadcast(SPECIES, 2f), difference).add(b).max(least).intoArray(y, to + step);
        farSum.fma(broadcast(SPECIES, 4f), sum).add(b).max(least).intoArray(y, to + 2 * step);
        last.add(b).max(least).intoArray(y, to + 3 * step);
    }

    /** dM = A dy Aᵀ: what each of the 36 numbers has added to the tile's outputs. Arguments as in {@link #input}. */
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

    /** Four numbers times A. */
    private static void outputAdjoint(float[] x, int at, int stride, float[] y, int to, int step) {
        FloatVector x0 = fromArray(SPECIES, x, at);
        FloatVector x1 = fromArray(SPECIES, x, at + stride);
        FloatVector x2 = fromArray(SPECIES, x, at + 2 * stride);
        FloatVector x3 = fromArray(SPECIES, x, at + 3 * stride);
        FloatVector even = x0.add(x2);
        FloatVector odd = x1.add(x3);
        FloatVector evenFar = x2.fma(broadcast(SPECIES, 4f), x0);
        FloatVector oddFar = x3.fma(broadcast(SPECIES, 8f), x1.add(x1));
        x0.intoArray(y, to);
        even.add(odd).intoArray(y, to + step);
        even.sub(odd).intoArray(y, to + 2 * step);
        evenFar.add(oddFar).intoArray(y, to + 3 * step);
        evenFar.sub(oddFar).intoArray(y, to + 4 * step);
        x3.intoArray(y, to + 5 * step);
    }
}
