package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DatasetTest {
    private static final Dataset THREE = Dataset.of(
            "three",
            List.of("a", "b"),
            1,
            1,
            2,
            new byte[] {1, 2, 3, 4, (byte) 250, 6},
            new int[] {0, 1, 1},
            new float[] {0.75f, 0.25f, 0.5f, 0.5f, 0, 1},
            new String[] {"x", "y", "z"});

    @Test
    void readsPicturesAsNumbers() {
        float[] x = {9, 9, 9, 9};
        THREE.pixels(2, x, 1);

        assertThat(x).containsExactly(9, 250, 6, 9);
        assertThat(THREE.classCounts()).containsExactly(1, 2);
    }

    @Test
    void aSubsetTakesEverythingAlong() {
        Dataset two = THREE.subset(new int[] {2, 0});
        float[] soft = new float[2];
        two.softLabel(1, soft, 0);

        assertThat(two.pixels()).containsExactly((byte) 250, 6, 1, 2);
        assertThat(new int[] {two.label(0), two.label(1)}).containsExactly(1, 0);
        assertThat(soft).containsExactly(0.75f, 0.25f);
        assertThat(two.id(0)).isEqualTo("z");
    }

    @Test
    void hardLabelsAreOneHot() {
        Dataset hard = Dataset.of("hard", List.of("a", "b", "c"), 1, 1, 1, new byte[1], new int[] {1}, null, null);
        float[] soft = new float[3];
        hard.softLabel(0, soft, 0);

        assertThat(soft).containsExactly(0, 1, 0);
        assertThat(hard.hasSoftLabels()).isFalse();
        assertThat(hard.id(0)).isEqualTo("0");
    }

    @Test
    void softLabelsEnterTheHash() {
        Dataset hard = Dataset.of("three", List.of("a", "b"), 1, 1, 2, THREE.pixels(), new int[] {0, 1, 1}, null, null);

        assertThat(DataSource.of("h", java.util.Map.of(Split.TRAIN, hard), hard.classes())
                        .sha256())
                .isNotEqualTo(DataSource.of("h", java.util.Map.of(Split.TRAIN, THREE), hard.classes())
                        .sha256());
    }

    @Test
    void refusesSizesAndLabelsThatDoNotFit() {
        List<String> ab = List.of("a", "b");
        assertThatThrownBy(() -> Dataset.of("d", ab, 1, 1, 2, new byte[3], new int[2], null, null))
                .isInstanceOf(DataException.class)
                .hasMessage("d: expected 4 pixels for 2 pictures of 1×1×2 but got 3");
        assertThatThrownBy(() -> Dataset.of("d", ab, 1, 1, 1, new byte[1], new int[] {2}, null, null))
                .isInstanceOf(DataException.class)
                .hasMessage("d, picture 0: expected a label 0…1 but got 2");
        assertThatThrownBy(() -> THREE.subset(new int[] {3}))
                .isInstanceOf(DataException.class)
                .hasMessage("three: expected an index 0…2 but got 3");
    }
}
