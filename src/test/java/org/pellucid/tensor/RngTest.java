package org.pellucid.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RngTest {
    private static final int DRAWS = 100_000;

    @Test
    void theSameKeysNameTheSameStream() {
        assertThat(Rng.of(1, 2, 3).nextLong()).isEqualTo(Rng.of(1, 2, 3).nextLong());
        assertThat(Rng.of(1, 2, 3).nextLong()).isNotEqualTo(Rng.of(1, 3, 2).nextLong());
        assertThat(Rng.of(0).nextLong()).isNotEqualTo(Rng.of(0, 0).nextLong());
        assertThat(Rng.key("conv1.weight")).isNotEqualTo(Rng.key("conv2.weight"));
    }

    @Test
    void gaussianHasItsMoments() {
        Rng rng = Rng.of(7);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double x = rng.nextGaussian();
            sum += x;
            squares += x * x;
        }
        // Five standard errors: 1/√n of the mean, √(2/n) of the variance.
        assertThat(sum / DRAWS).isBetween(-5 / Math.sqrt(DRAWS), 5 / Math.sqrt(DRAWS));
        assertThat(squares / DRAWS).isBetween(1 - 5 * Math.sqrt(2.0 / DRAWS), 1 + 5 * Math.sqrt(2.0 / DRAWS));
    }

    @Test
    void indexedDrawsAreUniform() {
        int[] bins = new int[10];
        for (int i = 0; i < DRAWS; i++) {
            bins[(int) (10 * Rng.uniformAt(42, i))]++;
        }
        double expected = DRAWS / 10.0;
        double chiSquare = 0;
        for (int bin : bins) {
            chiSquare += (bin - expected) * (bin - expected) / expected;
        }
        // The 0.999 quantile of chi-square with nine degrees of freedom.
        assertThat(chiSquare).isLessThan(27.88);
    }

    @Test
    void permutationHoldsEachNumberOnce() {
        int[] order = Rng.of(3).permutation(1000);
        assertThat(order).doesNotHaveDuplicates().hasSize(1000);
        assertThat(Arrays.stream(order).summaryStatistics().getMax()).isEqualTo(999);
    }
}
