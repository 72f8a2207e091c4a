package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LabelNoiseTest {
    private static final double EPSILON = Math.ulp(1.0);

    @Test
    void workedByHand() {
        // Labelled a: 0.75, 0.5, 0.125, so t_a = 1.375 / 3 = 0.458…; labelled b: 0.75, 0.625, 0.375, 0.5625, so t_b =
        // 0.578125. The last example reaches neither.
        LabelNoise noise = LabelNoise.of(new Predictions(
                List.of("a", "b"),
                new float[] {
                    0.75f, 0.25f, 0.5f, 0.5f, 0.125f, 0.875f, 0.25f, 0.75f, 0.375f, 0.625f, 0.625f, 0.375f, 0.4375f,
                    0.5625f
                },
                new int[] {0, 0, 0, 1, 1, 1, 1}));

        assertThat(noise.thresholds()).containsExactly(1.375 / 3, 0.578125);
        assertThat(noise.confidentJoint()).isDeepEqualTo(new int[][] {{2, 1}, {1, 2}});
        assertThat(noise.suspects())
                .containsExactly(
                        new LabelNoise.Suspect(2, 0, 1, 0.125 - 0.875), new LabelNoise.Suspect(5, 1, 0, 0.375 - 0.625));
        // Rows scaled to 3/7 and 4/7; a third of each is off the diagonal.
        assertThat(noise.joint()[0][1]).isCloseTo(1 / 7.0, within(2 * EPSILON));
        assertThat(noise.joint()[1][1]).isCloseTo(8 / 21.0, within(2 * EPSILON));
        assertThat(noise.noise()).isCloseTo(1 / 3.0, within(4 * EPSILON));
    }

    @Test
    void agreesWithTheEquationsInNumPy() throws IOException {
        JsonNode fixture = fixture();
        LabelNoise noise = LabelNoise.of(predictions(fixture));
        int k = noise.classes().size();

        for (int row = 0; row < k; row++) {
            assertThat(noise.confidentJoint()[row])
                    .containsExactly(ints(fixture.get("confident_joint").get(row)));
            for (int column = 0; column < k; column++) {
                assertThat(noise.joint()[row][column])
                        .isCloseTo(fixture.get("joint").get(row).get(column).asDouble(), within(4 * EPSILON));
            }
        }
        // Sums of whole 1024ths are exact; the quotient is one rounding, in either program.
        assertThat(IntStream.range(0, 3).mapToObj(c -> noise.thresholds()[c]))
                .isEqualTo(StreamSupport.stream(fixture.get("thresholds").spliterator(), false)
                        .limit(3)
                        .map(JsonNode::asDouble)
                        .toList());
        assertThat(noise.thresholds()[3]).isNaN();
        assertThat(noise.suspects().stream().mapToInt(LabelNoise.Suspect::example))
                .containsExactly(boxed(fixture.get("suspects")));
        assertThat(noise.suspects().stream().mapToInt(LabelNoise.Suspect::suggested))
                .containsExactly(boxed(fixture.get("suggested")));
        assertThat(noise.suspects().stream().map(LabelNoise.Suspect::margin))
                .isEqualTo(StreamSupport.stream(fixture.get("margins").spliterator(), false)
                        .map(JsonNode::asDouble)
                        .toList());
        assertThat(noise.noise()).isCloseTo(fixture.get("noise").asDouble(), within(2 * k * k * EPSILON));
    }

    private static Predictions predictions(JsonNode fixture) {
        int k = fixture.get("classes").size();
        int[] labels = ints(fixture.get("labels"));
        float[] p = new float[labels.length * k];
        for (int i = 0; i < p.length; i++) {
            p[i] = fixture.get("counts").get(i / k).get(i % k).asInt()
                    / (float) fixture.get("unit").asInt();
        }
        List<String> classes = StreamSupport.stream(fixture.get("classes").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
        return new Predictions(classes, p, labels);
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private static Integer[] boxed(JsonNode array) {
        return IntStream.of(ints(array)).boxed().toArray(Integer[]::new);
    }

    private static JsonNode fixture() throws IOException {
        try (InputStream in = LabelNoiseTest.class.getResourceAsStream("label-noise.json")) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
