package org.pellucid.engine.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.pellucid.engine.loops.Loops;
import org.pellucid.gemm.VectorRegisters;

/**
 * Winograd's output transform with the bias, ReLU and a 2×2 max-pool behind it: the convolution's own output never leaves
 * the registers. Two rows of a tile's outputs at a time, which are one of pooled ones.
 *
 * <p>The bias is added to the greatest of four, not to each: rounding keeps the order. Vectors are loaded here by no
 * helper, for in methods as long as these HotSpot no longer inlines one, and allocates what it returns.
 */
public final class WinogradPool {
    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;
    private static final int LANES = VectorRegisters.LANES;

    private WinogradPool() {}

    /**
     * y = pool(relu(Aᵀ M A + bias)), for the part of the tile that lies in the picture.
     *
     * @param m has element e of the tile at {@code mAt + e · step}
     * @param y gets the tile's first pooled pixel at {@code yAt}; pooled rows are {@code row}, pixels {@code pixel} floats
     *     apart
     * @param winners as {@link Pool} keeps them, the first at {@code winnersAt}
     * @param rows of pooled pixels inside the picture, 1 or 2
     * @param columns likewise
     */
    public static void output(
            float[] m,
            int mAt,
            int step,
            int channels,
            float[] bias,
            int biasAt,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt,
            int row,
            int pixel,
            int rows,
            int columns) {
        boolean right = columns > 1;
        for (int c = 0; c < channels; c += LANES) {
            int from = mAt + c;
            int b = biasAt + c;
            upper(m, from, step, bias, b, y, yAt + c, winners, winnersAt + c, pixel, right);
            if (rows > 1) {
                lower(m, from, step, bias, b, y, yAt + row + c, winners, winnersAt + row + c, pixel, right);
            }
        }
    }

    /** The first two rows: each column times the first two rows of Aᵀ, then these times A, and the pool. */
    private static void upper(
            float[] m,
            int at,
            int step,
            float[] bias,
            int biasAt,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt,
            int pixel,
            boolean right) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2f);
        FloatVector four = FloatVector.broadcast(SPECIES, 4f);
        FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
        int i = at;
        FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        FloatVector m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u0 = FloatVector.fromArray(SPECIES, m, i).add(m1.add(m2)).add(m3.add(m4));
        FloatVector l0 = m3.sub(m4).fma(two, m1.sub(m2));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u1 = FloatVector.fromArray(SPECIES, m, i).add(m1.add(m2)).add(m3.add(m4));
        FloatVector l1 = m3.sub(m4).fma(two, m1.sub(m2));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u2 = FloatVector.fromArray(SPECIES, m, i).add(m1.add(m2)).add(m3.add(m4));
        FloatVector l2 = m3.sub(m4).fma(two, m1.sub(m2));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u3 = FloatVector.fromArray(SPECIES, m, i).add(m1.add(m2)).add(m3.add(m4));
        FloatVector l3 = m3.sub(m4).fma(two, m1.sub(m2));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u4 = FloatVector.fromArray(SPECIES, m, i).add(m1.add(m2)).add(m3.add(m4));
        FloatVector l4 = m3.sub(m4).fma(two, m1.sub(m2));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u5 = FloatVector.fromArray(SPECIES, m, i).add(m1.add(m2)).add(m3.add(m4));
        FloatVector l5 = m3.sub(m4).fma(two, m1.sub(m2));
        FloatVector b = FloatVector.fromArray(SPECIES, bias, biasAt);
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector uSum = u1.add(u2);
        FloatVector uDifference = u1.sub(u2);
        FloatVector uFarSum = u3.add(u4);
        FloatVector uFarDifference = u3.sub(u4);
        FloatVector lSum = l1.add(l2);
        FloatVector lDifference = l1.sub(l2);
        FloatVector lFarSum = l3.add(l4);
        FloatVector lFarDifference = l3.sub(l4);
        FloatVector best = u0.add(uSum).add(uFarSum);
        FloatVector next = uFarDifference.fma(two, uDifference);
        VectorMask<Float> beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        FloatVector which = zero.blend(1f, beats);
        next = l0.add(lSum).add(lFarSum);
        beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        which = which.blend(2f, beats);
        next = lFarDifference.fma(two, lDifference);
        beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        which = which.blend(3f, beats);
        best = best.add(b);
        beats = best.compare(VectorOperators.LE, zero);
        best.blend(zero, beats).intoArray(y, yAt);
        which.blend(Loops.NONE, beats).intoArray(winners, winnersAt);
        if (right) {
            best = uFarSum.fma(four, uSum);
            next = uFarDifference.fma(eight, uDifference).add(u5);
            beats = next.compare(VectorOperators.GT, best);
            best = best.blend(next, beats);
            which = zero.blend(1f, beats);
            next = lFarSum.fma(four, lSum);
            beats = next.compare(VectorOperators.GT, best);
            best = best.blend(next, beats);
            which = which.blend(2f, beats);
            next = lFarDifference.fma(eight, lDifference).add(l5);
            beats = next.compare(VectorOperators.GT, best);
            best = best.blend(next, beats);
            which = which.blend(3f, beats);
            best = best.add(b);
            beats = best.compare(VectorOperators.LE, zero);
            best.blend(zero, beats).intoArray(y, yAt + pixel);
            which.blend(Loops.NONE, beats).intoArray(winners, winnersAt + pixel);
        }
    }

    /** The last two rows. */
    private static void lower(
            float[] m,
            int at,
            int step,
            float[] bias,
            int biasAt,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt,
            int pixel,
            boolean right) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2f);
        FloatVector four = FloatVector.broadcast(SPECIES, 4f);
        FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
        int i = at;
        FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        FloatVector m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u0 = m3.add(m4).fma(four, m1.add(m2));
        FloatVector l0 = m3.sub(m4).fma(eight, m1.sub(m2)).add(FloatVector.fromArray(SPECIES, m, i + 30 * step));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u1 = m3.add(m4).fma(four, m1.add(m2));
        FloatVector l1 = m3.sub(m4).fma(eight, m1.sub(m2)).add(FloatVector.fromArray(SPECIES, m, i + 30 * step));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u2 = m3.add(m4).fma(four, m1.add(m2));
        FloatVector l2 = m3.sub(m4).fma(eight, m1.sub(m2)).add(FloatVector.fromArray(SPECIES, m, i + 30 * step));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u3 = m3.add(m4).fma(four, m1.add(m2));
        FloatVector l3 = m3.sub(m4).fma(eight, m1.sub(m2)).add(FloatVector.fromArray(SPECIES, m, i + 30 * step));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u4 = m3.add(m4).fma(four, m1.add(m2));
        FloatVector l4 = m3.sub(m4).fma(eight, m1.sub(m2)).add(FloatVector.fromArray(SPECIES, m, i + 30 * step));
        i += step;
        m1 = FloatVector.fromArray(SPECIES, m, i + 6 * step);
        m2 = FloatVector.fromArray(SPECIES, m, i + 12 * step);
        m3 = FloatVector.fromArray(SPECIES, m, i + 18 * step);
        m4 = FloatVector.fromArray(SPECIES, m, i + 24 * step);
        FloatVector u5 = m3.add(m4).fma(four, m1.add(m2));
        FloatVector l5 = m3.sub(m4).fma(eight, m1.sub(m2)).add(FloatVector.fromArray(SPECIES, m, i + 30 * step));
        FloatVector b = FloatVector.fromArray(SPECIES, bias, biasAt);
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector uSum = u1.add(u2);
        FloatVector uDifference = u1.sub(u2);
        FloatVector uFarSum = u3.add(u4);
        FloatVector uFarDifference = u3.sub(u4);
        FloatVector lSum = l1.add(l2);
        FloatVector lDifference = l1.sub(l2);
        FloatVector lFarSum = l3.add(l4);
        FloatVector lFarDifference = l3.sub(l4);
        FloatVector best = u0.add(uSum).add(uFarSum);
        FloatVector next = uFarDifference.fma(two, uDifference);
        VectorMask<Float> beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        FloatVector which = zero.blend(1f, beats);
        next = l0.add(lSum).add(lFarSum);
        beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        which = which.blend(2f, beats);
        next = lFarDifference.fma(two, lDifference);
        beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        which = which.blend(3f, beats);
        best = best.add(b);
        beats = best.compare(VectorOperators.LE, zero);
        best.blend(zero, beats).intoArray(y, yAt);
        which.blend(Loops.NONE, beats).intoArray(winners, winnersAt);
        if (right) {
            best = uFarSum.fma(four, uSum);
            next = uFarDifference.fma(eight, uDifference).add(u5);
            beats = next.compare(VectorOperators.GT, best);
            best = best.blend(next, beats);
            which = zero.blend(1f, beats);
            next = lFarSum.fma(four, lSum);
            beats = next.compare(VectorOperators.GT, best);
            best = best.blend(next, beats);
            which = which.blend(2f, beats);
            next = lFarDifference.fma(eight, lDifference).add(l5);
            beats = next.compare(VectorOperators.GT, best);
            best = best.blend(next, beats);
            which = which.blend(3f, beats);
            best = best.add(b);
            beats = best.compare(VectorOperators.LE, zero);
            best.blend(zero, beats).intoArray(y, yAt + pixel);
            which.blend(Loops.NONE, beats).intoArray(winners, winnersAt + pixel);
        }
    }
}
