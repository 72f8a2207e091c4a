package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StackingTest {
    /** The last step moves no weight by more than 10⁻⁹, and Newton's method squares what is left. */
    private static final double TOLERANCE = 1e-9;

    @Test
    void agreesWithSciPy() throws IOException {
        JsonNode fixture = fixture();
        double[][] x = new double[fixture.get("x").size()][];
        int[] labels = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = numbers(fixture.get("x").get(i), fixture.get("unit").asDouble());
            labels[i] = fixture.get("labels").get(i).asInt();
        }

        Stacking fitted = Stacking.fit(x, labels, 3);

        for (int i = 0; i < x.length; i++) {
            assertThat(fitted.probabilities(x[i]))
                    .containsExactly(numbers(fixture.get("probabilities").get(i), 1), within(TOLERANCE));
        }
    }

    @Test
    void whatTellsNothingLeavesTheSharesOfTheLabels() {
        Stacking fitted = Stacking.fit(new double[][] {{5}, {5}, {5}, {5}}, new int[] {0, 1, 1, 1}, 2);

        // The ridge draws the shares together: λ · 2w for a gradient of p (1 − p) ≈ 0.19 a unit of w.
        assertThat(fitted.probabilities(new double[] {5})).containsExactly(new double[] {0.25, 0.75}, within(1e-3));
    }

    @Test
    void expectsALabelEach() {
        assertThatThrownBy(() -> Stacking.fit(new double[3][2], new int[2], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expects examples with a label each but gets 3 and 2");
    }

    private static double[] numbers(JsonNode array, double unit) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble() / unit;
        }
        return numbers;
    }

    private static JsonNode fixture() throws IOException {
        try (InputStream in = StackingTest.class.getResourceAsStream("stacking.json")) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
