package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MetricsTest {
    private static final double EPSILON = Math.ulp(1.0);

    @Test
    void agreesWithScikitLearn() {
        JsonNode fixture = Fixtures.read("scikit-learn.json");
        Metrics metrics = Metrics.of(Fixtures.predictions());
        int n = metrics.n();

        // Single quotients differ by at most a rounding or two; a sum of n terms, each below 35, by n roundings of
        // itself.
        assertThat(metrics.accuracy()).isCloseTo(fixture.get("accuracy").asDouble(), within(2 * EPSILON));
        assertThat(metrics.top2()).isCloseTo(fixture.get("top2").asDouble(), within(2 * EPSILON));
        assertThat(metrics.macroF1()).isCloseTo(fixture.get("macro_f1").asDouble(), within(10 * EPSILON));
        assertThat(metrics.loss()).isCloseTo(fixture.get("loss").asDouble(), within(35 * n * EPSILON));
        for (int c = 0; c < metrics.perClass().size(); c++) {
            ClassScore score = metrics.perClass().get(c);
            assertThat(score.name()).isEqualTo(fixture.get("classes").get(c).asString());
            assertThat(score.support()).isEqualTo(fixture.get("support").get(c).asInt());
            assertThat(score.precision())
                    .isCloseTo(fixture.get("precision").get(c).asDouble(), within(2 * EPSILON));
            assertThat(score.recall()).isCloseTo(fixture.get("recall").get(c).asDouble(), within(2 * EPSILON));
            assertThat(score.f1()).isCloseTo(fixture.get("f1").get(c).asDouble(), within(5 * EPSILON));
            assertThat(metrics.confusion()[c])
                    .containsExactly(Fixtures.ints(fixture.get("confusion").get(c)));
        }
    }

    @Test
    void workedByHand() {
        // Predicted a, a, b, c for the truths a, b, b, a; class c has no support.
        Metrics metrics = Metrics.of(new Predictions(
                List.of("a", "b", "c"),
                new float[] {0.5f, 0.25f, 0.25f, 0.75f, 0.25f, 0, 0, 1, 0, 0.25f, 0.125f, 0.625f},
                new int[] {0, 1, 1, 0}));
        assertThat(metrics.accuracy()).isEqualTo(0.5);
        assertThat(metrics.accuracyInterval()).isEqualTo(Interval.wilson(2, 4, 0.95));
        assertThat(metrics.top2()).isEqualTo(1);
        assertThat(metrics.perClass())
                .containsExactly(
                        new ClassScore("a", 2, 0.5, 0.5, 0.5),
                        new ClassScore("b", 2, 1, 0.5, 2 / 3.0),
                        new ClassScore("c", 0, 0, 0, 0));
        assertThat(metrics.confusion()).isDeepEqualTo(new int[][] {{1, 0, 1}, {1, 1, 0}, {0, 0, 0}});
        // −ln of 1/2, 1/4, 1, 1/4: five halvings in four examples.
        assertThat(metrics.loss()).isCloseTo(1.25 * Math.log(2), within(8 * EPSILON));
    }

    /** Ten forecasts of rain and what came, table 1 of Brier's paper of 1950, with his score of them. */
    @Test
    void agreesWithBrier() {
        float[] rain = {0.7f, 0.9f, 0.8f, 0.4f, 0.2f, 0, 0, 0, 0, 0.1f};
        float[] both = new float[20];
        for (int i = 0; i < rain.length; i++) {
            both[2 * i] = rain[i];
            both[2 * i + 1] = 1 - rain[i];
        }
        Metrics metrics =
                Metrics.of(new Predictions(List.of("rain", "no rain"), both, new int[] {1, 0, 0, 0, 1, 1, 1, 1, 1, 1}));
        // The tenths are rounded to float: each of 20 squares is off by at most 2 · 2⁻²⁴.
        assertThat(metrics.brier()).isCloseTo(0.19, within(4 * 0x1p-24));
    }

    @Test
    void brierAgreesWithScikitLearn() {
        // Each square is at most 1, and n · k of them are added.
        assertThat(Metrics.of(Fixtures.predictions()).brier())
                .isCloseTo(Fixtures.read("statistics.json").get("brier").asDouble(), within(120 * 7 * EPSILON));
    }

    @Test
    void ratesAreSharesOfEachTrueClass() {
        Metrics metrics = Metrics.of(new Predictions(
                List.of("a", "b", "c"), new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}, new int[] {0, 0, 0, 0}));
        assertThat(metrics.confusionRates()).isDeepEqualTo(new double[][] {{0.5, 0.25, 0.25}, {0, 0, 0}, {0, 0, 0}});
    }

    @Test
    void aCertainMistakeCostsTheFloor() {
        Metrics metrics = Metrics.of(new Predictions(List.of("a", "b"), new float[] {1, 0}, new int[] {1}));
        assertThat(metrics.loss()).isEqualTo(-Math.log(Metrics.PROBABILITY_FLOOR));
    }
}
