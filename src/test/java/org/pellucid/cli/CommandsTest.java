package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @TempDir
    private static Path shared;

    private static Path run;
    private static Path faces;
    private static String said;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();

    private static String[] training(Path out, String... more) {
        return training(2, out, more);
    }

    private static String[] training(int epochs, Path out, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of(
                "train",
                "--model",
                "softmax-regression",
                "--data",
                faces.toString(),
                "--epochs",
                Integer.toString(epochs),
                "--gemm",
                "reference",
                "--out",
                out.toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    @BeforeAll
    static void trainOnce() {
        run = shared.resolve("run");
        faces = shared.resolve("faces.csv.gz");
        Terminal terminal = new Terminal();
        assertThat(terminal.run(
                        "data",
                        "synthesize",
                        "--out",
                        faces.toString(),
                        "--train",
                        "70",
                        "--validation",
                        "21",
                        "--test",
                        "14"))
                .isZero();
        assertThat(terminal.run(training(run))).isZero();
        said = terminal.out();
    }

    private static String weights(Path folder) throws IOException {
        return STRICT.readTree(Files.readString(folder.resolve("run.json")))
                .get("result")
                .get("weights_sha256")
                .asString();
    }

    @Test
    void trainWritesAllItsFiles() {
        for (String name : List.of(
                "model.json",
                "model.safetensors",
                "history.csv",
                "accuracy.png",
                "loss.png",
                "confusion.png",
                "metrics.json",
                "predictions.csv",
                "run.json",
                "checkpoint.safetensors")) {
            assertThat(run.resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void trainSaysWhatItDoesAndWhatCameOut() {
        assertThat(said)
                .contains("softmax-regression: 16,135 parameters")
                .contains("70 train, 21 validation, 14 test")
                .contains("backend  reference")
                .contains("weights  SHA-256")
                .contains("./pellucid evaluate --model " + run);
    }

    @Test
    void historyHasALineAnEpoch() throws IOException {
        assertThat(Files.readAllLines(run.resolve("history.csv")))
                .hasSize(3)
                .first()
                .isEqualTo(
                        "epoch,lr,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,images_per_s");
    }

    @Test
    void trainingAgainGivesTheSameWeights() throws IOException {
        terminal.run(training(folder.resolve("again"), "--threads", "1", "--quiet"));
        assertThat(weights(folder.resolve("again"))).isEqualTo(weights(run));
    }

    @Test
    void resumingForMoreEpochsEqualsTrainingThem() throws IOException {
        terminal.run(training(3, folder.resolve("whole"), "--quiet", "--schedule", "constant"));
        terminal.run(training(folder.resolve("parts"), "--quiet", "--schedule", "constant"));
        assertThat(terminal.run(
                        "train", "--resume", "--out", folder.resolve("parts").toString(), "--epochs", "3", "--quiet"))
                .isZero();
        assertThat(weights(folder.resolve("parts"))).isEqualTo(weights(folder.resolve("whole")));
    }

    @Test
    void resumingARunThatNeverTookAStepStartsIt() throws IOException {
        terminal.run(training(folder.resolve("run"), "--quiet"));
        Files.delete(folder.resolve("run/checkpoint.safetensors"));
        assertThat(terminal.run(
                        "train", "--resume", "--out", folder.resolve("run").toString(), "--quiet"))
                .isZero();
        assertThat(weights(folder.resolve("run"))).isEqualTo(weights(run));
    }

    @Test
    void overwritingReplacesTheRun() throws IOException {
        terminal.run(training(folder.resolve("run"), "--quiet"));
        assertThat(terminal.run(training(folder.resolve("run"), "--quiet", "--overwrite", "--seed", "2")))
                .isZero();
        assertThat(weights(folder.resolve("run"))).isNotEqualTo(weights(run));
    }

    @Test
    void divergenceFailsWithOneLine() {
        assertThat(terminal.run(training(folder.resolve("run"), "--quiet", "--optimizer", "sgd", "--lr", "1e38")))
                .isEqualTo(1);
        assertThat(terminal.err()).startsWith("pellucid: the loss became").hasLineCount(1);
    }

    @Test
    void withoutValidationATenthIsHeldOut() {
        Path training = folder.resolve("training.csv");
        terminal.run(
                "data",
                "synthesize",
                "--out",
                training.toString(),
                "--train",
                "140",
                "--validation",
                "0",
                "--test",
                "0");
        assertThat(terminal.run(
                        "train",
                        "--model",
                        "softmax-regression",
                        "--data",
                        training.toString(),
                        "--epochs",
                        "1",
                        "--gemm",
                        "reference",
                        "--out",
                        folder.resolve("run").toString()))
                .isZero();
        assertThat(terminal.out()).contains("126 train, 14 validation (a tenth of the training pictures, held out");
    }

    @Test
    void evaluatePrintsOneObjectAndNothingElse() {
        assertThat(terminal.run("evaluate", "--model", run.toString(), "--data", faces.toString(), "--json"))
                .isZero();
        JsonNode object = STRICT.readTree(terminal.out());
        assertThat(object.get("n").asInt()).isEqualTo(21);
        assertThat(object.get("usage").asString()).isEqualTo("PublicTest");
        for (String name : List.of("accuracy", "macro_f1", "loss", "top2", "brier", "ece", "macro_f1_low")) {
            assertThat(object.get(name).isNumber()).as(name).isTrue();
        }
        assertThat(object.get("per_class")).hasSize(7);
        assertThat(object.get("confusion")).hasSize(7);
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void evaluateFindsWhatTrainingFound() throws IOException {
        terminal.run(
                "evaluate",
                "--model",
                run.toString(),
                "--data",
                faces.toString(),
                "--usage",
                "PublicTest",
                "--json",
                "--gemm",
                "reference");
        JsonNode metrics = STRICT.readTree(Files.readString(run.resolve("metrics.json")));
        assertThat(STRICT.readTree(terminal.out()).get("loss").asDouble())
                .isEqualTo(metrics.get("validation").get("loss").asDouble());
    }

    @Test
    void evaluateShowsTables() {
        terminal.run("evaluate", "--model", run.toString(), "--data", faces.toString());
        assertThat(terminal.out()).contains("accuracy", "macro-F1", "precision", "confusion", "surprise");
    }

    @Test
    void predictPrintsAnObjectAPicture() {
        Path pictures = folder.resolve("pictures");
        terminal.run(
                "data", "synthesize", "--out", pictures.toString(), "--train", "7", "--validation", "0", "--test", "0");
        Path happy = pictures.resolve("train/happy/00003.png");
        assertThat(terminal.run("predict", "--model", run.toString(), happy.toString(), happy.toString(), "--json"))
                .isZero();
        JsonNode array = STRICT.readTree(terminal.out());
        assertThat(array).hasSize(2);
        assertThat(array.get(0).get("image").asString()).isEqualTo(happy.toString());
        assertThat(array.get(0).get("probabilities").size()).isEqualTo(7);
    }

    @Test
    void keptClassesGoThroughTrainingAndEvaluation() {
        Path three = folder.resolve("three");
        terminal.run(training(three, "--classes", "angry,happy,sad", "--quiet"));
        terminal.run("evaluate", "--model", three.toString(), "--data", faces.toString(), "--json");
        JsonNode object = STRICT.readTree(terminal.out());
        assertThat(object.get("classes")).hasSize(3);
        assertThat(object.get("n").asInt()).isEqualTo(9);
    }

    @Test
    void pngFoldersHoldTheSamePicturesAsTheTable() {
        Path pictures = folder.resolve("pictures");
        terminal.run(
                "data", "synthesize", "--out", pictures.toString(), "--train", "7", "--validation", "0", "--test", "0");
        Path table = folder.resolve("table.csv");
        terminal.run(
                "data", "synthesize", "--out", table.toString(), "--train", "7", "--validation", "0", "--test", "0");
        terminal.run("data", "info", "--data", pictures.toString(), "--json");
        String ofPictures = STRICT.readTree(terminal.out()).get("sha256").asString();
        terminal.run("data", "info", "--data", table.toString(), "--json");
        assertThat(STRICT.readTree(terminal.out()).get("sha256").asString()).isEqualTo(ofPictures);
    }

    @Test
    void dataInfoCountsDuplicates() throws IOException {
        Path table = Table48.write(
                folder.resolve("table.csv"),
                Table48.HEADER
                        + Table48.row(0, 1, "Training")
                        + Table48.row(1, 1, "Training")
                        + Table48.row(0, 1, "PublicTest")
                        + Table48.row(2, 2, "Training"));
        assertThat(terminal.run("data", "info", "--data", table.toString())).isZero();
        assertThat(terminal.out())
                .contains("4 pictures, 2 distinct; 1 of these under more than one label")
                .contains("1 pictures of PublicTest stand in Training as well");
    }

    @Test
    void summaryAddsUpItsLayers() {
        terminal.run("summary", "--model", "resnet18", "--json");
        JsonNode object = STRICT.readTree(terminal.out());
        long sum = 0;
        for (JsonNode layer : object.get("layers")) {
            sum += layer.get("depth").asInt() == 0 ? layer.get("parameters").asLong() : 0;
        }
        assertThat(sum).isEqualTo(object.get("parameters").asLong());
    }

    @Test
    void summaryTellsTheMemoryOfABatch() {
        JsonNode eight = summaryOfSeed(8);
        JsonNode sixteen = summaryOfSeed(16);
        long parameters = eight.path("parameters").asLong();
        long training = eight.path("training_bytes").asLong();
        long pictures = 8 * 48 * 48 * Float.BYTES;
        long everyValue = 8 * eight.path("activation_bytes").asLong();

        // Weights, gradients and two moments of Adam. Values and gradients of a batch: of which layers, is the
        // backend's affair.
        assertThat(training).isGreaterThan(16 * parameters + pictures);
        assertThat(sixteen.path("training_bytes").asLong() - training).isBetween(pictures, 2 * everyValue);
        assertThat(eight.path("inference_bytes").asLong())
                .isGreaterThan(4 * parameters + pictures)
                .isLessThan(training);
    }

    private JsonNode summaryOfSeed(int batch) {
        terminal.run("summary", "--model", "seed", "--batch", Integer.toString(batch), "--json");
        return STRICT.readTree(terminal.out());
    }

    @Test
    void summaryOfATrainedModelTellsWhereItComesFrom() {
        terminal.run("summary", "--model", run.toString());
        assertThat(terminal.out()).contains("dense1", "16,135", "angry, disgust", "validation_accuracy", "opened");
    }

    @Test
    void throughputEndsInItsNumber() {
        assertThat(throughput("--threads=1", "--rounds=1"))
                .doesNotContain("times as fast")
                .matches("(?s).*\\nimages_per_s=\\d+\\.\\d");
    }

    @Test
    void throughputOnTwoThreadsAgainstOneTellsTheRatio() {
        assertThat(throughput("--threads=2", "--against=1", "--rounds=3"))
                .matches(
                        "(?s).*2 networks side by side, each on 1 thread: median .*2 against 1: \\d+\\.\\d\\d times as fast.*"
                                + "side by side against 1: \\d+\\.\\d\\d .*2 against side by side: \\d+\\.\\d\\d .*\\nimages_per_s=\\d+\\.\\d");
    }

    /** What it says of a small network. */
    private String throughput(String... options) {
        List<String> args = new ArrayList<>(
                List.of("throughput", "--model=softmax-regression", "--batch=2", "--gemm=reference", "--seconds=0.01"));
        args.addAll(List.of(options));
        assertThat(terminal.run(args.toArray(String[]::new))).isZero();
        return terminal.out().strip();
    }

    @Test
    void modelsListsEachByName() {
        terminal.run("models");
        assertThat(terminal.out()).contains("seed ", "softmax-regression", "efficientnet-b0");
    }

    @Test
    void versionTellsWhichBackendsLoad() {
        assertThat(terminal.run("version")).isZero();
        assertThat(terminal.out()).contains("JDK", "reference loads", "jblas", "vector");
    }

    @Test
    void completionIsAScript() {
        assertThat(terminal.run("generate-completion")).isZero();
        assertThat(terminal.out()).startsWith("#!/usr/bin/env bash").contains("--label-smoothing");
    }

    @Test
    void withoutCommandTellsWhichThereAre() {
        assertThat(terminal.run()).isZero();
        assertThat(terminal.out()).contains("Commands:", "train", "generate-completion");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of(
                "",
                "train",
                "evaluate",
                "predict",
                "summary",
                "throughput",
                "models",
                "version",
                "data",
                "data info",
                "data synthesize")) {
            assertThat(terminal.run((command + " --help").strip().split(" ", -1)))
                    .as(command)
                    .isZero();
            assertThat(terminal.out()).as(command).contains("Usage: pellucid");
            assertThat(terminal.err()).as(command).isEmpty();
        }
    }

    @Test
    void watchedOrNotTheWeightsAreTheSame() throws IOException {
        Path watched = folder.resolve("watched");

        assertThat(terminal.run(training(watched, "--watch", "--quiet"))).isZero();

        assertThat(weights(watched)).isEqualTo(weights(run));
        assertThat(run.resolve("watch.html")).doesNotExist();
        assertThat(Files.readAllLines(watched.resolve("watch.csv"))).hasSize(1 + 2 * 2);
        assertThat(watched.resolve("watch.html"))
                .content()
                .contains("under the magnifier", "<svg", "dense1")
                .doesNotContain("src=", "<script", "<link");
    }

    @Test
    void aWatchedRunIsWatchedOnAfterItsResumption() throws IOException {
        Path watched = folder.resolve("watched");
        terminal.run(training(1, watched, "--watch", "--quiet", "--schedule", "constant"));

        assertThat(terminal.run(
                        "train", "--resume", "--out", watched.toString(), "--epochs", "2", "--watch", "--quiet"))
                .isZero();

        assertThat(Files.readAllLines(watched.resolve("watch.csv")))
                .hasSize(1 + 2 * 2)
                .last()
                .asString()
                .startsWith("2,");
    }

    @Test
    void aRangeTestWritesItsTableAndPlot() throws IOException {
        assertThat(terminal.run(
                        "lr-range",
                        "--model=softmax-regression",
                        "--data=" + faces,
                        "--gemm=reference",
                        "--batch=14",
                        "--steps=20",
                        "--out=" + folder))
                .isZero();

        assertThat(terminal.out()).contains("suggested").contains("lr-range.csv");
        assertThat(Files.readAllLines(folder.resolve("lr-range.csv"))).hasSizeBetween(11, 21);
        assertThat(folder.resolve("lr-range.svg")).content().contains("suggested");
        assertThat(folder.resolve("lr-range.png")).isNotEmptyFile();
    }
}
