package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SyntheticFacesTest {
    private static final DataSource SMALL = SyntheticFaces.generate(70, 14, 21, 1);

    @Test
    void drawsTheSameBitsOnEveryMachine() {
        assertThat(SMALL.sha256()).isEqualTo("9814ba7afe9bc40d7e27392d5591ed31866512399dfe036929001504999ebe27");
    }

    @Test
    void drawsEveryEmotionEquallyOften() {
        assertThat(SMALL.classes()).isEqualTo(Emotions.FER2013);
        assertThat(SMALL.split(Split.TRAIN).classCounts()).containsOnly(10);
        assertThat(SMALL.split(Split.VALIDATION).classCounts()).containsOnly(2);
        assertThat(SMALL.split(Split.TEST).classCounts()).containsOnly(3);
    }

    @Test
    void aPictureDoesNotDependOnHowManyThereAre() {
        byte[] few = SyntheticFaces.generate(7, 0, 0, 1).split(Split.TRAIN).pixels();
        byte[] many = SMALL.split(Split.TRAIN).pixels();

        assertThat(Arrays.copyOf(many, few.length)).isEqualTo(few);
    }

    @Test
    void splitsAndSeedsDiffer() {
        byte[] train = SyntheticFaces.generate(7, 0, 0, 1).split(Split.TRAIN).pixels();

        assertThat(SyntheticFaces.generate(0, 7, 0, 1).split(Split.VALIDATION).pixels())
                .isNotEqualTo(train);
        assertThat(SyntheticFaces.generate(7, 0, 0, 2).split(Split.TRAIN).pixels())
                .isNotEqualTo(train);
    }

    @Test
    void picturesHaveContrast() {
        Dataset train = SMALL.split(Split.TRAIN);
        float[] x = new float[48 * 48];
        for (int i = 0; i < train.size(); i++) {
            train.pixels(i, x, 0);
            float low = 255;
            float high = 0;
            for (float v : x) {
                low = Math.min(low, v);
                high = Math.max(high, v);
            }
            assertThat(high - low).isGreaterThan(60);
        }
    }

    @Test
    void theMeanPictureOfAnEmotionTellsLittle() {
        DataSource source = SyntheticFaces.generate(700, 0, 350, 1);
        Dataset train = source.split(Split.TRAIN);
        Dataset test = source.split(Split.TEST);
        int size = 48 * 48;
        float[] x = new float[size];
        double[][] means = new double[7][size];
        for (int i = 0; i < train.size(); i++) {
            train.pixels(i, x, 0);
            for (int p = 0; p < size; p++) {
                means[train.label(i)][p] += x[p] / 100;
            }
        }
        int right = 0;
        for (int i = 0; i < test.size(); i++) {
            test.pixels(i, x, 0);
            int nearest = 0;
            double least = Double.MAX_VALUE;
            for (int c = 0; c < 7; c++) {
                double distance = 0;
                for (int p = 0; p < size; p++) {
                    distance += (x[p] - means[c][p]) * (x[p] - means[c][p]);
                }
                if (distance < least) {
                    least = distance;
                    nearest = c;
                }
            }
            right += nearest == test.label(i) ? 1 : 0;
        }

        // The promise of the data sheet is that weighted sums of pixels stay below 0.7; guessing gets 1/7.
        assertThat(right / 350.0).isBetween(0.1, 0.5);
    }

    @Test
    void leavesOutEmptySplits() {
        assertThat(SyntheticFaces.generate(1, 0, 0, 1).splits()).containsOnlyKeys(Split.TRAIN);
        assertThatThrownBy(() -> SyntheticFaces.generate(0, 0, 0, 1))
                .isInstanceOf(DataException.class)
                .hasMessage("synthetic faces, seed 1 holds no pictures");
        assertThatThrownBy(() -> SyntheticFaces.generate(1, -1, 0, 1))
                .isInstanceOf(DataException.class)
                .hasMessage("synthetic faces: expected 0 or more pictures of PublicTest but got -1");
    }
}
