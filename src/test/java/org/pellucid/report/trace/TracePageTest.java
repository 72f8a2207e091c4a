package org.pellucid.report.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pellucid.data.Emotions;
import org.pellucid.data.Split;
import org.pellucid.data.Standardisation;
import org.pellucid.data.SyntheticFaces;
import org.pellucid.inspect.Scene;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.inspect.trace.Trace;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.support.RandomNetworks;
import org.pellucid.tensor.Rng;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a synthetic face shows the numbers of the JSON, and asks nobody for anything. */
class TracePageTest {
    private static final Pattern NUMBER = Pattern.compile("<data data-k=\"([^\"]+)\" value=\"([^\"]+)\">");
    private static final Pattern CELLS =
            Pattern.compile("<script type=\"application/json\" class=\"cells\" data-layer=\"([^\"]+)\">(.*?)</script>");
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    private static Trace trace;
    private static JsonNode json;
    private static String page;

    @BeforeAll
    static void traceAFace() {
        NetworkSpec spec = new NetworkSpec(
                "small",
                new Shape(1, 48, 48),
                List.of(
                        Conv2dSpec.of(4, 3).withStride(2),
                        BatchNormSpec.DEFAULT,
                        new ActivationSpec.Relu(),
                        MaxPool2dSpec.of(2),
                        ResidualSpec.of(Conv2dSpec.of(4, 3).withGroups(2), new ActivationSpec.Tanh()),
                        new SqueezeExciteSpec(2, new ActivationSpec.Silu()),
                        AvgPool2dSpec.of(4),
                        new FlattenSpec(),
                        DenseSpec.of(7)));
        var faces = SyntheticFaces.generate(3, 0, 0, 1).split(Split.TRAIN);
        int size = faces.pictureSize();
        float[] pixels = new float[faces.size() * size];
        for (int i = 0; i < faces.size(); i++) {
            faces.pixels(i, pixels, i * size);
            Standardisation.perImage().apply(pixels, i * size, size);
        }
        double[] x = new double[pixels.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = pixels[i];
        }
        TrainingStep step =
                TrainingStep.run(spec, RandomNetworks.parameters(spec, Rng.of(4)), x, new int[] {0, 1, 2}, true, null);
        Scene scene = new Scene(
                "small", "random <weights>", List.of("face 0", "face 1", "face 2"), Emotions.FER2013, List.of("a & b"));
        trace = Trace.of(scene, step, 1_000_000_000L, 1, done -> {});
        json = JsonMapper.shared()
                .readTree(JsonMapper.shared().writeValueAsString(TraceTree.of(trace, Integer.MAX_VALUE)));
        page = TracePage.of(trace);
    }

    private static JsonNode at(String path) {
        JsonNode node = json;
        for (String part : List.of(path.split("\\.", -1))) {
            node = node.isArray() ? node.get(Integer.parseInt(part)) : node.get(part);
            assertThat(node).as(path).isNotNull();
        }
        return node;
    }

    @Test
    void everyNumberOnThePageIsThatOfTheJson() {
        List<MatchResult> numbers = NUMBER.matcher(page).results().toList();

        assertThat(numbers).hasSizeGreaterThan(300);
        assertThat(numbers.stream()
                        .filter(n ->
                                Double.parseDouble(n.group(2)) != at(n.group(1)).asDouble())
                        .map(MatchResult::group))
                .isEmpty();
    }

    @Test
    void everyLayerHasItsStatisticsOnThePage() {
        for (int i = 0; i < json.get("layers").size(); i++) {
            for (String symbol : json.get("layers").get(i).get("tensors").propertyNames()) {
                for (String what : List.of("min", "max", "mean", "deviation", "norm", "zeros")) {
                    assertThat(page).contains("data-k=\"layers." + i + ".tensors." + symbol + "." + what + "\"");
                }
            }
        }
    }

    @Test
    void theExplorersHoldTheNumbersOfTheJson() {
        List<MatchResult> cells = CELLS.matcher(page).results().toList();
        List<String> explored = new ArrayList<>();
        for (MatchResult found : cells) {
            explored.add(found.group(1));
            JsonNode own = JsonMapper.shared().readTree(found.group(2));
            for (JsonNode layer : json.get("layers")) {
                if (layer.get("name").asString().equals(found.group(1))) {
                    for (String symbol : List.of("x", "w", "dy")) {
                        assertThat(doubles(own.get(symbol).asString()))
                                .containsExactly(values(layer.get("tensors").get(symbol)));
                    }
                }
            }
        }
        assertThat(explored).containsExactly("conv1", "residual1.conv1");
    }

    private static double[] doubles(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    private static double[] values(JsonNode tensor) {
        double[] values = new double[tensor.get("values").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get("values").get(i).asDouble();
        }
        return values;
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(LINK.matcher(page).results().map(link -> link.group(1)))
                .allMatch(link -> link.startsWith("#") || link.startsWith("data:"));
        assertThat(page).doesNotContain("http://", "https://", "@import", "url(", "fetch(", "import ");
    }

    @Test
    void textOfOthersIsEscaped() {
        assertThat(page).contains("random &lt;weights&gt;", "a &amp; b").doesNotContain("<weights>");
    }

    @Test
    void tensorsThatAreCutSayWhatIsLeftOut() {
        JsonNode cut = JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(TraceTree.of(trace, 10)));
        JsonNode y = cut.get("layers").get(0).get("tensors").get("y");

        assertThat(y.get("values").size()).isEqualTo(10);
        assertThat(y.get("left_out").asInt()).isEqualTo(4 * 24 * 24 - 10);
    }

    @Test
    void theTextFitsATerminalAndCountsWhatItFolds() {
        List<String> lines = TraceText.of(trace);

        assertThat(lines).allMatch(line -> line.length() <= 100);
        assertThat(lines).anyMatch(line -> line.matches("  y   = .* … 2,298 more"));
        assertThat(lines).anyMatch(line -> line.startsWith("conv1  conv2d  1×48×48 → 4×24×24"));
        assertThat(lines).anyMatch(line -> line.startsWith("  residual1.conv1  conv2d"));
    }

    @Test
    void whatTheBudgetDoesNotAllowIsNotMeasured() {
        Trace thrifty = Trace.of(trace.scene(), trace.step(), 0, 1, done -> {});

        assertThat(thrifty.measured()).isEqualTo(1); // dz, for which no layer has to run
        assertThat(trace.measured()).isGreaterThan(20);
    }
}
