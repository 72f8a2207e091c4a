package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.jfree.chart.axis.NumberTickUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    @ParameterizedTest
    @CsvSource({
        "8, 0, 1, 3",
        "8.1, 0, 2, 4",
        "0.3, 0, 0.05, 0.10",
        "0.0123, 0, 0.002, 0.004",
        "1.5, 0, 0.2, 0.6",
        "39, 0, 5, 10",
        "0.9, 1, 1, 2",
        "100, 1, 20, 40",
        "3e9, 0, 500000000, 1000000000"
    })
    void stepsAreRoundAndFew(double span, double least, double step, String written) {
        NumberTickUnit unit = Ticks.unit(span, 8, least);
        // The step is a factor times a power of ten: two roundings.
        assertThat(unit.getSize()).isBetween(step - 2 * Math.ulp(step), step + 2 * Math.ulp(step));
        assertThat(unit.valueToString(Double.parseDouble(written))).isEqualTo(written);
    }

    @Test
    void everyTickHasAsManyDecimals() {
        NumberTickUnit unit = Ticks.unit(0.3, 8, 0);
        assertThat(unit.valueToString(0.6)).isEqualTo("0.60");
    }
}
