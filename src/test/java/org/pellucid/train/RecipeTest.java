package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.pellucid.data.FerPlusMode;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.spec.NamedModels;

class RecipeTest {
    private static final Path FOLDER = Path.of("recipes");
    private static final List<String> NAMES = Recipe.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void thoseBroughtAlongAreWhole(String name) {
        Recipe recipe = Recipe.load(name);
        int classes = recipe.needsVotes()
                ? 8
                : recipe.data().classes().isEmpty()
                        ? 7
                        : recipe.data().classes().size();
        assertThat(NamedModels.create(recipe.model(), NamedModels.FACE, classes).classes())
                .isEqualTo(classes);
        assertThat(recipe.openTest()).as("selection never sees the test split").isFalse();
        assertThat(recipe.about()).endsWith(".");
    }

    @Test
    void allFilesOfTheFolderAreBroughtAlong() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            NAMES.stream().map(name -> name + ".json").toList());
        }
    }

    @Test
    void aFileIsTheSameRecipe() {
        Recipe file = Recipe.load("recipes/vgg-7.json");
        assertThat(file).isEqualTo(Recipe.load("vgg-7"));
        assertThat(file.settings("vector", ConvAlgorithm.DIRECT).backend()).isEqualTo("vector");
        assertThat(file.settings("vector", ConvAlgorithm.DIRECT).differences(file.settings()))
                .containsExactlyInAnyOrder("backend", "conv");
    }

    @Test
    void saysWhatDataItNeeds() {
        assertThat(Recipe.load("seed-3").choice().classes()).containsExactly("angry", "happy", "sad");
        assertThat(Recipe.load("seed-3").needsVotes()).isFalse();
        assertThat(Recipe.load("ferplus-vgg").choice().ferPlusMode()).isEqualTo(FerPlusMode.SOFT);
        assertThat(Recipe.load("ferplus-vgg").needsVotes()).isTrue();
    }

    private static Recipe withTeacher(String json) throws IOException {
        String text = Files.readString(FOLDER.resolve("vgg-7.json"))
                .replace("\"test\": \"closed\"", "\"test\": \"closed\", \"teacher\": " + json);
        return Recipe.parse("mine", "mine.json", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTeacherMayBeNamed() throws IOException {
        assertThat(withTeacher("{\"models\": [\"vgg-7\", \"runs/b\"], \"share\": 0.5, \"temperature\": 2}")
                        .teacher())
                .contains(new Teaching(List.of("vgg-7", "runs/b"), 0.5, 2));
        assertThat(withTeacher("null").teacher()).isEmpty();
        assertThat(Recipe.load("vgg-7").teacher()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"models\": [\"a\"], \"share\": 0, \"temperature\": 1}|share of the targets expects more than 0 and at most 1",
                "{\"models\": [\"a\"], \"share\": 1.1, \"temperature\": 1}|but gets 1.1",
                "{\"models\": [\"a\"], \"share\": 1, \"temperature\": 0}|a teacher's temperature expects 0.01 to 100.0 but gets 0.0",
                "{\"models\": [], \"share\": 1, \"temperature\": 1}|a teacher expects at least one model but gets none",
                "{\"models\": [\"a\"], \"temperature\": 1}|teacher.share is missing",
                "{\"models\": [\"a\"], \"share\": 1, \"temperature\": 1, \"heat\": 1}|teacher.heat is unknown",
            })
    void aTeacherIsReadStrictly(String json, String message) {
        assertThatThrownBy(() -> withTeacher(json))
                .isInstanceOf(TrainException.class)
                .hasMessageStartingWith("mine.json")
                .hasMessageContaining(message);
    }

    /** A pattern of what stands in the file, what it is replaced by, and what the message then says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"epochs\": \\d+|$0, \"epoch\": 120|epoch is unknown; expected augmentation, backend",
                "\"epochs\": \\d+,||epochs is missing",
                "\"epochs\": \\d+|\"epochs\": 0|training expects at least 1 epoch but gets 0",
                "\"epochs\": \\d+|\"epochs\": \"many\"|epochs: ",
                "\"flip\": 0.5|\"flip\": 2|augmentation: expected flip in 0…1.0 but got 2.0",
                "\"momentum\": 0.9|\"momentum\": 1.5|an optimiser expects momentum of at least 0 and less than 1",
                "\"kind\": \"cosine\"|\"kind\": \"sine\"|schedule: ",
                "\"test\": \"closed\"|\"test\": \"ajar\"|expected test to be open or closed but got 'ajar'",
                "\"seed\": 1|\"seed\": 1, \"backend\": \"vector\"|settings.backend does not belong in a recipe",
                "\"labels\": \"OWN\"|\"labels\": \"MINE\"|data.labels: ",
                "\"model\": \"vgg\"|\"model\": \"vgg\", \"modell\": \"vgg\"|modell is unknown; expected about, data, dropout, model",
            })
    void refusesWhatIsWrongAndSaysWhere(String found, String replacement, String message) throws IOException {
        String text = Files.readString(FOLDER.resolve("vgg-7.json"));
        assertThat(text).containsPattern(found);
        byte[] spoilt =
                text.replaceAll(found, replacement == null ? "" : replacement).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Recipe.parse("mine", "mine.json", spoilt))
                .isInstanceOf(TrainException.class)
                .hasMessageStartingWith("mine.json")
                .hasMessageContaining(message);
    }

    @Test
    void aPretrainedModelMayBeNamed() throws IOException {
        String text = Files.readString(FOLDER.resolve("vgg-7.json"));
        String named = text.replace("\"test\": \"closed\"", "\"test\": \"closed\", \"pretrained\": \"runs/a\"");
        assertThat(Recipe.parse("mine", "mine.json", named.getBytes(StandardCharsets.UTF_8))
                        .pretrained())
                .contains("runs/a");
        assertThat(Recipe.load("vgg-7").pretrained()).isEmpty();
    }

    @Test
    void anUnknownNameListsThoseThereAre() {
        assertThatThrownBy(() -> Recipe.load("vgg-8"))
                .isInstanceOf(TrainException.class)
                .hasMessage(
                        "unknown recipe 'vgg-8': expected one of seed-3, seed-7, facex-7, vgg-7, vgg-7-tuned, vgg-wide-7,"
                                + " vgg-wide-7-tuned, vgg-wide-7-sharp, ferplus-vgg, or the path of a recipe.json");
    }
}
