package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.textbook.FocalLoss;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TraceCommandTest {
    private static final String TINY = """
            {"name": "tiny", "input": [1, 8, 8], "layers": [
              {"type": "conv2d", "out": 2, "kernel": 3}, {"type": "batch-norm"}, {"type": "relu"}, {"type": "flatten"},
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
    void printsEveryLayer() {
        assertThat(terminal.run("trace", "--model", spec)).isZero();
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out())
                .startsWith("tiny, weights as drawn with seed 1\npicture 0: synthetic face 3 (seed 1) as class 0\n")
                .contains("conv1  conv2d", "bn1  batch-norm", "relu1  relu", "flatten1", "dense1  dense", "loss  L = ");
    }

    @Test
    void theBatchKeepsBatchNormCompany() {
        assertThat(terminal.run("trace", "--model", spec, "--json")).isZero();

        JsonNode root = JsonMapper.shared().readTree(terminal.out());
        assertThat(root.get("pictures").size()).isEqualTo(4);
        assertThat(root.get("mode").asString()).isEqualTo("train");
        assertThat(root.get("layers").size()).isEqualTo(5);
    }

    @Test
    void theLossOfARunIsTheRuns() {
        String run = folder.resolve("run").toString();
        String model = "--model softmax-regression --data synthetic:70,14,14 --epochs 1 --gemm reference --out " + run;
        String loss = "--label-smoothing 0.2 --class-weights balanced --focal 1.5";
        assertThat(terminal.run(("train " + model + " " + loss).split(" ", -1))).isZero();
        Terminal second = new Terminal();

        assertThat(second.run("trace", "--model", run, "--json", "--batch", "1"))
                .isZero();

        JsonNode root = JsonMapper.shared().readTree(second.out());
        double[] z = numbers(root.get("logits"));
        double[] t = numbers(root.get("targets"));
        double[] w = numbers(root.get("class_weights"));
        assertThat(t).contains(0.8 + 0.2 / 7, 0.2 / 7);
        assertThat(w).hasSize(7).containsOnly(1); // ten pictures of each class
        assertThat(root.get("loss").asDouble()).isEqualTo(FocalLoss.forward(1, 7, 1.5, z, t, w));
        assertThat(numbers(root.get("dlogits"))).isEqualTo(FocalLoss.backward(1, 7, 1.5, z, t, w));
        assertThat(root.get("remarks").toString())
                .contains("the loss is the run's: focal with γ = 1.5, labels smoothed with ε = 0.2, classes weighed");
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    @Test
    void writesAPage() throws IOException {
        Path page = folder.resolve("step.html");

        assertThat(terminal.run("trace", "--model", spec, "--mode", "infer", "--out", page.toString()))
                .isZero();
        assertThat(terminal.out()).contains("step.html", "kB");
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThat(terminal.run("trace", "--model", spec, "--json", "--html")).isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.run("trace", "--model", spec, "--mode", "dream")).isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("--mode expects train or infer but gets 'dream'");
        assertThat(terminal.run("trace", "--model", spec, "--values", "some")).isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.run("trace", "--model", spec, "--batch", "99")).isEqualTo(Failures.BAD_INPUT);
    }
}
