package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class YRangeTest {
    @Test
    void sharesStayBetweenZeroAndOne() {
        YRange range = range(0.01, 0.5, 0.99);
        assertThat(range.low()).isZero();
        assertThat(range.high()).isEqualTo(1);
    }

    @Test
    void lossesMayPassOneButNotZero() {
        YRange range = range(1.9, 0.8, 0.05);
        assertThat(range.low()).isZero();
        assertThat(range.high()).isBetween(1.9, 2.1);
    }

    @Test
    void aFlatLineHasRoomAround() {
        YRange range = range(0.5, 0.5);
        assertThat(range.low()).isLessThan(0.495);
        assertThat(range.high()).isGreaterThan(0.505);
        assertThat(range(0, 0).high()).isGreaterThan(0);
    }

    @Test
    void aWildFirstEpochIsCutOff() {
        YRange range = range(4000, 1.8, 1.6, 1.5, 1.3, 1.2, 1.1, 1.0);
        assertThat(range.high()).isBetween(1.8, 2.0);
    }

    @Test
    void anOrdinaryDecayIsShownWhole() {
        double[] decay = new double[100];
        for (int i = 0; i < decay.length; i++) {
            decay[i] = 1.95 * Math.exp(-i / 10.0);
        }
        assertThat(range(decay).high()).isGreaterThan(1.95);
    }

    @Test
    void whatIsNotFiniteDoesNotCount() {
        YRange range = range(Double.NaN, 2, Double.POSITIVE_INFINITY, 3);
        assertThat(range.low()).isBetween(1.8, 2.0);
        assertThat(range.high()).isBetween(3.0, 3.2);
        assertThat(range(Double.NaN)).isEqualTo(new YRange(0, 1));
    }

    private static YRange range(double... y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        return YRange.of(List.of(new Curve("", x, y)));
    }
}
