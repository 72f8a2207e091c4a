package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DrawsTest {
    private static final int N = 20_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1, 3})
    void betaHasItsMeanAndVariance(double alpha) {
        Draws draws = new Draws();
        draws.start(5);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < N; i++) {
            double b = draws.beta(alpha);
            assertThat(b).isBetween(0.0, 1.0);
            sum += b;
            squares += (b - 0.5) * (b - 0.5);
        }
        double variance = 1 / (4 * (2 * alpha + 1));

        // Five standard errors; that of the squares, which lie in 0…1/4, is at most 1/8/√n.
        assertThat(sum / N).isCloseTo(0.5, within(5 * Math.sqrt(variance / N)));
        assertThat(squares / N).isCloseTo(variance, within(5 * 0.125 / Math.sqrt(N)));
    }

    @Test
    void belowTakesEveryNumberEquallyOften() {
        Draws draws = new Draws();
        draws.start(6);
        int[] counts = new int[5];
        for (int i = 0; i < N; i++) {
            counts[draws.below(5)]++;
        }

        // Five standard errors of a binomial count.
        for (int count : counts) {
            assertThat((double) count).isCloseTo(N / 5.0, within(5 * Math.sqrt(N * 0.2 * 0.8)));
        }
    }

    @Test
    void startingAgainRepeats() {
        Draws draws = new Draws();
        draws.start(1);
        float first = draws.next();
        float second = draws.next();
        draws.start(1);

        assertThat(second).isNotEqualTo(first);
        assertThat(draws.next()).isEqualTo(first);
    }
}
