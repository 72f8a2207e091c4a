package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data audit and report. */
class ReportCommandsTest {
    private static final String FACES = "synthetic:140,42,0,3";

    @TempDir
    private static Path shared;

    private static Path run;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();

    @BeforeAll
    static void train() {
        run = shared.resolve("run");
        assertThat(new Terminal()
                        .run(
                                "train",
                                "--model",
                                "softmax-regression",
                                "--data",
                                FACES,
                                "--epochs",
                                "1",
                                "--gemm",
                                "reference",
                                "--quiet",
                                "--live",
                                "--out",
                                run.toString()))
                .isZero();
    }

    @Test
    void reportsOnARunWithItsPictures() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(terminal.run("report", run.toString(), "--data", FACES, "--out", page.toString()))
                .as(terminal.err())
                .isZero();
        assertThat(Files.readString(page)).contains("Right and wrong", "Model card", "Calibration");
        assertThat(folder.resolve("page-files").resolve("MODEL_CARD.md")).isNotEmptyFile();
        assertThat(terminal.out()).startsWith(page + "\n");
    }

    @Test
    void reportsWithoutPictures() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(terminal.run("report", run.toString(), "--out", page.toString()))
                .isZero();
        assertThat(Files.readString(page)).doesNotContain("Right and wrong").contains("Model card");
    }

    @Test
    void auditsByFolds() throws IOException {
        Path out = folder.resolve("audit");
        assertThat(terminal.run(
                        "data",
                        "audit",
                        "--data",
                        FACES,
                        "--folds",
                        "2",
                        "--network",
                        "softmax-regression",
                        "--epochs",
                        "1",
                        "--gemm",
                        "reference",
                        "--out",
                        out.toString(),
                        "--json"))
                .as(terminal.err())
                .isZero();
        JsonNode facts = JsonMapper.shared().readTree(terminal.out());
        assertThat(facts.get("distinct").asInt()).isEqualTo(182);
        assertThat(facts.get("labels").get("n").asInt()).isEqualTo(182);
        assertThat(Files.readAllLines(out.resolve("label-errors.csv")))
                .hasSize(facts.get("labels").get("suspects").asInt() + 1);
        assertThat(out.resolve("audit.json")).isNotEmptyFile();
    }

    @Test
    void auditsByAModelThatHasNotLearntFromThem() throws IOException {
        assertThat(terminal.run(
                        "data",
                        "audit",
                        "--data",
                        FACES,
                        "--model",
                        run.toString(),
                        "--out",
                        folder.toString(),
                        "--json"))
                .as(terminal.err())
                .isZero();
        JsonNode labels = JsonMapper.shared().readTree(terminal.out()).get("labels");
        assertThat(labels.get("usage").asString()).isEqualTo("PublicTest");
        assertThat(labels.get("n").asInt()).isEqualTo(42);
    }

    @Test
    void liveTrainingLeavesChartsOfItsEpochs() {
        assertThat(run.resolve("accuracy.png")).isNotEmptyFile();
        assertThat(run.resolve("loss.png")).isNotEmptyFile();
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThat(terminal.run("data", "audit", "--folds", "2", "--model", "x"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--model and --folds both say who doubts the labels: give one of them");
        assertThat(terminal.run("data", "audit", "--epochs", "2")).isEqualTo(2);
        assertThat(terminal.err()).contains("--network and --epochs are of --folds");
        assertThat(terminal.run("report", run.toString(), "--out", "page.pdf")).isEqualTo(2);
        assertThat(terminal.err()).contains("--out expects a file name that ends in .html but gets page.pdf");
        assertThat(terminal.run("report", run.toString(), "--classes", "happy,sad"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--classes and --ferplus are of --data");
    }
}
