package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.model.Model;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code train --pretrained}: what is noted, resumed and refused. */
class PretrainedCommandTest {
    private static final String FACES = "synthetic:70,21,14,1";

    @TempDir
    private static Path shared;

    private static Path first;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();

    private static String[] training(Path out, String... more) {
        List<String> args =
                new ArrayList<>(List.of("train", "--data=" + FACES, "--gemm=reference", "--out=" + out, "--epochs=2"));
        args.addAll(List.of("--model=softmax-regression", "--schedule=constant"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    @BeforeAll
    static void trainFirst() {
        first = shared.resolve("first");
        assertThat(new Terminal().run(training(first, "--quiet", "--test=closed")))
                .isZero();
    }

    private static String weights(Path run) {
        return Model.load(run).provenance().weightsSha256();
    }

    private static JsonNode noted(Path run) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(run.resolve("run.json")));
    }

    private void refused(String message, String... args) {
        assertThat(terminal.run(args)).as(terminal.err()).isEqualTo(2);
        assertThat(terminal.err()).contains(message).hasLineCount(1);
    }

    @Test
    void classesThatTheModelDoesNotKnowAreWarnedOf() {
        Path two = folder.resolve("two");
        terminal.run(training(two, "--quiet", "--classes=angry,happy"));

        terminal.run(training(folder.resolve("others"), "--quiet", "--pretrained=" + two, "--classes=sad,fear"));
        assertThat(terminal.err())
                .contains("knows none of the classes sad, fear: its last layer starts from drawn weights");

        terminal.run(training(folder.resolve("some"), "--quiet", "--pretrained=" + two, "--classes=sad,happy"));
        assertThat(terminal.err()).doesNotContain("warning");
    }

    @Test
    void theStartIsShownAndNotedWhereverTheModelIsDescribed() throws IOException {
        Path run = folder.resolve("run");
        assertThat(terminal.run(training(run, "--pretrained=" + first, "--classes=angry,happy,sad")))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out())
                .contains("start    the weights of first (weights "
                        + weights(first).substring(0, 8) + "…)\n");
        assertThat(noted(run).get("pretrained").get("weightsSha256").asString()).isEqualTo(weights(first));
        assertThat(Model.load(run).provenance().pretrained()).isEqualTo(weights(first));
        terminal.run("summary", "--model", run.toString());
        assertThat(terminal.out()).contains("start    weights SHA-256 " + weights(first));
        Path derived = folder.resolve("derived");
        terminal.run("derive", "--model=" + run, "--md", "--no-certificate", "--out=" + derived);
        assertThat(derived.resolve("derivation.md")).content().contains("started from the weights of SHA-256");
    }

    @Test
    void aRunFromDrawnWeightsNotesNothing() throws IOException {
        assertThat(noted(first).has("pretrained")).isFalse();
        assertThat(first.resolve("model.json")).content().doesNotContain("pretrained");
    }

    @Test
    void resumingGivesTheWeightsOfARunInOneGo() {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        assertThat(terminal.run(training(whole, "--quiet", "--pretrained=" + first)))
                .isZero();
        List<String> one = new ArrayList<>(List.of(training(parts, "--quiet", "--pretrained=" + first)));
        one.set(one.indexOf("--epochs=2"), "--epochs=1");
        assertThat(terminal.run(one.toArray(String[]::new))).isZero();
        assertThat(terminal.run("train", "--resume", "--out=" + parts, "--epochs=2", "--quiet"))
                .as(terminal.err())
                .isZero();
        assertThat(weights(parts)).isEqualTo(weights(whole)).isNotEqualTo(weights(first));
        assertThat(Model.load(parts).provenance().pretrained()).isEqualTo(weights(first));
        refused("leave --recipe, --pretrained and --test out", "train", "--resume", "--out=" + parts, "--pretrained=x");
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
        Path run = folder.resolve("run");
        refused("there is no pretrained model 'nobody': expected a folder", training(run, "--pretrained=nobody"));
        String[] other = training(run, "--pretrained=" + first);
        other[5] = "--model=seed";
        refused(
                "first, of network 'softmax-regression', has no conv1.weight but network 'seed' expects Tensor[",
                other);
        assertThat(run).doesNotExist();
        refused("crossval expects drawn weights", "crossval", "--data=" + FACES, "--pretrained=" + first);
    }

    @Test
    void aRecipesStartIsFollowedAndOptionsWin() throws IOException {
        Path recipe = folder.resolve("mine.json");
        String text = Files.readString(Path.of("recipes/vgg-7.json"))
                .replace("\"model\": \"vgg\"", "\"model\": \"softmax-regression\"")
                .replace("\"dropout\": 0.4", "\"dropout\": null")
                .replace("\"epochs\": 60", "\"epochs\": 1")
                .replace("\"source\": \"fer2013\"", "\"source\": \"" + FACES + "\"")
                .replace("\"test\": \"closed\"", "\"test\": \"closed\", \"pretrained\": \"" + first + "\"");
        Files.write(recipe, text.getBytes(StandardCharsets.UTF_8));
        Path run = folder.resolve("run");
        String[] args = {"train", "--recipe=" + recipe, "--gemm=reference", "--out=" + run, "--quiet"};
        assertThat(terminal.run(args)).as(terminal.err()).isZero();
        assertThat(noted(run).get("recipe").get("changed").toString()).isEqualTo("[]");
        assertThat(Model.load(run).provenance().pretrained()).isEqualTo(weights(first));
        List<String> none = new ArrayList<>(List.of(args));
        none.addAll(List.of("--overwrite", "--pretrained=none"));
        assertThat(terminal.run(none.toArray(String[]::new))).as(terminal.err()).isZero();
        assertThat(noted(run).get("recipe").get("changed").toString()).isEqualTo("[\"pretrained\"]");
        assertThat(Model.load(run).provenance().pretrained()).isEmpty();
    }
}
