package org.pellucid.spec;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The readable JSON form of a network. What is written is read back equal; what is not understood is refused.
 *
 * <pre>{@code
 * {"name": "tiny", "input": [1, 48, 48], "layers": [
 *   {"type": "conv2d", "out": 8, "kernel": 3, "padding": "same"},
 *   {"type": "relu"}, {"type": "global-avg-pool"}, {"type": "dense", "units": 7}]}
 * }</pre>
 *
 * <p>Sizes are a whole number or {@code [height, width]}; padding is {@code "valid"}, {@code "same"}, a whole number
 * or {@code [top, left, bottom, right]}. Fields at their defaults (stride 1, padding valid, dilation 1, groups 1,
 * bias true; a pooling's stride is its kernel) may be left out, and are when written.
 */
public final class NetworkJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private NetworkJson() {}

    /**
     * Reads a network.
     *
     * @param json the text
     * @param origin where it comes from, for messages
     * @throws SpecException if it is not JSON, not a network, or a network that cannot be
     */
    public static NetworkSpec read(String json, String origin) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new SpecException(origin + " is not JSON: " + e.getOriginalMessage());
        }
        try {
            return read(root);
        } catch (SpecException e) {
            throw new SpecException(origin + ": " + e.getMessage());
        }
    }

    /** Reads a network that stands inside a larger document. */
    public static NetworkSpec read(JsonNode root) {
        return NetworkReader.network(root);
    }

    /** The network as JSON, one simple layer a line. */
    public static String write(NetworkSpec spec) {
        StringBuilder text = new StringBuilder();
        pretty(tree(spec), "", text);
        return text.append('\n').toString();
    }

    /** The network as a tree, to stand inside a larger document. */
    public static ObjectNode tree(NetworkSpec spec) {
        return NetworkWriter.network(spec);
    }

    /** Arrays of layers spread over lines; all else stays on one. */
    private static void pretty(JsonNode node, String indent, StringBuilder text) {
        boolean spread = holdsLayers(node);
        boolean object = node.isObject();
        if (!node.isContainer()) {
            text.append(MAPPER.writeValueAsString(node));
            return;
        }
        text.append(object ? '{' : '[');
        String separator = "";
        for (var field : object ? node.properties() : List.<Map.Entry<String, JsonNode>>of()) {
            text.append(separator).append(spread ? "\n  " + indent : "");
            text.append('"').append(field.getKey()).append("\": ");
            pretty(field.getValue(), indent + "  ", text);
            separator = spread ? "," : ", ";
        }
        for (JsonNode element : object ? List.<JsonNode>of() : node) {
            text.append(separator).append(spread ? "\n  " + indent : "");
            pretty(element, indent + "  ", text);
            separator = spread ? "," : ", ";
        }
        text.append(spread ? "\n" + indent : "").append(object ? '}' : ']');
    }

    private static boolean holdsLayers(JsonNode node) {
        if (node.isObject()) {
            return node.has("layers") || node.has("body");
        }
        return node.isArray() && !node.isEmpty() && node.get(0).isObject();
    }
}
