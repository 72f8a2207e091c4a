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
import org.pellucid.gemm.VectorRegisters;

/**
 * σ and SiLU a vector at a time, by the formula of {@link Exponential} operation by operation: products and sums are
 * rounded apart, as there, so the bits are the same, and so is the bound.
 */
final class VectorSigmoid {
    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;
    private static final int LANES = VectorRegisters.LANES;
    private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    /** The exponent's offset, and the width of the fraction below it. */
    private static final int OFFSET = 127;

    private static final int FRACTION = 23;

    private VectorSigmoid() {}

    /** Ranges are whole vectors. */
    static void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            of(FloatVector.fromArray(SPECIES, x, i)).intoArray(y, i);
        }
    }

    static void silu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.mul(of(v)).intoArray(y, i);
        }
    }

    static void siluBackward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = from; i < to; i += LANES) {
            FloatVector s = of(FloatVector.fromArray(SPECIES, x, i));
            FloatVector slope = s.add(FloatVector.fromArray(SPECIES, y, i).mul(one.sub(s)));
            FloatVector.fromArray(SPECIES, dy, i).mul(slope).intoArray(dx, i);
        }
    }

    /** Short enough to be inlined: else its vectors would be objects. */
    private static FloatVector of(FloatVector x) {
        FloatVector t = x.neg();
        // The sum's last bits are k as a whole number: no conversion is needed.
        FloatVector shifted = t.mul(LOG2_E).add(ROUND);
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = t.sub(k.mul(LN2_HIGH)).sub(k.mul(LN2_LOW));
        FloatVector p = r.mul(1f / 5040).add(1f / 720);
        p = p.mul(r).add(1f / 120);
        p = p.mul(r).add(1f / 24);
        p = p.mul(r).add(1f / 6);
        p = p.mul(r).add(0.5f);
        p = p.mul(r).mul(r).add(r).add(1f);
        IntVector whole = shifted.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
        FloatVector low =
                half.add(OFFSET).lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsFloats();
        FloatVector high = whole.sub(half)
                .add(OFFSET)
                .lanewise(VectorOperators.LSHL, FRACTION)
                .reinterpretAsFloats();
        FloatVector e = p.mul(low).mul(high);
        e = e.blend(Float.POSITIVE_INFINITY, t.compare(VectorOperators.GT, LARGEST));
        e = e.blend(0f, t.compare(VectorOperators.LT, SMALLEST));
        return FloatVector.broadcast(SPECIES, 1f).div(e.add(1f));
    }
}
