package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GradcheckCommandTest {
    private static final String TINY = """
            {"name": "tiny", "input": [1, 6, 6], "layers": [
              {"type": "conv2d", "out": 2, "kernel": 3}, {"type": "relu"}, {"type": "flatten"},
              {"type": "dense", "units": 3}]}
            """;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();
    private String spec;

    @BeforeEach
    void writeTheNetwork() throws IOException {
        spec = Files.writeString(folder.resolve("tiny.json"), TINY).toString();
    }

    @Test
    void printsALineForEachTensorAndPasses() {
        int code = terminal.run("gradcheck", "--model", spec, "--gemm", "reference", "--threads", "1");

        assertThat(terminal.err()).isEmpty();
        assertThat(code).isEqualTo(Failures.OK);
        assertThat(terminal.out().lines())
                .anyMatch(line -> line.matches("conv1 +conv2d +weight +\\d+ +0 .*%"))
                .anyMatch(line -> line.matches("relu1 +relu +x .*"))
                .anyMatch(line -> line.startsWith("training, 10 steps"));
        assertThat(terminal.out().strip()).endsWith("PASS  13 checks");
    }

    @Test
    void printsOneObjectForMachines() {
        int code = terminal.run(
                "gradcheck",
                "--model",
                spec,
                "--batch",
                "2",
                "--seed",
                "9",
                "--gemm",
                "reference",
                "--threads",
                "1",
                "--json");

        JsonNode root = JsonMapper.shared().readTree(terminal.out());
        assertThat(code).isEqualTo(Failures.OK);
        assertThat(root.get("passed").asBoolean()).isTrue();
        assertThat(root.get("batch").asInt()).isEqualTo(2);
        assertThat(root.get("seed").asInt()).isEqualTo(9);
        assertThat(root.get("rows").size()).isEqualTo(root.get("checks").asInt() - 1);
        assertThat(root.get("trajectory").get("engine").size()).isEqualTo(10);
    }

    @Test
    void refusesAnEmptyBatch() {
        assertThat(terminal.run("gradcheck", "--model", spec, "--batch", "0")).isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("--batch expects at least 1 but gets 0");
    }

    @Test
    void refusesAnUnknownModel() {
        assertThat(terminal.run("gradcheck", "--model", "nothing")).isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("unknown model 'nothing'");
    }
}
