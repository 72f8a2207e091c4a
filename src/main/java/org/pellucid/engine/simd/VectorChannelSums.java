package org.pellucid.engine.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.pellucid.engine.loops.Normalisation;
import org.pellucid.gemm.VectorRegisters;

/**
 * Sums for each channel in double, a vector of channels at a time: each vector of floats becomes two of doubles. A
 * channel's sum runs from the first pixel to the last, as in the plain loops; products are added without being rounded first.
 */
final class VectorChannelSums {
    private static final VectorSpecies<Float> FLOATS = VectorRegisters.SPECIES;
    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, FLOATS.vectorShape());
    private static final int LANES = FLOATS.length();
    private static final int HALF = DOUBLES.length();

    /** Floats of a stretch of pixels that stays in the first-level cache while its channels go by: 16 kB. */
    private static final int STRETCH = 1 << 12;

    private VectorChannelSums() {}

    /** @param channels a multiple of a vector */
    static void ofSquares(float[] x, int from, int to, int channels, double[] sums, double[] squares) {
        int stretch = Math.max(1, STRETCH / channels) * channels;
        for (int at = from; at < to; at += stretch) {
            for (int c = 0; c < channels; c += LANES) {
                squares(x, at + c, Math.min(at + stretch, to), channels, sums, squares, c);
            }
        }
    }

    private static void squares(float[] x, int from, int to, int channels, double[] sums, double[] squares, int c) {
        DoubleVector s0 = DoubleVector.fromArray(DOUBLES, sums, c);
        DoubleVector s1 = DoubleVector.fromArray(DOUBLES, sums, c + HALF);
        DoubleVector q0 = DoubleVector.fromArray(DOUBLES, squares, c);
        DoubleVector q1 = DoubleVector.fromArray(DOUBLES, squares, c + HALF);
        for (int i = from; i < to; i += channels) {
            FloatVector value = FloatVector.fromArray(FLOATS, x, i);
            DoubleVector v0 = (DoubleVector) value.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) value.convertShape(VectorOperators.F2D, DOUBLES, 1);
            s0 = s0.add(v0);
            s1 = s1.add(v1);
            q0 = v0.fma(v0, q0);
            q1 = v1.fma(v1, q1);
        }
        s0.intoArray(sums, c);
        s1.intoArray(sums, c + HALF);
        q0.intoArray(squares, c);
        q1.intoArray(squares, c + HALF);
    }

    /** @param n of channels that are a multiple of a vector */
    static void ofProducts(float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products) {
        int channels = n.channels();
        int stretch = Math.max(1, STRETCH / channels) * channels;
        for (int at = from; at < to; at += stretch) {
            for (int c = 0; c < channels; c += LANES) {
                products(x, dy, at + c, Math.min(at + stretch, to), n, sums, products, c);
            }
        }
    }

    private static void products(
            float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products, int c) {
        int channels = n.channels();
        FloatVector m = FloatVector.fromArray(FLOATS, n.mean(), c);
        FloatVector scale = FloatVector.fromArray(FLOATS, n.inverse(), c);
        DoubleVector s0 = DoubleVector.fromArray(DOUBLES, sums, c);
        DoubleVector s1 = DoubleVector.fromArray(DOUBLES, sums, c + HALF);
        DoubleVector p0 = DoubleVector.fromArray(DOUBLES, products, c);
        DoubleVector p1 = DoubleVector.fromArray(DOUBLES, products, c + HALF);
        for (int i = from; i < to; i += channels) {
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            FloatVector xHat = FloatVector.fromArray(FLOATS, x, i).sub(m).mul(scale);
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

    /** @param n of channels that are a multiple of a vector */
    static void ofMaskedProducts(
            float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products) {
        int channels = n.channels();
        int stretch = Math.max(1, STRETCH / channels) * channels;
        for (int at = from; at < to; at += stretch) {
            int end = Math.min(at + stretch, to);
            for (int c = 0; c < channels; c += LANES) {
                maskedProducts(x, dy, at + c, end, n, sums, products, c);
            }
        }
    }

    private static void maskedProducts(
            float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products, int c) {
        FloatVector zero = FloatVector.zero(VectorRegisters.SPECIES);
        int channels = n.channels();
        FloatVector m = FloatVector.fromArray(FLOATS, n.mean(), c);
        FloatVector k = FloatVector.fromArray(FLOATS, n.scale(), c);
        FloatVector s = FloatVector.fromArray(FLOATS, n.shift(), c);
        FloatVector per = FloatVector.fromArray(FLOATS, n.inverse(), c);
        DoubleVector s0 = DoubleVector.fromArray(DOUBLES, sums, c);
        DoubleVector s1 = DoubleVector.fromArray(DOUBLES, sums, c + HALF);
        DoubleVector p0 = DoubleVector.fromArray(DOUBLES, products, c);
        DoubleVector p1 = DoubleVector.fromArray(DOUBLES, products, c + HALF);
        for (int i = from; i < to; i += channels) {
            FloatVector centred = FloatVector.fromArray(FLOATS, x, i).sub(m);
            VectorMask<Float> open = centred.fma(k, s).compare(VectorOperators.GT, zero);
            FloatVector d = zero.blend(FloatVector.fromArray(FLOATS, dy, i), open);
            d.intoArray(dy, i);
            FloatVector xHat = centred.mul(per);
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
