package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FocalLossTest {
    /** The example of docs/ops/focal-loss.md: p = (1/4, 3/4) for both examples, labels 0 and 1. */
    private static final double[] Z = {0, Math.log(3), 0, Math.log(3)};

    private static final double[] T = SoftmaxCrossEntropy.targets(2, new int[] {0, 1});

    @Test
    void lossByHand() {
        double expected = (9 / 16.0 * Math.log(4) + 1 / 16.0 * Math.log(4 / 3.0)) / 2;
        assertThat(FocalLoss.forward(2, 2, 2, Z, T, null)).isCloseTo(expected, within(1e-15));
    }

    @Test
    void gradientByHand() {
        double unsure = 9 / 16.0 + 3 / 8.0 * Math.log(4);
        double sure = 1 / 16.0 + 3 / 8.0 * Math.log(4 / 3.0);
        assertThat(FocalLoss.backward(2, 2, 2, Z, T, null))
                .containsExactly(
                        new double[] {-0.75 * unsure / 2, 0.75 * unsure / 2, 0.25 * sure / 2, -0.25 * sure / 2},
                        within(1e-15));
    }

    @Test
    void withoutFocusItIsCrossEntropy() {
        double[] w = {3, 1};
        assertThat(FocalLoss.forward(2, 2, 0, Z, T, w)).isEqualTo(SoftmaxCrossEntropy.forward(2, 2, Z, T, w));
        assertThat(FocalLoss.backward(2, 2, 0, Z, T, w))
                .containsExactly(SoftmaxCrossEntropy.backward(2, 2, Z, T, w), within(1e-15));
    }

    @Test
    void hugeLogitsStayFinite() {
        double[] z = {1e4, -1e4, -1e4, 1e4};
        double[] t = SoftmaxCrossEntropy.targets(2, new int[] {0, 0});

        assertThat(FocalLoss.forward(2, 2, 2, z, t, null)).isEqualTo(1e4);
        assertThat(FocalLoss.backward(2, 2, 2, z, t, null)).containsExactly(0, 0, -0.5, 0.5);
        assertThat(FocalLoss.backward(2, 2, 0.5, z, t, null)).containsExactly(0, 0, -0.5, 0.5);
    }

    @Test
    void gradientAgreesWithFiniteDifferences() {
        Rng rng = Rng.of(8, 1);
        for (int i = 0; i < 60; i++) {
            int n = 1 + rng.nextInt(4);
            int k = 2 + rng.nextInt(6);
            double focus = rng.nextInt(4) == 0 ? 0 : rng.uniform(0.3, 4);
            double[] z = Draw.values(rng, n * k);
            double[] t = positive(rng, n * k);
            double[] w = rng.nextBoolean() ? positive(rng, k) : null;

            GradientCheck check = GradientCheck.smooth(
                    () -> new double[] {FocalLoss.forward(n, k, focus, z, t, w)}, new double[] {1});

            assertThat(check.error(z, FocalLoss.backward(n, k, focus, z, t, w))).isLessThan(GradientCheck.TOLERANCE);
        }
    }

    /** Made with automatic differentiation by src/test/python/focal_fixture.py. */
    @Test
    void agreesWithPyTorch() throws IOException {
        try (InputStream in = FocalLossTest.class.getResourceAsStream("/org/pellucid/fixtures/focal.json")) {
            for (JsonNode c : JsonMapper.shared().readTree(in).get("cases")) {
                int n = c.get("n").asInt();
                int k = c.get("k").asInt();
                double focus = c.get("focus").asDouble();
                double[] z = values(c.get("z"));
                double[] t = values(c.get("t"));
                double[] w = c.get("w").isNull() ? null : values(c.get("w"));
                // A few roundings of numbers below 10.
                assertThat(FocalLoss.forward(n, k, focus, z, t, w))
                        .isCloseTo(c.get("loss").asDouble(), within(1e-14));
                assertThat(FocalLoss.backward(n, k, focus, z, t, w))
                        .containsExactly(values(c.get("dz")), within(1e-14));
            }
        }
    }

    private static double[] values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static double[] positive(Rng rng, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = rng.uniform(0.1, 2);
        }
        return values;
    }
}
