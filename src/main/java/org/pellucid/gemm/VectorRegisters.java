package org.pellucid.gemm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector registers that kernels share out. To be touched only where the Vector API is there. */
public final class VectorRegisters {
    /** As many floats as a register holds. JDK 17 is fast only if a process uses a single float species, hence this one for all. */
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in a register. */
    public static final int LANES = SPECIES.length();

    /** Whether there are 32 registers, as with AVX-512 and on ARM, and not the 16 of older x86. */
    public static final boolean MANY =
            LANES >= 16 || System.getProperty("os.arch").equals("aarch64");

    private VectorRegisters() {}
}
