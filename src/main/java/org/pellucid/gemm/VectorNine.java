package org.pellucid.gemm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products whose sums have nine terms, as a 3×3 kernel on one channel makes them: the first layer on grey pictures.
 *
 * <pre>C[i,j] ← Σ_p A[i,p]·B[p,j],   p &lt; {@link #TERMS},  j &lt; {@link VectorTile#NARROW}</pre>
 *
 * <p>A tile of {@link VectorTile} would be stored as soon as it is begun. Here it is B that stays in registers, all eighteen
 * vectors of it, while i runs along the rows of A: a row costs nine broadcasts, eighteen fused multiply-adds and two stores.
 * The numbers of a row of A must lie side by side, so that HotSpot checks them together (see {@link VectorTile}).
 * Two rows at a time would hide more of their latency, but pass the compiler's limit on a method's size (its
 * {@code NodeCountInliningCutoff}), and then every vector is an object.
 */
final class VectorNine {
    static final int TERMS = 9;

    /** Whether the registers hold a panel of B: 32 do, 16 do not. */
    static final boolean FITS = VectorRegisters.MANY;

    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;
    private static final int LANES = VectorRegisters.LANES;

    private VectorNine() {}

    /**
     * Multiplies a block of rows by one panel of B. Each sum is one chain of fused multiply-adds, as in {@link VectorTile}.
     *
     * @param m rows
     * @param aI distance in {@code a} from row to row
     * @param bP distance in {@code b} from p to p
     */
    static void multiply(
            int m, float[] a, int aOffset, int aI, float[] b, int bOffset, int bP, float[] c, int cOffset, int ldc) {
        FloatVector l0 = FloatVector.fromArray(SPECIES, b, bOffset);
        FloatVector r0 = FloatVector.fromArray(SPECIES, b, bOffset + LANES);
        FloatVector l1 = FloatVector.fromArray(SPECIES, b, bOffset + bP);
        FloatVector r1 = FloatVector.fromArray(SPECIES, b, bOffset + bP + LANES);
        FloatVector l2 = FloatVector.fromArray(SPECIES, b, bOffset + 2 * bP);
        FloatVector r2 = FloatVector.fromArray(SPECIES, b, bOffset + 2 * bP + LANES);
        FloatVector l3 = FloatVector.fromArray(SPECIES, b, bOffset + 3 * bP);
        FloatVector r3 = FloatVector.fromArray(SPECIES, b, bOffset + 3 * bP + LANES);
        FloatVector l4 = FloatVector.fromArray(SPECIES, b, bOffset + 4 * bP);
        FloatVector r4 = FloatVector.fromArray(SPECIES, b, bOffset + 4 * bP + LANES);
        FloatVector l5 = FloatVector.fromArray(SPECIES, b, bOffset + 5 * bP);
        FloatVector r5 = FloatVector.fromArray(SPECIES, b, bOffset + 5 * bP + LANES);
        FloatVector l6 = FloatVector.fromArray(SPECIES, b, bOffset + 6 * bP);
        FloatVector r6 = FloatVector.fromArray(SPECIES, b, bOffset + 6 * bP + LANES);
        FloatVector l7 = FloatVector.fromArray(SPECIES, b, bOffset + 7 * bP);
        FloatVector r7 = FloatVector.fromArray(SPECIES, b, bOffset + 7 * bP + LANES);
        FloatVector l8 = FloatVector.fromArray(SPECIES, b, bOffset + 8 * bP);
        FloatVector r8 = FloatVector.fromArray(SPECIES, b, bOffset + 8 * bP + LANES);
        FloatVector zero = FloatVector.zero(SPECIES);
        int q = aOffset;
        int o = cOffset;
        for (int i = 0; i < m; i++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[q]);
            FloatVector l = x.fma(l0, zero);
            FloatVector r = x.fma(r0, zero);
            x = FloatVector.broadcast(SPECIES, a[q + 1]);
            l = x.fma(l1, l);
            r = x.fma(r1, r);
            x = FloatVector.broadcast(SPECIES, a[q + 2]);
            l = x.fma(l2, l);
            r = x.fma(r2, r);
            x = FloatVector.broadcast(SPECIES, a[q + 3]);
            l = x.fma(l3, l);
            r = x.fma(r3, r);
            x = FloatVector.broadcast(SPECIES, a[q + 4]);
            l = x.fma(l4, l);
            r = x.fma(r4, r);
            x = FloatVector.broadcast(SPECIES, a[q + 5]);
            l = x.fma(l5, l);
            r = x.fma(r5, r);
            x = FloatVector.broadcast(SPECIES, a[q + 6]);
            l = x.fma(l6, l);
            r = x.fma(r6, r);
            x = FloatVector.broadcast(SPECIES, a[q + 7]);
            l = x.fma(l7, l);
            r = x.fma(r7, r);
            x = FloatVector.broadcast(SPECIES, a[q + 8]);
            l = x.fma(l8, l);
            r = x.fma(r8, r);
            l.intoArray(c, o);
            r.intoArray(c, o + LANES);
            q += aI;
            o += ldc;
        }
    }
}
