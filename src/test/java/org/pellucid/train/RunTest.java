package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    @TempDir
    private Path folder;

    private final Run run = new Run(
            DataChoice.DEFAULT,
            "0".repeat(64),
            Tiny.network(),
            Tiny.config(3),
            Optional.of(new RecipeUse("r", "1".repeat(64), List.of("epochs"))),
            false,
            Optional.of(new TeacherUse(List.of("/models/a"), List.of("2".repeat(64)), 0.7, 2)),
            Optional.of(new PretrainedUse("/models/b", "3".repeat(64))));

    @Test
    void isReadBackEqual() {
        run.save(folder.resolve("run.json"), Map.of("environment", Map.of("threads", 2)));
        assertThat(Run.load(folder.resolve("run.json"))).isEqualTo(run);
    }

    @Test
    void aRunFromBeforeThereWereTeachersAndPretrainedModelsHasNone() {
        Run before = new Run(
                run.data(),
                run.dataSha256(),
                run.network(),
                run.settings(),
                run.recipe(),
                run.openTest(),
                Optional.empty(),
                Optional.empty());
        before.save(folder.resolve("run.json"), Map.of());
        assertThat(folder.resolve("run.json"))
                .content()
                .doesNotContain("teacher")
                .doesNotContain("pretrained");
        assertThat(Run.load(folder.resolve("run.json"))).isEqualTo(before);
    }

    @Test
    void aRunFromBeforeThereWasAChoiceMovedAllPicturesByAnyFractionOfAPixel() throws IOException {
        run.save(folder.resolve("run.json"), Map.of());
        String text = Files.readString(folder.resolve("run.json"));
        String before = text.replaceFirst("\"moved\" : 1.0,\\s*", "").replaceFirst("\"wholePixels\" : false,\\s*", "");
        assertThat(before).doesNotContain("moved", "wholePixels");
        Files.writeString(folder.resolve("run.json"), before);

        assertThat(Run.load(folder.resolve("run.json"))).isEqualTo(run);
    }

    @Test
    void refusesWhatIsCutShort() throws IOException {
        run.save(folder.resolve("run.json"), Map.of());
        String text = Files.readString(folder.resolve("run.json"));
        Files.writeString(folder.resolve("run.json"), text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> Run.load(folder.resolve("run.json")))
                .isInstanceOf(TrainException.class)
                .hasMessageContaining("is damaged or of another version");
    }

    @Test
    void refusesUnknownSettings() throws IOException {
        run.save(folder.resolve("run.json"), Map.of());
        String text = Files.readString(folder.resolve("run.json"));
        Files.writeString(folder.resolve("run.json"), text.replace("\"clipNorm\"", "\"clapNorm\""));
        assertThatThrownBy(() -> Run.load(folder.resolve("run.json"))).isInstanceOf(TrainException.class);
    }

    @Test
    void namesTheSettingsThatDiffer() {
        assertThat(Tiny.config(3).differences(Tiny.config(4))).containsExactly("epochs");
        assertThat(Tiny.config(3).differences(Tiny.config(3))).isEmpty();
    }

    @Test
    void syntheticDataAreNamedInFull() {
        DataChoice few =
                new DataChoice("synthetic:70,7", DataChoice.DEFAULT.classes(), "", DataChoice.DEFAULT.ferPlusMode());
        assertThat(few.location()).isEqualTo("synthetic:70,7,1000,1");
    }
}
