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
import org.pellucid.train.TeacherUse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code train --teacher}: what is noted, resumed and refused. */
class TeacherCommandTest {
    private static final String FACES = "synthetic:70,21,14,1";

    @TempDir
    private static Path shared;

    private static Path teacher;
    private static Path other;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();

    private static String[] training(Path out, String... more) {
        List<String> args = new ArrayList<>(
                List.of("train", "--model=softmax-regression", "--data=" + FACES, "--gemm=reference", "--out=" + out));
        args.addAll(List.of("--schedule=constant", "--epochs=2"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    @BeforeAll
    static void trainTeachers() {
        teacher = shared.resolve("teacher");
        other = shared.resolve("other");
        Terminal terminal = new Terminal();
        assertThat(terminal.run(training(teacher, "--quiet", "--test=closed"))).isZero();
        assertThat(terminal.run(training(other, "--quiet", "--test=closed", "--seed=2", "--classes=happy,sad,angry")))
                .isZero();
    }

    private void refused(String message, String... args) {
        assertThat(terminal.run(args)).as(terminal.err()).isEqualTo(2);
        assertThat(terminal.err()).contains(message).hasLineCount(1);
    }

    private static String weights(Path run) {
        return Model.load(run).provenance().weightsSha256();
    }

    private static JsonNode noted(Path run) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(run.resolve("run.json")));
    }

    @Test
    void theTeacherIsShownAndNoted() throws IOException {
        Path run = folder.resolve("run");
        assertThat(terminal.run(training(run, "--teacher=" + teacher)))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out())
                .contains("teacher  teacher (weights " + weights(teacher).substring(0, 8) + "…), share 0.7\n");
        TeacherUse use = JsonMapper.shared().treeToValue(noted(run).get("teacher"), TeacherUse.class);
        assertThat(use).isEqualTo(new TeacherUse(List.of(teacher.toString()), List.of(weights(teacher)), 0.7, 1));
        assertThat(Model.load(run).provenance().teachers()).containsExactly(weights(teacher));
        assertThat(RunLoss.of(run).note()).contains("a teacher's share of the targets, 0.7, but not here");
        terminal.run("summary", "--model", run.toString());
        assertThat(terminal.out()).contains("teacher  SHA-256 " + weights(teacher) + ", of weights or answers");
    }

    @Test
    void aRunWithoutATeacherNotesNone() throws IOException {
        assertThat(noted(teacher).has("teacher")).isFalse();
        assertThat(teacher.resolve("model.json")).content().doesNotContain("teacher");
    }

    @Test
    void resumingWithTheSameTeacherGivesTheSameWeights() {
        String[] taught = {"--quiet", "--teacher=" + teacher, "--teacher-share=0.5", "--teacher-temperature=2"};
        Path whole = folder.resolve("whole");
        assertThat(terminal.run(training(whole, taught))).isZero();
        Path parts = folder.resolve("parts");
        assertThat(terminal.run(training(parts, taught[0], taught[1], taught[2], taught[3], "--threads=1")))
                .isZero();
        assertThat(weights(parts)).isEqualTo(weights(whole));
        for (Path run : List.of(whole, parts)) {
            assertThat(terminal.run("train", "--resume", "--out=" + run, "--epochs=3", "--threads=2", "--quiet"))
                    .as(terminal.err())
                    .isZero();
        }
        Path straight = folder.resolve("straight");
        List<String> three = new ArrayList<>(List.of(taught));
        three.add("--epochs=3");
        List<String> args = new ArrayList<>(List.of(training(straight)));
        args.remove("--epochs=2");
        args.addAll(three);
        assertThat(terminal.run(args.toArray(String[]::new))).isZero();
        assertThat(List.of(weights(whole), weights(parts))).containsOnly(weights(straight));
    }

    @Test
    void resumingNeedsTheSameTeacher() throws IOException {
        Path moved = folder.resolve("moved");
        terminal.run("export", "--model=" + teacher, "--out=" + moved);
        Path run = folder.resolve("run");
        assertThat(terminal.run(training(run, "--quiet", "--teacher=" + moved))).isZero();
        String resume = "--out=" + run;
        String began = "--resume needs the teacher the run began with, moved (weights "
                + weights(teacher).substring(0, 8) + "…), but ";
        refused(began + "it is other (weights ", "train", "--resume", resume, "--teacher=" + other);
        refused(began + "--teacher is none", "train", "--resume", resume, "--teacher=none");
        refused("goes on with the teacher's share", "train", "--resume", resume, "--teacher-share=0.6");
        Files.delete(moved.resolve("model.json"));
        refused(began + moved + " is gone", "train", "--resume", resume);
        // The same weights in another place are the same teacher.
        assertThat(terminal.run("train", "--resume", resume, "--teacher=" + teacher, "--epochs=3", "--quiet"))
                .as(terminal.err())
                .isZero();
        assertThat(noted(run).get("teacher").get("models").get(0).asString()).isEqualTo(teacher.toString());
    }

    @Test
    void aRunWithoutATeacherIsNotResumedWithOne() {
        Path run = folder.resolve("run");
        terminal.run(training(run, "--quiet"));
        refused("goes on without a teacher", "train", "--resume", "--out=" + run, "--teacher=" + teacher);
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
        Path run = folder.resolve("run");
        refused("there is no teacher 'nobody': expected a folder", training(run, "--teacher=nobody"));
        refused(
                "expects classes out of happy, sad, angry but this training is of",
                training(run, "--teacher=" + other));
        refused("share of the targets expects more than 0", training(run, "--teacher=" + teacher, "--teacher-share=0"));
        refused("temperature expects 0.01 to 100", training(run, "--teacher=" + teacher, "--teacher-temperature=0"));
        refused("expect a teacher but there is none: add --teacher", training(run, "--teacher-share=0.5"));
        assertThat(run).doesNotExist();
    }

    @Test
    void aTeacherOfMoreClassesTeachesSome() {
        Path run = folder.resolve("run");
        assertThat(terminal.run(
                        training(run, "--classes=sad,happy", "--teacher=" + teacher, "--teacher=" + other, "--quiet")))
                .as(terminal.err())
                .isZero();
        assertThat(Model.load(run).provenance().teachers()).containsExactly(weights(teacher), weights(other));
    }

    @Test
    void dataWithoutAValidationSplitAreTaughtToo() {
        Path run = folder.resolve("run");
        String[] args = training(run, "--teacher=" + teacher);
        args[2] = "--data=synthetic:140,0,0,1";
        assertThat(terminal.run(args)).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("held out");
    }

    private Path recipe() throws IOException {
        String text = Files.readString(Path.of("recipes/seed-7.json"))
                .replace("\"model\": \"seed\"", "\"model\": \"softmax-regression\"")
                .replace("\"epochs\": 50", "\"epochs\": 1")
                .replace("\"source\": \"fer2013\"", "\"source\": \"" + FACES + "\"")
                .replace(
                        "[\"vgg-7\"], \"share\": 0.7, \"temperature\": 1.0",
                        "[\"" + teacher + "\"], \"share\": 0.4, \"temperature\": 2.0");
        return Files.write(folder.resolve("mine.json"), text.getBytes(StandardCharsets.UTF_8));
    }

    private String changed(String... more) throws IOException {
        Path run = folder.resolve("run");
        List<String> args = new ArrayList<>(
                List.of("train", "--recipe=" + recipe(), "--gemm=reference", "--out=" + run, "--overwrite"));
        args.addAll(List.of(more));
        assertThat(terminal.run(args.toArray(String[]::new))).as(terminal.err()).isZero();
        return noted(run).get("recipe").get("changed").toString();
    }

    @Test
    void aRecipesTeacherIsFollowedAndOptionsWin() throws IOException {
        assertThat(changed()).isEqualTo("[]");
        assertThat(terminal.out()).contains("…), share 0.4, temperature 2.0\n");
        assertThat(changed("--teacher=" + teacher)).isEqualTo("[]");
        assertThat(changed("--teacher-share=1.0", "--teacher-temperature=1"))
                .isEqualTo("[\"teacherShare\",\"teacherTemperature\"]");
        assertThat(terminal.out()).contains("…), share 1.0\n");
        assertThat(changed("--teacher=none")).isEqualTo("[\"teacher\"]");
        assertThat(terminal.out()).doesNotContain("teacher  ");
    }

    @Test
    void crossValidationRefusesATeacher() throws IOException {
        String message = "crossval expects no teacher";
        refused(message, "crossval", "--data=" + FACES, "--teacher=" + teacher);
        refused(message, "crossval", "--recipe=" + recipe());
        assertThat(terminal.run(
                        "crossval",
                        "--recipe=" + recipe(),
                        "--teacher=none",
                        "--folds=2",
                        "--gemm=reference",
                        "--json"))
                .as(terminal.err())
                .isZero();
    }
}
