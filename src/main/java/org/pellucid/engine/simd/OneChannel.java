package org.pellucid.engine.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.pellucid.engine.loops.Loops;
import org.pellucid.gemm.VectorRegisters;

/**
 * A 3×3 convolution of pictures of one channel with the bias, ReLU and 2×2 max-pooling behind it: the first layer of a
 * network for grey pictures. A sum of nine is too short for a register tile, which would spend as long on starting and
 * storing as on multiplying. Here the nine weights of a vector of output channels stay in registers while the windows
 * glide by, and of four outputs only the greatest is ever stored.
 *
 * <p>A method treats one row of pooled pixels and one vector of output channels. {@code x} is framed: the window of the
 * row's first output begins at {@code at}, its rows are {@code row} floats apart. What won is kept as in {@link Pool}.
 * One flat loop a method, for JDK 17: see {@link ImplicitTile}.
 */
public final class OneChannel {
    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;

    private OneChannel() {}

    /**
     * y ← pool(relu(x ⋆ w + b)).
     *
     * @param w element k of the kernel at {@code wAt + k · wStep}
     * @param width pooled pixels of the row
     * @param channels floats from one pooled pixel to the next
     */
    public static void forward(
            float[] x,
            int at,
            int row,
            float[] w,
            int wAt,
            int wStep,
            float[] b,
            int bAt,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt,
            int width,
            int channels) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, wAt);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, wAt + wStep);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, wAt + 2 * wStep);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, wAt + 3 * wStep);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, wAt + 4 * wStep);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, wAt + 5 * wStep);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, wAt + 6 * wStep);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, wAt + 7 * wStep);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, wAt + 8 * wStep);
        FloatVector start = FloatVector.fromArray(SPECIES, b, bAt);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int p = 0; p < width; p++) {
            int i = at + 2 * p;
            FloatVector v = FloatVector.broadcast(SPECIES, x[i]);
            FloatVector s0 = v.fma(w0, start);
            v = FloatVector.broadcast(SPECIES, x[i + 1]);
            s0 = v.fma(w1, s0);
            FloatVector s1 = v.fma(w0, start);
            v = FloatVector.broadcast(SPECIES, x[i + 2]);
            s0 = v.fma(w2, s0);
            s1 = v.fma(w1, s1);
            v = FloatVector.broadcast(SPECIES, x[i + 3]);
            s1 = v.fma(w2, s1);
            i += row;
            v = FloatVector.broadcast(SPECIES, x[i]);
            s0 = v.fma(w3, s0);
            FloatVector s2 = v.fma(w0, start);
            v = FloatVector.broadcast(SPECIES, x[i + 1]);
            s0 = v.fma(w4, s0);
            s1 = v.fma(w3, s1);
            s2 = v.fma(w1, s2);
            FloatVector s3 = v.fma(w0, start);
            v = FloatVector.broadcast(SPECIES, x[i + 2]);
            s0 = v.fma(w5, s0);
            s1 = v.fma(w4, s1);
            s2 = v.fma(w2, s2);
            s3 = v.fma(w1, s3);
            v = FloatVector.broadcast(SPECIES, x[i + 3]);
            s1 = v.fma(w5, s1);
            s3 = v.fma(w2, s3);
            i += row;
            v = FloatVector.broadcast(SPECIES, x[i]);
            s0 = v.fma(w6, s0);
            s2 = v.fma(w3, s2);
            v = FloatVector.broadcast(SPECIES, x[i + 1]);
            s0 = v.fma(w7, s0);
            s1 = v.fma(w6, s1);
            s2 = v.fma(w4, s2);
            s3 = v.fma(w3, s3);
            v = FloatVector.broadcast(SPECIES, x[i + 2]);
            s0 = v.fma(w8, s0);
            s1 = v.fma(w7, s1);
            s2 = v.fma(w5, s2);
            s3 = v.fma(w4, s3);
            v = FloatVector.broadcast(SPECIES, x[i + 3]);
            s1 = v.fma(w8, s1);
            s3 = v.fma(w5, s3);
            i += row;
            v = FloatVector.broadcast(SPECIES, x[i]);
            s2 = v.fma(w6, s2);
            v = FloatVector.broadcast(SPECIES, x[i + 1]);
            s2 = v.fma(w7, s2);
            s3 = v.fma(w6, s3);
            v = FloatVector.broadcast(SPECIES, x[i + 2]);
            s2 = v.fma(w8, s2);
            s3 = v.fma(w7, s3);
            v = FloatVector.broadcast(SPECIES, x[i + 3]);
            s3 = v.fma(w8, s3);
            VectorMask<Float> beats = s1.compare(VectorOperators.GT, s0);
            FloatVector best = s0.blend(s1, beats);
            FloatVector which = zero.blend(1f, beats);
            beats = s2.compare(VectorOperators.GT, best);
            best = best.blend(s2, beats);
            which = which.blend(2f, beats);
            beats = s3.compare(VectorOperators.GT, best);
            best = best.blend(s3, beats);
            which = which.blend(3f, beats);
            beats = best.compare(VectorOperators.LE, zero);
            best.blend(zero, beats).intoArray(y, yAt + p * channels);
            which.blend(Loops.NONE, beats).intoArray(winners, winnersAt + p * channels);
        }
    }

    /**
     * dw ← dw + what the row contributes, and db likewise. The gradient of a pooled pixel goes to the window of the
     * output that won; it is spread over four vectors here and never written out.
     *
     * @param dw element k of the kernel's gradient at {@code dwAt + k · channels}
     */
    public static void gradient(
            float[] x,
            int at,
            int row,
            float[] dy,
            int dyAt,
            float[] winners,
            int winnersAt,
            float[] dw,
            int dwAt,
            float[] db,
            int dbAt,
            int width,
            int channels) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, dw, dwAt);
        FloatVector w1 = FloatVector.fromArray(SPECIES, dw, dwAt + channels);
        FloatVector w2 = FloatVector.fromArray(SPECIES, dw, dwAt + 2 * channels);
        FloatVector w3 = FloatVector.fromArray(SPECIES, dw, dwAt + 3 * channels);
        FloatVector w4 = FloatVector.fromArray(SPECIES, dw, dwAt + 4 * channels);
        FloatVector w5 = FloatVector.fromArray(SPECIES, dw, dwAt + 5 * channels);
        FloatVector w6 = FloatVector.fromArray(SPECIES, dw, dwAt + 6 * channels);
        FloatVector w7 = FloatVector.fromArray(SPECIES, dw, dwAt + 7 * channels);
        FloatVector w8 = FloatVector.fromArray(SPECIES, dw, dwAt + 8 * channels);
        FloatVector bias = FloatVector.fromArray(SPECIES, db, dbAt);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int p = 0; p < width; p++) {
            int i = at + 2 * p;
            FloatVector d = FloatVector.fromArray(SPECIES, dy, dyAt + p * channels);
            FloatVector which = FloatVector.fromArray(SPECIES, winners, winnersAt + p * channels);
            FloatVector d0 = zero.blend(d, which.compare(VectorOperators.EQ, 0f));
            FloatVector d1 = zero.blend(d, which.compare(VectorOperators.EQ, 1f));
            FloatVector d2 = zero.blend(d, which.compare(VectorOperators.EQ, 2f));
            FloatVector d3 = zero.blend(d, which.compare(VectorOperators.EQ, 3f));
            bias = bias.add(zero.blend(d, which.compare(VectorOperators.LT, Loops.NONE)));
            FloatVector v = FloatVector.broadcast(SPECIES, x[i]);
            w0 = v.fma(d0, w0);
            v = FloatVector.broadcast(SPECIES, x[i + 1]);
            w1 = v.fma(d0, w1);
            w0 = v.fma(d1, w0);
            v = FloatVector.broadcast(SPECIES, x[i + 2]);
            w2 = v.fma(d0, w2);
            w1 = v.fma(d1, w1);
            v = FloatVector.broadcast(SPECIES, x[i + 3]);
            w2 = v.fma(d1, w2);
            i += row;
            v = FloatVector.broadcast(SPECIES, x[i]);
            w3 = v.fma(d0, w3);
            w0 = v.fma(d2, w0);
            v = FloatVector.broadcast(SPECIES, x[i + 1]);
            w4 = v.fma(d0, w4);
            w3 = v.fma(d1, w3);
            w1 = v.fma(d2, w1);
            w0 = v.fma(d3, w0);
            v = FloatVector.broadcast(SPECIES, x[i + 2]);
            w5 = v.fma(d0, w5);
            w4 = v.fma(d1, w4);
            w2 = v.fma(d2, w2);
            w1 = v.fma(d3, w1);
            v = FloatVector.broadcast(SPECIES, x[i + 3]);
            w5 = v.fma(d1, w5);
            w2 = v.fma(d3, w2);
            i += row;
            v = FloatVector.broadcast(SPECIES, x[i]);
            w6 = v.fma(d0, w6);
            w3 = v.fma(d2, w3);
            v = FloatVector.broadcast(SPECIES, x[i + 1]);
            w7 = v.fma(d0, w7);
            w6 = v.fma(d1, w6);
            w4 = v.fma(d2, w4);
            w3 = v.fma(d3, w3);
            v = FloatVector.broadcast(SPECIES, x[i + 2]);
            w8 = v.fma(d0, w8);
            w7 = v.fma(d1, w7);
            w5 = v.fma(d2, w5);
            w4 = v.fma(d3, w4);
            v = FloatVector.broadcast(SPECIES, x[i + 3]);
            w8 = v.fma(d1, w8);
            w5 = v.fma(d3, w5);
            i += row;
            v = FloatVector.broadcast(SPECIES, x[i]);
            w6 = v.fma(d2, w6);
            v = FloatVector.broadcast(SPECIES, x[i + 1]);
            w7 = v.fma(d2, w7);
            w6 = v.fma(d3, w6);
            v = FloatVector.broadcast(SPECIES, x[i + 2]);
            w8 = v.fma(d2, w8);
            w7 = v.fma(d3, w7);
            v = FloatVector.broadcast(SPECIES, x[i + 3]);
            w8 = v.fma(d3, w8);
        }
        w0.intoArray(dw, dwAt);
        w1.intoArray(dw, dwAt + channels);
        w2.intoArray(dw, dwAt + 2 * channels);
        w3.intoArray(dw, dwAt + 3 * channels);
        w4.intoArray(dw, dwAt + 4 * channels);
        w5.intoArray(dw, dwAt + 5 * channels);
        w6.intoArray(dw, dwAt + 6 * channels);
        w7.intoArray(dw, dwAt + 7 * channels);
        w8.intoArray(dw, dwAt + 8 * channels);
        bias.intoArray(db, dbAt);
    }
}
