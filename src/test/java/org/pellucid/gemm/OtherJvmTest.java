package org.pellucid.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What differs from process to process: the module, the width of vectors, the fused multiply-add. */
class OtherJvmTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void withoutTheModuleVectorIsRefusedAndAutoGoesOn() throws Exception {
        String output = run("vector");
        assertThat(output).contains("detail: the module jdk.incubator.vector is not enabled: start with ./pellucid");
        assertThat(output).containsPattern("auto: (jblas|reference) after vector jblas");
    }

    @Test
    void withTheModuleAutoTakesVectorAndTriesNoOther() throws Exception {
        assumeTrue(HardwareFma.PRESENT, "this JVM uses no fused multiply-add");
        assertThat(run("reference", MODULE)).contains("auto: vector after vector\n");
    }

    /** One process has one width, so the widths of other processors are tried in processes of their own. */
    @ParameterizedTest
    @CsvSource({"16, 128-bit", "32, 256-bit"})
    void narrowerVectorsAreWithinTheBound(int bytes, String width) throws Exception {
        assumeTrue(HardwareFma.PRESENT, "this JVM uses no fused multiply-add");
        String output = run("vector", MODULE, "-XX:MaxVectorSize=" + bytes);
        assumeTrue(output.contains(width), "this processor has no " + width + " vectors");
        assertThat(output).contains("within the bound");
    }

    @Test
    void withoutFusedMultiplyAddVectorIsRefused() throws Exception {
        assertThat(run("vector", MODULE, "-XX:-UseFMA")).contains("detail: the processor has no fused multiply-add");
    }

    @Test
    void withoutFusedMultiplyAddTheReferenceIsWithinTheBound() throws Exception {
        assertThat(run("reference", "-XX:-UseFMA"))
                .contains("detail: plain Java loops, without fused multiply-add")
                .contains("within the bound");
    }

    private static String run(String backend, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OtherJvm.class.getName(), backend));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("exit of %s, which printed %s", command, output)
                .isZero();
        return output;
    }
}
