package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SyntheticFacesTest {
    private static final DataSource SMALL = SyntheticFaces.generate(70, 14, 21, 1);

    @Test
    void drawsTheSameBitsOnEveryMachine() {
        assertThat(SMALL.sha256()).isEqualTo("8208a0809e9aa7b1cf60ef8d1fd92dc4c87e903c97affc5803bfe8a83f082bb9");
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
