package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests of hypotheses, intervals by resampling, and summaries of several runs. */
class TestsTest {
    private static final double EPSILON = Math.ulp(1.0);
    private static final JsonNode FIXTURE = Fixtures.read("statistics.json");

    /** The second model of the fixture: every third row of the first rolled by one class. */
    private static Predictions rolled(Predictions p) {
        int k = p.classes().size();
        float[] q = p.probabilities().clone();
        for (int i = 0; i < p.size(); i += 3) {
            for (int c = 0; c < k; c++) {
                q[i * k + (c + 1) % k] = p.probability(i, c);
            }
        }
        return new Predictions(p.classes(), q, p.labels());
    }

    private static Bootstrap bootstrap() {
        JsonNode b = FIXTURE.get("bootstrap");
        return new Bootstrap(
                b.get("resamples").asInt(),
                b.get("seed").asInt(),
                b.get("level").asDouble());
    }

    @Test
    void mcNemarAgreesWithStatsmodels() {
        for (JsonNode each : FIXTURE.get("mcnemar")) {
            double p = each.get("p").asDouble();
            // Both sum the binomial by incomplete beta functions, good to some 1e-12 relative.
            assertThat(Comparison.mcNemar(each.get("b").asInt(), each.get("c").asInt()))
                    .isCloseTo(p, within(1e-11 * p));
        }
    }

    /** Three of fourteen: 2 (1 + 14 + 91 + 364) / 2¹⁴. */
    @Test
    void mcNemarByHand() {
        assertThat(Comparison.mcNemar(3, 11)).isCloseTo(940 / 16384.0, within(1e-13));
    }

    @Test
    void holmAgreesWithStatsmodels() {
        assertThat(Holm.adjust(Fixtures.doubles(FIXTURE.get("holm").get("p"))))
                .containsExactly(Fixtures.doubles(FIXTURE.get("holm").get("adjusted")), within(2 * EPSILON));
    }

    @Test
    void holmByHand() {
        assertThat(Holm.adjust(new double[] {0.04, 0.01, 0.03, 0.02}))
                .containsExactly(new double[] {0.06, 0.04, 0.06, 0.06}, within(EPSILON));
    }

    @Test
    void bootstrapDrawsAsNumpyDoes() {
        int[] expected = Fixtures.ints(FIXTURE.get("bootstrap").get("first_indices"));
        int[] first = new int[expected.length];
        boolean[] seen = new boolean[1];
        bootstrap().interval(120, indices -> {
            if (!seen[0]) {
                System.arraycopy(indices, 0, first, 0, first.length);
                seen[0] = true;
            }
            return 0;
        });
        assertThat(first).containsExactly(expected);
    }

    @Test
    void bootstrapOfMacroF1AgreesWithScikitLearnOnTheSameResamples() {
        Interval interval = bootstrap().macroF1(Fixtures.predictions());
        double[] expected = Fixtures.doubles(FIXTURE.get("bootstrap").get("macro_f1"));
        assertThat(new double[] {interval.low(), interval.high()}).containsExactly(expected, within(20 * EPSILON));
    }

    @Test
    void comparisonAgreesWithNumpyOnTheSameResamples() {
        Predictions p = Fixtures.predictions();
        JsonNode expected = FIXTURE.get("bootstrap");
        Comparison comparison = Comparison.of(p, rolled(p), bootstrap());
        assertThat(comparison.onlyFirst()).isEqualTo(expected.get("only_first").asInt());
        assertThat(comparison.onlySecond())
                .isEqualTo(expected.get("only_second").asInt());
        assertThat(comparison.bothRight() + comparison.bothWrong()).isEqualTo(120 - 9 - 4);
        assertThat(comparison.difference()).isEqualTo(5 / 120.0);
        double[] bounds = {
            comparison.differenceInterval().low(),
            comparison.differenceInterval().high()
        };
        assertThat(bounds).containsExactly(Fixtures.doubles(expected.get("difference")), within(4 * EPSILON));
    }

    @Test
    void comparisonRefusesOtherLabels() {
        Predictions a = new Predictions(List.of("a", "b"), new float[] {1, 0}, new int[] {0});
        Predictions b = new Predictions(List.of("a", "b"), new float[] {1, 0}, new int[] {1});
        assertThatThrownBy(() -> Comparison.of(a, b, Bootstrap.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the same examples under the same labels");
    }

    @Test
    void sampleAgreesWithSciPy() {
        JsonNode expected = FIXTURE.get("sample");
        Sample sample = Sample.of(Fixtures.doubles(expected.get("values")));
        assertThat(sample.mean()).isCloseTo(expected.get("mean").asDouble(), within(5 * EPSILON));
        assertThat(sample.sd()).isCloseTo(expected.get("sd").asDouble(), within(10 * EPSILON));
        // The quantile of t is solved for to 1e-9, and multiplied by 0.002.
        Interval interval = sample.interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(expected.get("low").asDouble(), within(1e-11));
        assertThat(interval.high()).isCloseTo(expected.get("high").asDouble(), within(1e-11));
    }

    @Test
    void oneRunHasNoInterval() {
        assertThat(Sample.of(0.5).interval()).isEmpty();
        assertThat(Sample.of(0.5).sd()).isZero();
    }

    @Test
    void refusesImpossibleArguments() {
        assertThatThrownBy(() -> new Bootstrap(10, 1, 0.95)).hasMessageContaining("at least 100 resamples");
        assertThatThrownBy(() -> Holm.adjust(new double[] {2})).hasMessageContaining("p-values from 0 to 1 but gets 2");
        assertThatThrownBy(() -> Comparison.mcNemar(-1, 2)).hasMessageContaining("counts but gets -1 and 2");
        assertThatThrownBy(Sample::of).hasMessageContaining("at least 1 value");
    }
}
