package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateRangeTest {
    private static RateRange run(double from, double to, int steps) {
        return RateRange.run(Tiny.task(), Tiny.config(1), Tiny.BACKEND, 1, from, to, steps, done -> {});
    }

    @Test
    void ratesGrowByOneFactor() {
        RateRange range = run(1e-4, 1e-2, 21);

        assertThat(range.rates()).hasSize(21);
        assertThat(range.rates()[0]).isEqualTo(1e-4);
        assertThat(range.rates()[10]).isCloseTo(1e-3, within(1e-15));
        assertThat(range.rates()[20]).isCloseTo(1e-2, within(1e-14));
    }

    @Test
    void sameSeedSameLosses() {
        assertThat(run(1e-4, 1e-1, 12).losses())
                .containsExactly(run(1e-4, 1e-1, 12).losses());
    }

    @Test
    void aRateFarTooLargeEndsTheTest() {
        RateRange range = run(1e-3, 1e6, 60);

        assertThat(range.risen()).isTrue();
        assertThat(range.lowest()).isLessThan(range.rates()[range.rates().length - 1]);
    }

    @Test
    void theSuggestionIsATenthOfTheRateOfTheLeastLoss() {
        double[] rates = {1, 10, 100, 1000};
        RateRange range = RateRange.of(rates, new double[] {2, 1.5, 1.0, 3}, new double[] {2, 1.5, 1.0, 3}, false);

        assertThat(range.lowest()).isEqualTo(100);
        assertThat(range.suggested()).isEqualTo(10);
        assertThat(range.risen()).isTrue();
        assertThat(range.fallen()).isTrue();
    }

    @Test
    void aLossThatOnlyScattersHasNotFallen() {
        double[] rates = {1, 10, 100, 1000};
        RateRange range = RateRange.of(rates, new double[] {2, 2.6, 1.4, 1.9}, new double[] {2, 2, 1.95, 1.97}, false);

        assertThat(range.fallen()).isFalse();
        assertThat(range.risen()).isFalse();
    }

    @Test
    void aRangeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> run(1e-2, 1e-3, 20)).hasMessageContaining("0 < from < to");
        assertThatThrownBy(() -> run(1e-3, 1e-2, 5)).hasMessageContaining("at least 10 steps");
    }
}
