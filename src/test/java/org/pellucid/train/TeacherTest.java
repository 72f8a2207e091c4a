package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.data.Dataset;
import org.pellucid.data.View;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;
import org.pellucid.model.Fingerprint;
import org.pellucid.model.Model;
import org.pellucid.model.Preprocessing;
import org.pellucid.model.Provenance;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;

class TeacherTest {
    private static final Options OPTIONS = Options.of(Tiny.BACKEND);
    private static final Shape INPUT = Tiny.network().input();

    @TempDir
    private Path folder;

    private Path first;
    private Path second;

    @BeforeEach
    void drawTwo() {
        first = save("first", 1, Tiny.CLASSES);
        second = save("second", 2, Tiny.CLASSES);
    }

    /** A network that was never trained is a teacher as good as any for the arithmetic. */
    private Path save(String name, long seed, List<String> classes) {
        NetworkSpec spec = Tiny.network();
        Provenance provenance = new Provenance(
                "1", "2026-01-01T00:00:00Z", seed, "", "", "reference", "17", "cpu", 1, 0, Map.of(), "", List.of());
        try (Network network = Network.compile(spec, OPTIONS.seed(seed))) {
            Preprocessing preprocessing = new Preprocessing(
                    INPUT.channels(), INPUT.height(), INPUT.width(), Tiny.task().standardisation());
            Model.of(spec, network.parameters(), classes, preprocessing, provenance)
                    .save(folder.resolve(name));
        }
        return folder.resolve(name);
    }

    private static Teaching by(double share, double temperature, Path... models) {
        return new Teaching(Arrays.stream(models).map(Path::toString).toList(), share, temperature);
    }

    private static Dataset taught(Dataset pictures, int threads, Teaching teaching) {
        return Teacher.load(teaching, INPUT).teach(pictures, OPTIONS.threads(threads), done -> {});
    }

    private static float[] targets(Dataset data) {
        int k = data.classes().size();
        float[] all = new float[data.size() * k];
        for (int i = 0; i < data.size(); i++) {
            data.softLabel(i, all, i * k);
        }
        return all;
    }

    private static Dataset three(float[] soft) {
        int[] labels = {0, 2};
        return Dataset.of("three", Tiny.CLASSES, 1, 1, 1, new byte[2], labels, soft, null);
    }

    private static Predictions said(float... probabilities) {
        return new Predictions(Tiny.CLASSES, probabilities, new int[] {0, 2});
    }

    @Test
    void targetsAreTheTeachersShareAndTheLabelsRest() {
        Dataset blended = Teacher.blend(three(null), said(0.5f, 0.25f, 0.25f, 0, 1, 0), by(0.75, 1, first));
        assertThat(targets(blended)).containsExactly(0.625f, 0.1875f, 0.1875f, 0, 0.75f, 0.25f);
        assertThat(List.of(blended.label(0), blended.label(1))).containsExactly(0, 2);
        assertThat(blended.classCounts()).containsExactly(1, 0, 1);
    }

    @Test
    void softLabelsAreBlendedAlike() {
        float[] own = {0.5f, 0.5f, 0, 0.25f, 0.25f, 0.5f};
        Dataset blended = Teacher.blend(three(own), said(0.5f, 0.25f, 0.25f, 0, 1, 0), by(0.5, 1, first));
        assertThat(targets(blended)).containsExactly(0.5f, 0.375f, 0.125f, 0.125f, 0.625f, 0.25f);
        assertThat(own).as("untouched").containsExactly(0.5f, 0.5f, 0, 0.25f, 0.25f, 0.5f);
    }

    @Test
    void temperatureTakesTheRoot() {
        // At T = 2 the odds 16 : 4 : 1 become 4 : 2 : 1.
        float[] odds = {16 / 21f, 4 / 21f, 1 / 21f, 1 / 3f, 1 / 3f, 1 / 3f};
        float[] found = targets(Teacher.blend(three(null), said(odds), by(1, 2, first)));
        // A square root halves the relative rounding of the odds; a few operations round once more.
        double tolerance = 4 * 0x1p-24;
        assertThat(found[0]).isCloseTo(4 / 7f, within((float) tolerance));
        assertThat(found[1]).isCloseTo(2 / 7f, within((float) tolerance));
        assertThat(found[2]).isCloseTo(1 / 7f, within((float) tolerance));
    }

    @Test
    void looksAtThePictureAndItsMirrorImage() {
        Dataset pictures = Tiny.pictures("some", 6);
        Model model = Model.load(first);
        List<Predictions> looks = new ArrayList<>();
        for (View view : View.flips()) {
            looks.add(Evaluator.predict(model, pictures, List.of(view), OPTIONS, done -> {}));
        }
        float[] whole = Predictions.mean(looks).restrictedTo(Tiny.CLASSES).probabilities();
        assertThat(targets(taught(pictures, 1, by(1, 1, first)))).containsExactly(whole);
        assertThat(whole).isNotEqualTo(looks.get(0).probabilities());
    }

    @Test
    void severalAreAveraged() {
        Dataset pictures = Tiny.pictures("some", 6);
        float[] a = targets(taught(pictures, 1, by(1, 1, first)));
        float[] b = targets(taught(pictures, 1, by(1, 1, second)));
        float[] both = targets(taught(pictures, 1, by(1, 1, first, second)));
        for (int i = 0; i < both.length; i++) {
            assertThat(both[i]).isEqualTo((float) (((double) a[i] + b[i]) / 2));
        }
        assertThat(a).isNotEqualTo(b);
    }

    @Test
    void answersThatWereWrittenDownTeachAsTheyStand() {
        Dataset pictures = Tiny.pictures("some", 6);
        Path written = written(pictures, 0.625f);

        float[] found = targets(taught(pictures.subset(new int[] {4, 1}), 1, by(1, 1, written)));

        assertThat(found).containsExactly(0.25f, 0.625f, 0.125f, 0.25f, 0.625f, 0.125f);
    }

    @Test
    void answersAndModelsAreAveraged() {
        Dataset pictures = Tiny.pictures("some", 6);
        float[] model = targets(taught(pictures, 1, by(1, 1, first)));

        float[] both = targets(taught(pictures, 1, by(1, 1, first, written(pictures, 0.625f))));

        assertThat(both[1]).isEqualTo((float) ((model[1] + 0.625) / 2));
    }

    @Test
    void answersAreKnownAgainByTheirHash() {
        Dataset pictures = Tiny.pictures("some", 6);
        String one = Teacher.load(by(1, 1, written(pictures, 0.625f)), INPUT)
                .use()
                .weightsSha256()
                .get(0);
        String other = Teacher.load(by(1, 1, written(pictures, 0.5f)), INPUT)
                .use()
                .weightsSha256()
                .get(0);

        assertThat(one).hasSize(64).isNotEqualTo(other);
    }

    @Test
    void answersAboutOtherSplitsAreNone() {
        Predictions p = new Predictions(Tiny.CLASSES, new float[] {1, 0, 0}, new int[] {0});
        Path written = folder.resolve("tested");
        RunFolder.make(written);
        PredictionStore.save(
                written,
                List.of(PredictionStore.of(
                        "0".repeat(64), "PublicTest", PredictionStore.WHOLE, Tiny.pictures("t", 1), p)));

        assertThatThrownBy(() -> Teacher.load(by(1, 1, written), INPUT))
                .isInstanceOf(TrainException.class)
                .hasMessageContaining(": expected answers about Training in predictions.csv but there are none");
    }

    /** Of every picture that it is right with a probability, left with 0.25. */
    private Path written(Dataset pictures, float right) {
        float[] p = new float[pictures.size() * 3];
        for (int i = 0; i < pictures.size(); i++) {
            p[3 * i] = 0.25f;
            p[3 * i + 1] = right;
            p[3 * i + 2] = 0.75f - right;
        }
        int[] labels = IntStream.range(0, pictures.size()).map(pictures::label).toArray();
        Path written = folder.resolve("answers");
        RunFolder.make(written);
        PredictionStore.save(
                written,
                List.of(PredictionStore.of(
                        "0".repeat(64),
                        "Training",
                        PredictionStore.WHOLE,
                        pictures,
                        new Predictions(Tiny.CLASSES, p, labels))));
        return written;
    }

    @Test
    void classesThatAreNotLearnedAreLeftOut() {
        // The run's classes, in another order than the teacher's, and one of the teacher's missing.
        List<String> kept = List.of("both", "left");
        Dataset all = Tiny.pictures("some", 6);
        int[] rows = IntStream.range(0, 6).filter(i -> all.label(i) != 1).toArray();
        Dataset part = all.subset(rows);
        int[] labels = IntStream.of(rows).map(i -> all.label(i) == 2 ? 0 : 1).toArray();
        Dataset two = Dataset.of("two", kept, 1, all.height(), all.width(), part.pixels(), labels, null, null);
        float[] whole = targets(taught(part, 1, by(1, 1, first)));
        float[] found = targets(taught(two, 1, by(1, 1, first)));
        for (int i = 0; i < rows.length; i++) {
            double left = whole[3 * i];
            double both = whole[3 * i + 2];
            // Three float roundings on the way, of numbers of at most 1.
            assertThat((double) found[2 * i]).isCloseTo(both / (both + left), within(3 * 0x1p-24));
            assertThat((double) found[2 * i + 1]).isCloseTo(left / (both + left), within(3 * 0x1p-24));
        }
    }

    @Test
    void notesTheWeights() {
        TeacherUse use = Teacher.load(by(0.5, 2, first, second), INPUT).use();
        assertThat(use.teaching()).isEqualTo(by(0.5, 2, first, second));
        assertThat(use.weightsSha256())
                .containsExactly(
                        Model.load(first).provenance().weightsSha256(),
                        Model.load(second).provenance().weightsSha256());
    }

    @Test
    void refusesAClassThatTheTeacherDoesNotTell() {
        Path other = save("other", 1, List.of("left", "right", "none"));
        assertThatThrownBy(() -> taught(Tiny.pictures("some", 6), 1, by(1, 1, first, other)))
                .isInstanceOf(TrainException.class)
                .hasMessage(
                        "the teacher " + other + " expects classes out of left, right, none but this training is of"
                                + " both, too: take a teacher of all its classes, or choose among the teacher's with --classes");
    }

    @Test
    void refusesPicturesOfAnotherSize() {
        assertThatThrownBy(() -> Teacher.load(by(1, 1, first), new Shape(1, 9, 9)))
                .isInstanceOf(TrainException.class)
                .hasMessageContaining("expects pictures of " + INPUT + " but those of this training are "
                        + new Shape(1, 9, 9) + ": take a teacher of that size");
    }

    private TrainTask task(int threads) {
        TrainTask plain = Tiny.task();
        return new TrainTask(
                plain.spec(),
                taught(plain.train(), threads, by(0.7, 2, first, second)),
                plain.validation(),
                plain.standardisation());
    }

    private String weights(TrainConfig config, int threads) {
        try (Trainer trainer = Trainer.start(task(threads), config, Tiny.BACKEND, threads, TrainListener.SILENT)) {
            trainer.run(c -> {}, () -> false);
            return Fingerprint.sha256(trainer.parameters());
        }
    }

    /** With class weights, label smoothing and mixup; then with the focal loss and balanced sampling as well. */
    @Test
    void sameBitsAtAnyNumberOfThreads() {
        assertThat(weights(Tiny.config(2), 2)).isEqualTo(weights(Tiny.config(2), 1));
        assertThat(weights(Tiny.focalAndBalanced(2), 2)).isEqualTo(weights(Tiny.focalAndBalanced(2), 1));
    }

    @Test
    void sameBitsAfterAStopAndAResumption() {
        TrainConfig config = Tiny.config(3);
        Path file = folder.resolve("checkpoint.safetensors");
        int[] asked = {0};
        try (Trainer trainer = Trainer.start(task(1), config, Tiny.BACKEND, 1, TrainListener.SILENT)) {
            trainer.run(c -> c.save(file), () -> ++asked[0] > 8);
        }
        try (Trainer trainer =
                Trainer.resume(task(2), config, Tiny.BACKEND, 2, TrainListener.SILENT, Checkpoint.load(file))) {
            trainer.run(c -> {}, () -> false);
            assertThat(Fingerprint.sha256(trainer.parameters())).isEqualTo(weights(config, 1));
        }
    }

    @Test
    void aTeacherChangesWhatIsLearned() {
        try (Trainer trainer = Trainer.start(Tiny.task(), Tiny.config(2), Tiny.BACKEND, 1, TrainListener.SILENT)) {
            trainer.run(c -> {}, () -> false);
            assertThat(Fingerprint.sha256(trainer.parameters())).isNotEqualTo(weights(Tiny.config(2), 1));
        }
    }

    @Test
    void classWeightsAreThoseOfTheLabels() {
        assertThat(Trainer.classWeights(task(1).train().classCounts()))
                .containsExactly(Trainer.classWeights(Tiny.task().train().classCounts()));
    }
}
