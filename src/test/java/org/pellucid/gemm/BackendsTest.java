package org.pellucid.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {
    @Test
    void everyBackendIsProbedInTheOrderOfTheNames() {
        assertThat(Backends.names()).containsExactly("reference", "jblas", "vector");
        assertThat(Backends.probe()).extracting(Probe::backend).containsExactlyElementsOf(Backends.names());
        assertThat(Backends.probe())
                .allSatisfy(probe -> assertThat(probe.detail()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void theReferenceAlwaysLoads() {
        Selection selection = Backends.select("reference");
        assertThat(selection.backend().name()).isEqualTo("reference");
        assertThat(selection.probes()).extracting(Probe::loads).containsExactly(true);
    }

    @Test
    void autoTakesTheFirstThatLoadsAndSaysWhyNotTheOthers() {
        Selection selection = Backends.select(
                "auto", List.of(new Fake("vector", false), new Fake("jblas", true), new Fake("reference", true)));
        assertThat(selection.backend().name()).isEqualTo("jblas");
        assertThat(selection.probes())
                .containsExactly(new Probe("vector", false, "about vector"), new Probe("jblas", true, "about jblas"));
    }

    @Test
    void aNamedBackendThatCannotLoadIsRefusedWithTheReason() {
        assertThatThrownBy(() -> Backends.select("jblas", List.of(new Fake("vector", true), new Fake("jblas", false))))
                .isInstanceOf(GemmException.class)
                .hasMessage("gemm backend 'jblas' cannot load: about jblas");
    }

    @Test
    void anUnknownNameIsRefusedWithTheValidOnes() {
        assertThatThrownBy(() -> Backends.select("blas"))
                .isInstanceOf(GemmException.class)
                .hasMessage("unknown gemm backend 'blas': use one of auto, reference, jblas, vector");
    }

    private record Fake(String name, boolean loads) implements ProbedBackend {
        @Override
        public Gemm create() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Probe probe() {
            return new Probe(name, loads, "about " + name);
        }
    }
}
