package org.pellucid.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most that the processor's arithmetic gives: twelve chains of fused multiply–adds in registers, no memory touched.
 *
 * <p>Twelve, because a multiply–add takes four or five cycles and two may begin in one: fewer chains would wait, and more
 * would not fit the sixteen registers of a processor without AVX-512.
 */
public final class FmaPeak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;

    /** Long enough that starting threads is nothing, short enough for a round of a tenth of a second. */
    private static final int REPEATS = 4_000_000;

    private FmaPeak() {}

    /** Floating-point operations of one {@link #run}. */
    public static double flops() {
        return 2.0 * CHAINS * SPECIES.length() * REPEATS;
    }

    /** Does them; what it returns depends on all of them, so that none may be left out. */
    public static float run(float seed) {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector term = FloatVector.broadcast(SPECIES, seed);
        FloatVector c0 = term;
        FloatVector c1 = term;
        FloatVector c2 = term;
        FloatVector c3 = term;
        FloatVector c4 = term;
        FloatVector c5 = term;
        FloatVector c6 = term;
        FloatVector c7 = term;
        FloatVector c8 = term;
        FloatVector c9 = term;
        FloatVector c10 = term;
        FloatVector c11 = term;
        for (int i = 0; i < REPEATS; i++) {
            c0 = c0.fma(factor, term);
            c1 = c1.fma(factor, term);
            c2 = c2.fma(factor, term);
            c3 = c3.fma(factor, term);
            c4 = c4.fma(factor, term);
            c5 = c5.fma(factor, term);
            c6 = c6.fma(factor, term);
            c7 = c7.fma(factor, term);
            c8 = c8.fma(factor, term);
            c9 = c9.fma(factor, term);
            c10 = c10.fma(factor, term);
            c11 = c11.fma(factor, term);
        }
        FloatVector left = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
        FloatVector right = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
        return left.add(right).lane(0);
    }
}
