package org.pellucid.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JblasBackendTest {
    private static final List<String> ZEN_3 =
            List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 25", "flags\t\t: fpu avx2");
    private static final List<String> ZEN_4 =
            List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 25", "flags\t\t: fpu avx2 avx512f avx512dq");
    private static final List<String> ZEN_2 = List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 23", "model\t\t: 49");
    private static final List<String> XEON = List.of("vendor_id\t: GenuineIntel", "cpu family\t: 6", "model\t\t: 85");

    @Test
    void aMissingFortranLibraryIsNamedWithItsRemedy() {
        JblasBackend backend = new JblasBackend(() -> {
            throw new UnsatisfiedLinkError("/tmp/libjblas.so: libgfortran.so.5: cannot open shared object file");
        });
        assertThat(backend.probe())
                .isEqualTo(new Probe(
                        "jblas",
                        false,
                        "its native library does not load (/tmp/libjblas.so: libgfortran.so.5: cannot"
                                + " open shared object file): install libgfortran.so.5 (Debian, Ubuntu: apt-get install"
                                + " libgfortran5)"));
    }

    @Test
    void aTemporaryFolderThatForbidsProgramsIsNamedWithItsRemedy() {
        JblasBackend backend = new JblasBackend(() -> {
            throw new UnsatisfiedLinkError("/tmp/libjblas.so: failed to map segment from shared object");
        });
        assertThat(backend.probe().detail())
                .endsWith("name a folder that may hold programs with -Djava.io.tmpdir=FOLDER");
    }

    @Test
    void anyOtherFailureIsReportedOnOneLine() {
        JblasBackend backend = new JblasBackend(() -> {
            throw new IllegalStateException("first line\nsecond line");
        });
        assertThat(backend.probe().loads()).isFalse();
        assertThat(backend.probe().detail())
                .contains("(first line): use the vector or reference backend")
                .doesNotContain("\n");
    }

    @Test
    void theReasonOfTheFirstFailureIsKept() {
        int[] calls = {0};
        JblasBackend backend = new JblasBackend(() -> {
            calls[0]++;
            throw new NoClassDefFoundError("call " + calls[0]);
        });
        assertThat(backend.probe()).isEqualTo(backend.probe());
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void theCoreTypeIsAdvisedOnlyWhereItHelps() {
        assertThat(JblasBackend.advice(null, ZEN_3)).contains("OPENBLAS_CORETYPE=Zen set before java starts");
        assertThat(JblasBackend.advice(null, ZEN_4)).contains("OPENBLAS_CORETYPE=SkylakeX set before java starts");
        assertThat(JblasBackend.advice("Zen", ZEN_4)).isEqualTo(", OPENBLAS_CORETYPE=Zen");
        assertThat(JblasBackend.advice(null, ZEN_2)).isEmpty();
        assertThat(JblasBackend.advice(null, XEON)).isEmpty();
        assertThat(JblasBackend.advice(null, List.of())).isEmpty();
    }
}
