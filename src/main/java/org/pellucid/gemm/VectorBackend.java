package org.pellucid.gemm;

/** The JDK's Vector API, where its module is enabled and the processor can multiply and add vectors. */
final class VectorBackend implements ProbedBackend {
    private static final String MODULE = "jdk.incubator.vector";

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Gemm create() {
        return new VectorGemm();
    }

    @Override
    public Probe probe() {
        // Without the module a class that uses it fails at its first use, so it must not be touched before this answer.
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return refused("the module " + MODULE + " is not enabled: start with ./pellucid, or add --add-modules "
                    + MODULE + " to the java command");
        }
        if (!HardwareFma.PRESENT) {
            return refused(
                    "the processor has no fused multiply-add that this JVM uses, and without it vectors are slower"
                            + " than plain loops: use the reference or jblas backend");
        }
        try {
            return probeLanes(VectorRegisters.LANES);
        } catch (LinkageError e) {
            return refused("the Vector API of this JDK is not the one of JDK 17 to 25 (" + e + "): use such a JDK");
        }
    }

    private Probe probeLanes(int lanes) {
        if (lanes < 4) {
            return refused(
                    "this JVM makes no float vectors of 128 bits or more (no C2 compiler, or an old processor): use"
                            + " a server JVM, or the reference backend");
        }
        return new Probe(
                name(),
                true,
                String.format(
                        "Vector API, %d-bit vectors, tiles of %d×%d", 32 * lanes, VectorTile.ROWS, VectorTile.COLUMNS));
    }

    private Probe refused(String reason) {
        return new Probe(name(), false, reason);
    }
}
