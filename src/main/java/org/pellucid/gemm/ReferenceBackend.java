package org.pellucid.gemm;

/** Plain Java: needs nothing, so it always loads. */
final class ReferenceBackend implements ProbedBackend {
    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Gemm create() {
        return new ReferenceGemm();
    }

    @Override
    public Probe probe() {
        return new Probe(
                name(),
                true,
                "plain Java loops, " + (HardwareFma.PRESENT ? "with" : "without") + " fused multiply-add");
    }
}
