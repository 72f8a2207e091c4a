package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.IdenticalPictures;
import org.pellucid.data.NearDuplicates;
import org.pellucid.data.Place;
import org.pellucid.data.Split;
import org.pellucid.evaluate.LabelNoise;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.tensor.Rng;

class AuditTest {
    private static final int EDGE = 16;
    private static final int PICTURE = EDGE * EDGE;

    @TempDir
    Path folder;

    /** Training holds a, b, c and again a as 'sad'; validation holds a, a brighter b, and d. */
    private static DataSource source() {
        byte[] train = new byte[4 * PICTURE];
        byte[] validation = new byte[3 * PICTURE];
        Rng rng = Rng.of(11);
        for (int p = 0; p < PICTURE; p++) {
            byte a = (byte) rng.nextInt(200);
            train[p] = a;
            train[3 * PICTURE + p] = a;
            validation[p] = a;
            int b = rng.nextInt(200);
            train[PICTURE + p] = (byte) b;
            validation[PICTURE + p] = (byte) (b + 20 + rng.nextInt(3));
            train[2 * PICTURE + p] = (byte) rng.nextInt(200);
            validation[2 * PICTURE + p] = (byte) rng.nextInt(200);
        }
        List<String> classes = List.of("happy", "sad");
        return DataSource.of(
                "test",
                Map.of(
                        Split.TRAIN,
                        data(classes, train, 0, 1, 0, 1),
                        Split.VALIDATION,
                        data(classes, validation, 0, 0, 1)),
                classes);
    }

    private static Dataset data(List<String> classes, byte[] pixels, int... labels) {
        return Dataset.of("test", classes, 1, EDGE, EDGE, pixels, labels, null, null);
    }

    private static Audit audit(DataSource source) {
        IdenticalPictures identical = IdenticalPictures.of(source);
        return new Audit(source, identical, NearDuplicates.of(source, identical, 0.95, share -> {}));
    }

    @Test
    void findsWhatStandsInTrainingExactlyOrNearly() {
        DataSource source = source();
        Audit audit = audit(source);

        assertThat(audit.exact().distinct()).isEqualTo(5);
        assertThat(audit.exact().conflicting()).isEqualTo(1);
        assertThat(audit.exact().inTraining()).containsEntry(Split.VALIDATION, 1);
        assertThat(audit.conflictingPairs()).isEqualTo(1);
        assertThat(audit.inTraining(Split.VALIDATION))
                .containsExactlyInAnyOrder(new Place(Split.VALIDATION, 0), new Place(Split.VALIDATION, 1));
    }

    @Test
    void copiesAndNearCopiesAreOnePhotograph() {
        Map<Place, Integer> photographs = audit(source()).photographs();
        assertThat(photographs.get(new Place(Split.TRAIN, 3)))
                .isEqualTo(photographs.get(new Place(Split.VALIDATION, 0)))
                .isEqualTo(photographs.get(new Place(Split.TRAIN, 0)));
        assertThat(photographs.get(new Place(Split.TRAIN, 1)))
                .isEqualTo(photographs.get(new Place(Split.VALIDATION, 1)));
        assertThat(photographs.values().stream().distinct()).hasSize(4);
    }

    @Test
    void writesTablesAndSheets() throws IOException {
        DataSource source = source();
        Audit audit = audit(source);
        audit.write(folder);
        Dataset validation = source.split(Split.VALIDATION);
        Predictions p = new Predictions(
                source.classes(), new float[] {0.9f, 0.1f, 0.8f, 0.2f, 0.9375f, 0.0625f}, new int[] {0, 0, 1});
        StoredPredictions stored = new StoredPredictions(
                "data",
                "PublicTest",
                "whole",
                List.of("0", "1", "2"),
                List.of(validation.digest(0), validation.digest(1), validation.digest(2)),
                p);
        audit.writeLabels(folder, stored, LabelNoise.of(p));

        assertThat(Files.readAllLines(folder.resolve("exact-duplicates.csv")))
                .hasSize(4)
                .contains("1,Training,3," + validation.digest(0) + ",sad,true");
        assertThat(Files.readAllLines(folder.resolve("in-training.csv")))
                .containsExactly(
                        "usage,id,picture,label,copy",
                        "PublicTest,0," + validation.digest(0) + ",happy,exact",
                        "PublicTest,1," + validation.digest(1) + ",happy,near");
        assertThat(Files.readAllLines(folder.resolve("label-errors.csv")).get(1))
                .isEqualTo("1,PublicTest,2," + validation.digest(2) + ",sad,happy,-0.875000,0.062500,0.937500");
        for (String sheet : List.of("conflicting-labels.png", "near-duplicates.png", "label-errors.png")) {
            assertThat(folder.resolve(sheet)).isNotEmptyFile();
        }
    }
}
