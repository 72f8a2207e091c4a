package org.pellucid.gemm;

import java.util.stream.Collectors;
import org.pellucid.tensor.Rng;

/** Run by {@link OtherJvmTest} in JVMs that lack something: prints the probe of a backend, the choice, the worst error. */
final class OtherJvm {
    private OtherJvm() {}

    public static void main(String[] args) {
        String name = args[0];
        Probe probe = Backends.probe().get(Backends.names().indexOf(name));
        System.out.println("detail: " + probe.detail());
        Selection selection = Backends.select("auto");
        System.out.println("auto: " + selection.backend().name() + " after "
                + selection.probes().stream().map(Probe::backend).collect(Collectors.joining(" ")));
        if (probe.loads()) {
            Gemm gemm = Backends.select(name).backend().create();
            double worst = 0;
            for (int example = 0; example < 200; example++) {
                RandomProduct product = RandomProduct.of(Rng.of(example), 40);
                worst = Math.max(worst, product.worstError(product.multipliedBy(gemm)));
            }
            System.out.println(worst <= 1 ? "within the bound" : "beyond the bound: " + worst);
        }
    }
}
