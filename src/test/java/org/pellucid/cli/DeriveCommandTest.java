package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeriveCommandTest {
    private static final String TINY = """
            {"name": "tiny_net", "input": [1, 6, 6], "layers": [
              {"type": "conv2d", "out": 2, "kernel": 3}, {"type": "relu"}, {"type": "flatten"},
              {"type": "dense", "units": 3}]}
            """;

    @TempDir
    private static Path shared;

    private static Path run;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();

    @BeforeAll
    static void train() {
        Terminal terminal = new Terminal();
        String faces = shared.resolve("faces.csv.gz").toString();
        run = shared.resolve("run");
        terminal.run("data", "synthesize", "--out", faces, "--train", "70", "--validation", "21", "--test", "14");
        assertThat(terminal.run(
                        "train",
                        "--model",
                        "softmax-regression",
                        "--data",
                        faces,
                        "--epochs",
                        "2",
                        "--label-smoothing",
                        "0.2",
                        "--optimizer",
                        "rmsprop",
                        "--augment",
                        "standard,moved=0.7,whole-pixels=1",
                        "--gemm",
                        "reference",
                        "--out",
                        run.toString()))
                .isZero();
    }

    private String derive(String model, String... more) throws IOException {
        String[] args = new String[more.length + 7];
        String[] first = {"derive", "--model", model, "--out", folder.toString(), "--gemm", "reference"};
        System.arraycopy(first, 0, args, 0, first.length);
        System.arraycopy(more, 0, args, first.length, more.length);
        int code = terminal.run(args);
        assertThat(terminal.err()).isEmpty();
        assertThat(code).isZero();
        return terminal.out();
    }

    private String file(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void writesTheFormatsAskedFor() throws IOException {
        derive("softmax-regression", "--html", "--no-certificate");

        assertThat(folder.toFile().list()).containsExactly("derivation.html");
    }

    @Test
    void writesAllFormatsIfNoneIsAskedFor() throws IOException {
        String out = derive("softmax-regression", "--no-certificate");

        assertThat(folder.toFile().list())
                .contains("main.tex", "appendix.tex", "references.bib", "derivation.md", "derivation.html");
        assertThat(out).contains("pdflatex main");
        assertThat(file("appendix.tex")).doesNotContain("\\section{Gradient certificate}");
    }

    @Test
    void aNetworkOfAFileGetsItsCertificate() throws IOException {
        Path spec = Files.writeString(folder.resolve("tiny.json"), TINY);

        derive(spec.toString(), "--tex");

        assertThat(file("appendix.tex")).contains("\\section{Gradient certificate}", "All 13 checks passed.");
        assertThat(file("main.tex")).contains("tiny\\_net");
    }

    @Test
    void aTrainedModelTellsItsTraining() throws IOException {
        derive(run.toString(), "--tex", "--no-certificate");

        String text = file("appendix.tex").replace("\\allowbreak{}", "");
        JsonNode model = JsonMapper.shared().readTree(Files.readString(run.resolve("model.json")));
        JsonNode test = JsonMapper.shared()
                .readTree(Files.readString(run.resolve("metrics.json")))
                .get("test");
        String firstLoss = Files.readAllLines(run.resolve("history.csv")).get(1).split(",", -1)[2];
        assertThat(text)
                .contains(
                        model.at("/provenance/weights_sha256").asString(),
                        "The run used RMSprop",
                        "flip 0.5, moved 0.7, shift by whole pixels 0.08, rotate 10, zoom 0.1, brightness 0.1",
                        "\\varepsilon = 0.2$",
                        "(1," + firstLoss + ")",
                        String.format(
                                Locale.ROOT,
                                "test & %d & %.4f & %.4f--%.4f & %.4f & %.4f",
                                test.get("n").asInt(),
                                test.get("accuracy").asDouble(),
                                test.get("accuracy_low").asDouble(),
                                test.get("accuracy_high").asDouble(),
                                test.get("macro_f1").asDouble(),
                                test.get("loss").asDouble()));
    }

    @Test
    void aDamagedHistoryIsRefused() throws IOException {
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        for (String name : new String[] {"model.json", "model.safetensors"}) {
            Files.copy(run.resolve(name), copy.resolve(name));
        }
        Files.writeString(copy.resolve("history.csv"), "epoch,train_loss\n1,x\n");

        int code = terminal.run("derive", "--model", copy.toString(), "--tex");

        assertThat(code).isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("history.csv expects 2 numbers in line 2 but has '1,x'");
    }

    @Test
    void refusesAnUnknownModel() {
        assertThat(terminal.run("derive", "--model", "nothing")).isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("unknown model 'nothing'");
    }

    /** Where pdflatex is installed: no error, and no line or table wider than the page. */
    @ParameterizedTest
    @ValueSource(strings = {"seed", "resnet18"})
    void theLatexCompiles(String model) throws IOException, InterruptedException {
        assumeThat(hasPdflatex()).isTrue();
        derive(model, "--tex", "--no-certificate");

        int code = new ProcessBuilder("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-draftmode", "main")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start()
                .waitFor();

        assertThat(code).isZero();
        assertThat(Files.readString(folder.resolve("main.log"), StandardCharsets.ISO_8859_1))
                .doesNotContain("Overfull");
    }

    private static boolean hasPdflatex() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("pdflatex", "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
