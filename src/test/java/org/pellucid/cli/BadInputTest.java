package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is refused with exit code 2 and one line, and leaves nothing behind. */
class BadInputTest {
    @TempDir
    private static Path shared;

    private static Path model;
    private static Path faces;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();

    @BeforeAll
    static void trainOnce() {
        model = shared.resolve("model");
        faces = shared.resolve("faces.csv");
        Terminal quiet = new Terminal();
        assertThat(quiet.run(
                        "data",
                        "synthesize",
                        "--out",
                        faces.toString(),
                        "--train",
                        "42",
                        "--validation",
                        "14",
                        "--test",
                        "14"))
                .isZero();
        assertThat(quiet.run(
                        "train",
                        "--model",
                        "softmax-regression",
                        "--data",
                        faces.toString(),
                        "--epochs",
                        "1",
                        "--gemm",
                        "reference",
                        "--quiet",
                        "--out",
                        model.toString()))
                .isZero();
    }

    private void refuses(String expected, String... args) {
        int code = terminal.run(args);
        assertThat(terminal.err()).startsWith("pellucid: ").contains(expected).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
        assertThat(code).isEqualTo(2);
    }

    private void refusesData(String expected, Path data) {
        Path out = folder.resolve("run");
        refuses(expected, "train", "--data", data.toString(), "--out", out.toString());
        assertThat(out).doesNotExist();
    }

    private void refusesTable(String expected, String text) throws IOException {
        refusesData(expected, Table48.write(folder.resolve("table.csv"), text));
    }

    @Test
    void missingFile() {
        refusesData("no such file or folder", folder.resolve("nothing.csv"));
    }

    @Test
    void emptyFile() throws IOException {
        refusesTable("is empty", "");
    }

    @Test
    void wrongHeader() throws IOException {
        refusesTable("line 1", "label,image\n" + Table48.row(0, 1, "Training"));
    }

    @Test
    void aPixelTooFew() throws IOException {
        refusesTable("line 2", Table48.HEADER + "0," + Table48.pixels(2303, 1) + ",Training\n");
    }

    @Test
    void aPixelTooBright() throws IOException {
        refusesTable(
                "line 2", Table48.HEADER + "0," + Table48.pixels(2304, 1).replaceFirst("^\\d+", "256") + ",Training\n");
    }

    @Test
    void anUnknownLabel() throws IOException {
        refusesTable("line 2", Table48.HEADER + Table48.row(9, 1, "Training"));
    }

    @Test
    void textAmongPixels() throws IOException {
        refusesTable(
                "line 2",
                Table48.HEADER + "0," + Table48.pixels(2304, 1).replaceFirst(" \\d+ ", " x ") + ",Training\n");
    }

    @Test
    void compressedFileCutShort() throws IOException {
        StringBuilder text = new StringBuilder(Table48.HEADER);
        for (int i = 0; i < 20; i++) {
            text.append(Table48.row(i % 7, i, "Training"));
        }
        byte[] whole = Table48.gzip(text.toString());
        Path file = folder.resolve("table.csv.gz");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        refusesData("cut short or damaged", file);
    }

    @Test
    void aPictureThatIsNone() throws IOException {
        Path picture = folder.resolve("face.png");
        Files.writeString(picture, "not a picture");
        refuses("face.png", "predict", "--model", model.toString(), picture.toString());
    }

    @Test
    void unknownModel() {
        refuses("unknown model 'vgg19'", "train", "--model", "vgg19");
    }

    @Test
    void unknownModelOfSummary() {
        refuses("unknown model 'vgg19'", "summary", "--model", "vgg19");
    }

    @Test
    void modelThatIsNoFolder() {
        refuses(
                "expected a folder with model.json",
                "evaluate",
                "--model",
                folder.toString(),
                "--data",
                faces.toString());
    }

    @Test
    void modelOfOtherClasses() throws IOException {
        Path pictures = folder.resolve("pictures");
        for (String animal : List.of("cat", "dog")) {
            Path train = Files.createDirectories(pictures.resolve("train").resolve(animal));
            terminal.run(
                    "data",
                    "synthesize",
                    "--out",
                    folder.resolve(animal).toString(),
                    "--format",
                    "png",
                    "--train",
                    "1",
                    "--validation",
                    "0",
                    "--test",
                    "0");
            Files.copy(folder.resolve(animal).resolve("train/angry/00000.png"), train.resolve("1.png"));
        }
        refuses("but got \"angry\"", "evaluate", "--model", model.toString(), "--data", pictures.toString());
    }

    @Test
    void weightsCutShort() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(model.resolve("model.json"), copy.resolve("model.json"));
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        Files.write(copy.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length - 100));
        refuses("model.safetensors", "evaluate", "--model", copy.toString(), "--data", faces.toString());
    }

    @Test
    void folderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        refuses(
                "cannot write to the folder",
                "train",
                "--data",
                faces.toString(),
                "--model",
                "softmax-regression",
                "--gemm",
                "reference",
                "--out",
                file.resolve("run").toString());
        assertThat(file).hasContent("in the way");
    }

    @Test
    void existingRun() throws IOException {
        byte[] before = Files.readAllBytes(model.resolve("model.json"));
        refuses("holds a run already", "train", "--data", faces.toString(), "--out", model.toString());
        assertThat(model.resolve("model.json")).hasBinaryContent(before);
    }

    @Test
    void badDataDoNotOverwriteARun() throws IOException {
        byte[] before = Files.readAllBytes(model.resolve("model.json"));
        refuses("no such file", "train", "--data", "nothing.csv", "--out", model.toString(), "--overwrite");
        assertThat(model.resolve("model.json")).hasBinaryContent(before);
    }

    @Test
    void resumptionOfNothing() {
        refuses("expected a run to resume", "train", "--resume", "--out", folder.toString());
    }

    @Test
    void resumptionWithoutFolder() {
        refuses("add --out DIR", "train", "--resume");
    }

    @Test
    void resumptionWithOtherSettings() {
        refuses("these differ: learningRate", "train", "--resume", "--out", model.toString(), "--lr", "0.5");
    }

    @Test
    void resumptionWithOtherData() {
        refuses(
                "expects the data the run began with",
                "train",
                "--resume",
                "--out",
                model.toString(),
                "--data",
                "synthetic:14,7,7");
    }

    @Test
    void unknownOption() {
        refuses("'--layers', '3': see pellucid train --help", "train", "--layers", "3");
    }

    @Test
    void unknownCommand() {
        refuses("trian", "trian");
    }

    @Test
    void numberThatIsNone() {
        refuses("--epochs", "train", "--epochs", "many");
    }

    @Test
    void scheduleThatIsNone() {
        refuses(
                "--schedule expects constant, step, plateau or cosine but gets 'linear'",
                "train",
                "--schedule",
                "linear");
    }

    @Test
    void augmentationThatIsNone() {
        refuses("--augment does not know 'spin'", "train", "--augment", "flip=0.5,spin=3");
    }

    @Test
    void unknownBackend() {
        refuses("unknown gemm backend 'cuda'", "throughput", "--gemm", "cuda");
    }

    @Test
    void againstNoThreads() {
        refuses("--against expects 1 to 1024 but gets 0", "throughput", "--against", "0");
    }

    @Test
    void unknownSplit() {
        refuses(
                "expected the usage Training, PublicTest or PrivateTest",
                "evaluate",
                "--model",
                model.toString(),
                "--usage",
                "Test");
    }

    @Test
    void existingTable() {
        refuses("exists already", "data", "synthesize", "--out", faces.toString());
    }
}
