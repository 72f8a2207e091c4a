package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.pellucid.engine.loops.Normalisation;
import org.pellucid.gemm.VectorRegisters;

/**
 * Batch norm's scaling, ReLU and 2×2 max-pooling in one walk along a row of pooled pixels, a vector of channels at a time. What is
 * pooled is not kept: backward computes it again, the same bits, from what was normalised, which batch norm reads anyway.
 */
final class NormalisedPool {
    private static final VectorSpecies<Double> DOUBLES =
            VectorSpecies.of(double.class, VectorRegisters.SPECIES.vectorShape());
    private static final int LANES = VectorRegisters.LANES;
    private static final int HALF = DOUBLES.length();

    private NormalisedPool() {}

    /** @param n of channels that are a multiple of a vector */
    static void forward(float[] x, int upper, int lower, float[] y, int yAt, int width, Normalisation n) {
        for (int c = 0; c < n.channels(); c += LANES) {
            forward(x, upper + c, lower + c, y, yAt + c, width, n, c);
        }
    }

    private static void forward(
            float[] x, int upper, int lower, float[] y, int yAt, int width, Normalisation n, int c) {
        int channels = n.channels();
        FloatVector m = fromArray(SPECIES, n.mean(), c);
        FloatVector k = fromArray(SPECIES, n.scale(), c);
        FloatVector s = fromArray(SPECIES, n.shift(), c);
        for (int p = 0; p < width; p++) {
            int a = upper + 2 * p * channels;
            int b = lower + 2 * p * channels;
            FloatVector best = fromArray(SPECIES, x, a).sub(m).fma(k, s).max(0f);
            best = best.max(fromArray(SPECIES, x, a + channels).sub(m).fma(k, s));
            best = best.max(fromArray(SPECIES, x, b).sub(m).fma(k, s));
            best = best.max(fromArray(SPECIES, x, b + channels).sub(m).fma(k, s));
            best.intoArray(y, yAt + p * channels);
        }
    }

    /** @param n of channels that are a multiple of a vector */
    static void backward(
            float[] x,
            int upper,
            int lower,
            float[] y,
            int yAt,
            float[] dy,
            int dyAt,
            float[] gradient,
            int width,
            Normalisation n,
            double[] sums,
            double[] products) {
        for (int c = 0; c < n.channels(); c += LANES) {
            backward(x, upper + c, lower + c, y, yAt + c, dy, dyAt + c, gradient, width, n, sums, products, c);
        }
    }

    private static void backward(
            float[] x,
            int upper,
            int lower,
            float[] y,
            int yAt,
            float[] dy,
            int dyAt,
            float[] gradient,
            int width,
            Normalisation n,
            double[] sums,
            double[] products,
            int c) {
        FloatVector zero = FloatVector.zero(VectorRegisters.SPECIES);
        int channels = n.channels();
        FloatVector m = fromArray(SPECIES, n.mean(), c);
        FloatVector k = fromArray(SPECIES, n.scale(), c);
        FloatVector s = fromArray(SPECIES, n.shift(), c);
        FloatVector i = fromArray(SPECIES, n.inverse(), c);
        DoubleVector s0 = DoubleVector.fromArray(DOUBLES, sums, c);
        DoubleVector s1 = DoubleVector.fromArray(DOUBLES, sums, c + HALF);
        DoubleVector p0 = DoubleVector.fromArray(DOUBLES, products, c);
        DoubleVector p1 = DoubleVector.fromArray(DOUBLES, products, c + HALF);
        for (int p = 0; p < width; p++) {
            int a = upper + 2 * p * channels;
            int b = lower + 2 * p * channels;
            FloatVector x0 = fromArray(SPECIES, x, a).sub(m);
            FloatVector x1 = fromArray(SPECIES, x, a + channels).sub(m);
            FloatVector x2 = fromArray(SPECIES, x, b).sub(m);
            FloatVector x3 = fromArray(SPECIES, x, b + channels).sub(m);
            FloatVector best = fromArray(SPECIES, y, yAt + p * channels);
            VectorMask<Float> won0 = x0.fma(k, s).compare(VectorOperators.EQ, best);
            VectorMask<Float> won1 = x1.fma(k, s).compare(VectorOperators.EQ, best);
            VectorMask<Float> won2 = x2.fma(k, s).compare(VectorOperators.EQ, best);
            VectorMask<Float> won3 = x3.fma(k, s).compare(VectorOperators.EQ, best);
            // Where ReLU shut the greatest, nobody wins.
            VectorMask<Float> open = best.compare(VectorOperators.GT, zero);
            FloatVector d = zero.blend(fromArray(SPECIES, dy, dyAt + p * channels), open);
            zero.blend(d, won0).intoArray(gradient, a);
            FloatVector rest = d.blend(zero, won0);
            zero.blend(rest, won1).intoArray(gradient, a + channels);
            rest = rest.blend(zero, won1);
            zero.blend(rest, won2).intoArray(gradient, b);
            rest = rest.blend(zero, won2);
            zero.blend(rest, won3).intoArray(gradient, b + channels);
            FloatVector xHat =
                    x3.blend(x2, won2).blend(x1, won1).blend(x0, won0).mul(i);
            DoubleVector d0 = (DoubleVector) d.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector d1 = (DoubleVector) d.convertShape(VectorOperators.F2D, DOUBLES, 1);
            s0 = s0.add(d0);
            s1 = s1.add(d1);
            p0 = d0.fma((DoubleVector) xHat.convertShape(VectorOperators.F2D, DOUBLES, 0), p0);
            p1 = d1.fma((DoubleVector) xHat.convertShape(VectorOperators.F2D, DOUBLES, 1), p1);
        }
        s0.intoArray(sums, c);
        s1.intoArray(sums, c + HALF);
        p0.intoArray(products, c);
        p1.intoArray(products, c + HALF);
    }
}
