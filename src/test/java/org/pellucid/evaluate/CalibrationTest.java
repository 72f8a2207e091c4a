package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CalibrationTest {
    private static final double EPSILON = Math.ulp(1.0);

    @Test
    void reliabilityAgreesWithScikitLearn() {
        JsonNode expected = Fixtures.read("statistics.json").get("reliability");
        Reliability reliability = Reliability.of(Fixtures.predictions(), Reliability.BINS);
        List<Reliability.Bin> filled =
                reliability.bins().stream().filter(bin -> bin.n() > 0).toList();

        assertThat(reliability.bins()).hasSize(expected.get("bins").asInt());
        assertThat(filled.stream().mapToInt(Reliability.Bin::n)).containsExactly(box(Fixtures.ints(expected.get("n"))));
        // Means of at most 23 numbers below 1.
        assertThat(filled.stream().mapToDouble(Reliability.Bin::accuracy).toArray())
                .containsExactly(Fixtures.doubles(expected.get("accuracy")), within(23 * EPSILON));
        assertThat(filled.stream().mapToDouble(Reliability.Bin::confidence).toArray())
                .containsExactly(Fixtures.doubles(expected.get("confidence")), within(23 * EPSILON));
        assertThat(reliability.ece()).isCloseTo(expected.get("ece").asDouble(), within(100 * EPSILON));
        assertThat(reliability.mce()).isCloseTo(expected.get("mce").asDouble(), within(100 * EPSILON));
    }

    private static Integer[] box(int[] values) {
        return java.util.Arrays.stream(values).boxed().toArray(Integer[]::new);
    }

    @Test
    void binsHoldTheirUpperBound() {
        // Confidences 1/2, 3/4 and 1 in four bins: bins 2, 3 and 4.
        Predictions p =
                new Predictions(List.of("a", "b"), new float[] {0.5f, 0.5f, 0.75f, 0.25f, 0, 1}, new int[] {0, 1, 1});
        Reliability reliability = Reliability.of(p, 4);
        assertThat(reliability.bins()).extracting(Reliability.Bin::n).containsExactly(0, 1, 1, 1);
        assertThat(reliability.mce()).isEqualTo(0.75);
        assertThat(reliability.ece()).isCloseTo((0.5 + 0.75 + 0) / 3, within(4 * EPSILON));
    }

    @Test
    void temperatureAgreesWithSciPy() {
        JsonNode expected = Fixtures.read("statistics.json").get("temperature");
        Temperature fitted = Temperature.fit(Fixtures.predictions());
        double t = expected.get("value").asDouble();
        // SciPy minimises: where a minimum is flat, its place is known to the root of the rounding error only.
        assertThat(fitted.value()).isCloseTo(t, within(t * 10 * Math.sqrt(EPSILON)));
    }

    @Test
    void theFittedTemperatureLowersTheLossAndChangesNoAnswer() {
        Predictions p = Fixtures.predictions();
        Predictions scaled = Temperature.fit(p).apply(p);
        assertThat(scaled.argmaxes()).containsExactly(p.argmaxes());
        // Rounding each probability to float moves its logarithm by 2⁻²⁴.
        assertThat(Metrics.of(scaled).loss())
                .isCloseTo(
                        Fixtures.read("statistics.json")
                                .get("temperature")
                                .get("loss")
                                .asDouble(),
                        within(0x1p-23));
    }

    @Test
    void temperatureByHand() {
        // Three of four right at 9 to 1: right would be 3 to 1, so T = log 9 / log 3 = 2.
        Predictions p = new Predictions(
                List.of("a", "b"), new float[] {0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f}, new int[] {0, 0, 0, 1
                });
        // The tenths are rounded to float: log 9 is off by 2⁻²³ at most.
        assertThat(Temperature.fit(p).value()).isCloseTo(2, within(0x1p-22));
        assertThat((double) new Temperature(2).apply(p).probability(0, 0)).isCloseTo(0.75, within(0x1p-23));
    }

    @Test
    void temperatureStaysWithinItsBounds() {
        float[] sure = {0.9f, 0.1f};
        assertThat(Temperature.fit(new Predictions(List.of("a", "b"), sure, new int[] {0}))
                        .value())
                .isEqualTo(0.01);
        assertThat(Temperature.fit(new Predictions(List.of("a", "b"), sure, new int[] {1}))
                        .value())
                .isEqualTo(100);
    }

    @Test
    void refusesImpossibleArguments() {
        assertThatThrownBy(() -> new Temperature(0)).hasMessage("temperature expects a positive number but gets 0.0");
        assertThatThrownBy(() -> Reliability.of(Fixtures.predictions(), 0))
                .hasMessage("reliability expects at least 1 bin but gets 0");
    }
}
