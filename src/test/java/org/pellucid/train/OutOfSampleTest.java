package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutOfSampleTest {
    @Test
    void copiesShareAFoldAndClassesAreSpreadEvenly() {
        int n = 600;
        int[] labels = IntStream.range(0, n).map(i -> i % 3).toArray();
        // Every seventh picture is a copy of the one three before it, which has the same label.
        int[] groups = IntStream.range(0, n).map(i -> i % 7 == 3 ? i - 3 : i).toArray();

        int[] fold = OutOfSample.deal(labels, groups, 4, 1);

        for (int i = 0; i < n; i++) {
            assertThat(fold[i]).isEqualTo(fold[groups[i]]);
        }
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int i = 0; i < n; i++) {
            sizes.merge(labels[i] * 10 + fold[i], 1, Integer::sum);
        }
        // 200 of each class in four folds; a group of two may leave one fold one ahead of another.
        assertThat(sizes).hasSize(12);
        assertThat(sizes.values()).allMatch(size -> Math.abs(size - 50) <= 2);
    }

    @Test
    void theSameSeedDealsAlike() {
        int[] labels = new int[50];
        int[] groups = IntStream.range(0, 50).toArray();
        assertThat(OutOfSample.deal(labels, groups, 5, 3)).isEqualTo(OutOfSample.deal(labels, groups, 5, 3));
        assertThat(OutOfSample.deal(labels, groups, 5, 3)).isNotEqualTo(OutOfSample.deal(labels, groups, 5, 4));
    }

    @Test
    void refusesOneFold() {
        assertThatThrownBy(() -> OutOfSample.deal(new int[9], new int[9], 1, 1))
                .isInstanceOf(TrainException.class)
                .hasMessage("cross-validation expects 2 to 9 folds but gets 1");
    }
}
