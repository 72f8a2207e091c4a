package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CurvesTest {
    private static final double EPSILON = Math.ulp(1.0);
    /** Sums of at most 120 products below 1. */
    private static final double SUM = 120 * 4 * EPSILON;

    private static final int WITHOUT_SUPPORT = 6;

    private static Predictions binary(float[] positive, int... labels) {
        float[] both = new float[2 * positive.length];
        for (int i = 0; i < positive.length; i++) {
            both[2 * i] = 1 - positive[i];
            both[2 * i + 1] = positive[i];
        }
        return new Predictions(List.of("no", "yes"), both, labels);
    }

    /** The example of scikit-learn's manual under "Receiver operating characteristic" and "Precision, recall". */
    private static final Predictions MANUAL = binary(new float[] {0.1f, 0.4f, 0.35f, 0.8f}, 0, 0, 1, 1);

    @Test
    void rocOfTheManual() {
        RocCurve roc = RocCurve.of(MANUAL, 1).orElseThrow();
        assertThat(roc.falsePositiveRate()).containsExactly(0, 0, 0.5, 0.5, 1);
        assertThat(roc.truePositiveRate()).containsExactly(0, 0.5, 0.5, 1, 1);
        assertThat(roc.threshold()).containsExactly(Double.POSITIVE_INFINITY, 0.8f, 0.4f, 0.35f, 0.1f);
        assertThat(roc.auc()).isEqualTo(0.75);
    }

    @Test
    void precisionAndRecallOfTheManual() {
        PrecisionRecallCurve pr = PrecisionRecallCurve.of(MANUAL, 1).orElseThrow();
        assertThat(pr.recall()).containsExactly(0, 0.5, 0.5, 1, 1);
        assertThat(pr.precision()).containsExactly(1, 1, 0.5, 2 / 3.0, 0.5);
        assertThat(pr.averagePrecision()).isCloseTo(0.5 + 1 / 3.0, within(EPSILON));
        assertThat(pr.prevalence()).isEqualTo(0.5);
    }

    @Test
    void tiesCountHalf() {
        RocCurve roc = RocCurve.of(binary(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, 0, 1, 0, 1), 1)
                .orElseThrow();
        assertThat(roc.falsePositiveRate()).containsExactly(0, 1);
        assertThat(roc.auc()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void rocAgreesWithScikitLearn(int c) {
        JsonNode expected = Fixtures.read("statistics.json").get("roc").get(Integer.toString(c));
        RocCurve roc = RocCurve.of(Fixtures.predictions(), c).orElseThrow();
        assertThat(roc.auc()).isCloseTo(expected.get("auc").asDouble(), within(SUM));
        assertThat(roc.falsePositiveRate()).containsExactly(Fixtures.doubles(expected.get("fpr")), within(2 * EPSILON));
        assertThat(roc.truePositiveRate()).containsExactly(Fixtures.doubles(expected.get("tpr")), within(2 * EPSILON));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void precisionAndRecallAgreeWithScikitLearn(int c) {
        JsonNode expected = Fixtures.read("statistics.json").get("pr").get(Integer.toString(c));
        PrecisionRecallCurve pr =
                PrecisionRecallCurve.of(Fixtures.predictions(), c).orElseThrow();
        assertThat(pr.averagePrecision())
                .isCloseTo(expected.get("average_precision").asDouble(), within(SUM));
        assertThat(pr.recall()).containsExactly(Fixtures.doubles(expected.get("recall")), within(2 * EPSILON));
        assertThat(pr.precision()).containsExactly(Fixtures.doubles(expected.get("precision")), within(2 * EPSILON));
    }

    @Test
    void aClassWithoutSupportHasNoCurves() {
        assertThat(RocCurve.of(Fixtures.predictions(), WITHOUT_SUPPORT)).isEmpty();
        assertThat(PrecisionRecallCurve.of(Fixtures.predictions(), WITHOUT_SUPPORT))
                .isEmpty();
    }

    @Test
    void withNoOthersThereIsNoRoc() {
        assertThat(RocCurve.of(binary(new float[] {0.5f, 0.2f}, 1, 1), 1)).isEmpty();
    }
}
