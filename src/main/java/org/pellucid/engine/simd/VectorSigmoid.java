package org.pellucid.engine.simd;

import static org.pellucid.engine.loops.Exponential.LARGEST;
import static org.pellucid.engine.loops.Exponential.LN2_HIGH;
import static org.pellucid.engine.loops.Exponential.LN2_LOW;
import static org.pellucid.engine.loops.Exponential.LOG2_E;
import static org.pellucid.engine.loops.Exponential.ROUND;
import static org.pellucid.engine.loops.Exponential.SMALLEST;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.pellucid.engine.loops.Exponential;
import org.pellucid.engine.loops.Loops;
import org.pellucid.gemm.VectorRegisters;

/**
 * σ and SiLU a vector at a time, by the formula of {@link Exponential} operation by operation: products and sums are
 * rounded apart, as there, so the bits are the same, and so is the bound.
 */
final class VectorSigmoid {
    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int LANES = VectorRegisters.LANES;
    private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    /** The exponent's offset, and the width of the fraction below it. */
    private static final int OFFSET = 127;

    private static final int FRACTION = 23;

    private static final FloatVector PER_LN2 = FloatVector.broadcast(SPECIES, LOG2_E);
    private static final FloatVector ROUNDING = FloatVector.broadcast(SPECIES, ROUND);
    private static final FloatVector HIGH = FloatVector.broadcast(SPECIES, LN2_HIGH);
    private static final FloatVector LOW = FloatVector.broadcast(SPECIES, LN2_LOW);
    private static final FloatVector C7 = FloatVector.broadcast(SPECIES, 1f / 5040);
    private static final FloatVector C6 = FloatVector.broadcast(SPECIES, 1f / 720);
    private static final FloatVector C5 = FloatVector.broadcast(SPECIES, 1f / 120);
    private static final FloatVector C4 = FloatVector.broadcast(SPECIES, 1f / 24);
    private static final FloatVector C3 = FloatVector.broadcast(SPECIES, 1f / 6);
    private static final FloatVector HALF = FloatVector.broadcast(SPECIES, 0.5f);
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);
    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final FloatVector INFINITE = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    private static final IntVector WHOLE = IntVector.broadcast(INTS, ROUND_BITS);
    private static final IntVector BIAS = IntVector.broadcast(INTS, OFFSET);

    private VectorSigmoid() {}

    /** Ranges are whole vectors, here and below. */
    static void sigmoid(float[] x, float[] y, int from, int to) {
        sigmoid(x, from, y, from, to - from);
    }

    /**
     * y ← σ(x).
     *
     * <p>A loop by itself, with nothing that it calls: what the compilers inline depends on what they have compiled before, and vectors that a
     * method returns that was not inlined are objects. That of JDK 17 also counts the parts of each operation, of which one with a number
     * has twice as many as one with a vector, hence the constants.
     */
    private static void sigmoid(float[] x, int xAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector t = FloatVector.fromArray(SPECIES, x, xAt + i).neg();
            // The sum's last bits are k as a whole number: no conversion is needed.
            FloatVector shifted = t.mul(PER_LN2).add(ROUNDING);
            FloatVector k = shifted.sub(ROUNDING);
            FloatVector r = t.sub(k.mul(HIGH)).sub(k.mul(LOW));
            FloatVector p = r.mul(C7).add(C6);
            p = p.mul(r).add(C5);
            p = p.mul(r).add(C4);
            p = p.mul(r).add(C3);
            p = p.mul(r).add(HALF);
            p = p.mul(r).mul(r).add(r).add(ONE);
            IntVector whole = shifted.reinterpretAsInts().sub(WHOLE);
            IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
            FloatVector low =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsFloats();
            FloatVector high = whole.sub(half)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, FRACTION)
                    .reinterpretAsFloats();
            FloatVector e = p.mul(low).mul(high);
            e = e.blend(INFINITE, t.compare(VectorOperators.GT, LARGEST));
            e = e.blend(ZERO, t.compare(VectorOperators.LT, SMALLEST));
            ONE.div(e.add(ONE)).intoArray(y, yAt + i);
        }
    }

    /** Both arrays hold the same place of different signals: y is not x. */
    static void silu(float[] x, float[] y, int from, int to) {
        for (int start = from; start < to; start += Loops.SIGMAS) {
            int end = Math.min(start + Loops.SIGMAS, to);
            sigmoid(x, start, y, start, end - start);
            times(x, y, start, end);
        }
    }

    /** y ← x·y. */
    private static void times(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector.fromArray(SPECIES, x, i)
                    .mul(FloatVector.fromArray(SPECIES, y, i))
                    .intoArray(y, i);
        }
    }

    static void siluBackward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, float[] sigma) {
        for (int start = from; start < to; start += Loops.SIGMAS) {
            int count = Math.min(Loops.SIGMAS, to - start);
            sigmoid(x, start, sigma, 0, count);
            slope(sigma, y, dy, dx, start, count);
        }
    }

    /** dx ← dy · (σ + y · (1 − σ)). */
    private static void slope(float[] sigma, float[] y, float[] dy, float[] dx, int at, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, sigma, i);
            FloatVector slope = s.add(FloatVector.fromArray(SPECIES, y, at + i).mul(ONE.sub(s)));
            FloatVector.fromArray(SPECIES, dy, at + i).mul(slope).intoArray(dx, at + i);
        }
    }
}
