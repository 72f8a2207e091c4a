package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Stacking;

class SoftLabelsTest {
    private static final int N = 90;
    private static final Dataset PICTURES = Tiny.pictures("soft", N);

    @TempDir
    private Path folder;

    /** Of every picture that its label has this probability and the others share the rest; of every tenth, the next class's. */
    private static Predictions said(float sure) {
        int k = Tiny.CLASSES.size();
        float[] p = new float[N * k];
        int[] labels = new int[N];
        Arrays.fill(p, (1 - sure) / (k - 1));
        for (int i = 0; i < N; i++) {
            labels[i] = PICTURES.label(i);
            p[i * k + (labels[i] + (i % 10 == 0 ? 1 : 0)) % k] = sure;
        }
        return new Predictions(Tiny.CLASSES, p, labels);
    }

    private Path written(Dataset pictures, Predictions p) {
        PredictionStore.save(
                folder,
                List.of(PredictionStore.of("0".repeat(64), Split.TRAIN.usage(), PredictionStore.WHOLE, pictures, p)));
        return folder;
    }

    @Test
    void aWitnessIsBelievedAsFarAsItIsRight() {
        double[][] sure = SoftLabels.answers(written(PICTURES, said(0.98f)).toString(), PICTURES);

        Metrics m = Metrics.of(SoftLabels.of(PICTURES, List.<double[][]>of(sure), done -> {}));

        // It is right nine times in ten, though it says 0.98. What is right must be said so, and what is wrong cannot
        // be known.
        assertThat(m.accuracy()).isEqualTo(0.9);
        assertThat(m.loss()).isLessThan(Metrics.of(said(0.98f)).loss());
    }

    @Test
    void twoWitnessesTellMoreThanOne() {
        double[][] one = new double[N][];
        double[][] other = new double[N][];
        for (int i = 0; i < N; i++) {
            one[i] = new double[] {PICTURES.label(i) == 0 ? 1 : 0};
            other[i] = new double[] {PICTURES.label(i) == 1 ? 1 : 0};
        }

        Predictions both = SoftLabels.of(PICTURES, List.of(one, other), done -> {});

        assertThat(Metrics.of(both).accuracy()).isEqualTo(1);
        assertThat(Metrics.of(SoftLabels.of(PICTURES, List.<double[][]>of(one), done -> {}))
                        .accuracy())
                .isLessThan(0.8);
    }

    /** Each picture has a feature of its own, from which a regression fitted to its label would know the label. */
    @Test
    void noPictureIsJudgedByARegressionThatWasFittedToItsLabel() {
        double[][] own = new double[N][N];
        for (int i = 0; i < N; i++) {
            own[i][i] = 1;
        }
        int[] labels = new int[N];
        Arrays.setAll(labels, PICTURES::label);
        Stacking known = Stacking.fit(own, labels, Tiny.CLASSES.size());

        Predictions p = SoftLabels.of(PICTURES, List.<double[][]>of(own), done -> {});

        for (int i = 0; i < N; i++) {
            assertThat(known.probabilities(own[i])[labels[i]]).isGreaterThan(0.9);
            assertThat(p.probability(i, labels[i])).isLessThan(0.5f);
        }
    }

    @Test
    void twoAnswersAboutOnePictureAreRefused() throws IOException {
        Path folder = written(PICTURES, said(0.5f));
        Path csv = folder.resolve(PredictionStore.FILE);
        List<String> lines = Files.readAllLines(csv);
        Files.write(csv, lines.subList(lines.size() - 1, lines.size()), StandardOpenOption.APPEND);

        assertThatThrownBy(() -> SoftLabels.answers(folder.toString(), PICTURES))
                .isInstanceOf(TrainException.class)
                .hasMessageContaining(
                        "expected one answer about each picture but there are two about '" + (N - 1) + "'");
    }

    @Test
    void answersOfOtherPicturesAreRefused() {
        String written = written(PICTURES, said(0.5f)).toString();

        assertThatThrownBy(() -> SoftLabels.answers(written, Tiny.pictures("others", N)))
                .isInstanceOf(TrainException.class)
                .hasMessageContaining(
                        "expected an answer about the picture '0' of others but there is none: cross-validate on");
    }
}
