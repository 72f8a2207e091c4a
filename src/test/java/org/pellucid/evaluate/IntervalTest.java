package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    /** Half of the last digit printed in the paper. */
    private static final double PRINTED = 0.5e-4;

    /**
     * The four examples of table I, method 3 (score method without correction), of R. G. Newcombe, "Two-sided confidence
     * intervals for the single proportion: comparison of seven methods", Statistics in Medicine 17, 857–872, 1998.
     */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void agreesWithNewcombe(int successes, int n, double low, double high) {
        Interval interval = Interval.wilson(successes, n, 0.95);
        assertThat(interval.low()).isCloseTo(low, within(PRINTED));
        assertThat(interval.high()).isCloseTo(high, within(PRINTED));
    }

    @Test
    void boundsSolveTheScoreEquation() {
        int successes = 37;
        int n = 50;
        Interval interval = Interval.wilson(successes, n, 0.99);
        double z = new NormalDistribution().inverseCumulativeProbability(0.995);
        double p = (double) successes / n;
        for (double theta : new double[] {interval.low(), interval.high()}) {
            double score = (p - theta) / Math.sqrt(theta * (1 - theta) / n);
            // About ten roundings of numbers below 10.
            assertThat(Math.abs(score)).isCloseTo(z, within(100 * Math.ulp(1.0)));
        }
    }

    @Test
    void boundsAreExactAtTheEnds() {
        assertThat(Interval.wilson(0, 7, 0.95).low()).isZero();
        assertThat(Interval.wilson(7, 7, 0.95).high()).isEqualTo(1);
    }

    @Test
    void refusesImpossibleArguments() {
        assertThatThrownBy(() -> Interval.wilson(8, 7, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Wilson interval expects 0 to 7 successes of 7 trials but gets 8");
        assertThatThrownBy(() -> Interval.wilson(0, 0, 0.95)).hasMessageContaining("at least 1 trial but gets 0");
        assertThatThrownBy(() -> Interval.wilson(1, 7, 95)).hasMessageContaining("between 0 and 1, such as 0.95");
        assertThatThrownBy(() -> new Interval(0.5, Double.NaN, 0.95)).hasMessageContaining("low ≤ high");
    }
}
