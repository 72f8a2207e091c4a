package org.pellucid.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of one JSON object, asked for by name; one that nobody asked for is refused. Messages leave it to the caller to
 * name the file.
 */
final class Fields {
    /** Its own writer of doubles, for the JDK's differ from version to version, and hashes of text must not. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static final String MEND = ": take the file from a copy, or train and save again";

    private final JsonNode node;
    private final String path;
    private final Set<String> asked = new HashSet<>();

    private Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
        if (!node.isObject()) {
            throw refusal((path.isEmpty() ? "" : path + " ") + "expects a JSON object but gets " + brief(node));
        }
    }

    /**
     * Reads a whole document.
     *
     * @param what the document, for messages
     */
    static Fields parse(String json, String what) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new ModelException(what + " is not JSON: " + e.getOriginalMessage() + MEND, e);
        }
        return new Fields(root, "");
    }

    ModelException refusal(String problem) {
        return new ModelException(problem + MEND);
    }

    String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    JsonNode node() {
        return node;
    }

    /** The names of all fields, in the document's order. */
    List<String> names() {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    boolean has(String field) {
        asked.add(field);
        return node.has(field);
    }

    JsonNode any(String field) {
        if (!has(field)) {
            throw refusal(path(field) + " is expected but missing");
        }
        return node.get(field);
    }

    private ModelException wrong(String field, String expected) {
        return refusal(path(field) + " expects " + expected + " but gets " + brief(node.get(field)));
    }

    String text(String field) {
        if (!any(field).isString()) {
            throw wrong(field, "a text");
        }
        return node.get(field).stringValue();
    }

    long whole(String field, long least, long most) {
        JsonNode value = any(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw wrong(field, "a whole number of " + least + " to " + most);
        }
        return value.longValue();
    }

    double number(String field) {
        if (!any(field).isNumber()) {
            throw wrong(field, "a number");
        }
        return node.get(field).doubleValue();
    }

    Fields object(String field) {
        return new Fields(any(field), path(field));
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(field, "a list of texts")) {
            if (!element.isString()) {
                throw wrong(field, "a list of texts");
            }
            texts.add(element.stringValue());
        }
        return texts;
    }

    float[] floats(String field) {
        JsonNode array = array(field, "a list of numbers");
        float[] numbers = new float[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!array.get(i).isNumber()) {
                throw wrong(field, "a list of numbers");
            }
            numbers[i] = (float) array.get(i).doubleValue();
        }
        return numbers;
    }

    /** Whole numbers of at least 0. */
    long[] sizes(String field) {
        JsonNode array = array(field, "a list of sizes");
        long[] sizes = new long[array.size()];
        for (int i = 0; i < sizes.length; i++) {
            JsonNode value = array.get(i);
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw wrong(field, "a list of sizes");
            }
            sizes[i] = value.longValue();
        }
        return sizes;
    }

    private JsonNode array(String field, String expected) {
        if (!any(field).isArray()) {
            throw wrong(field, expected);
        }
        return node.get(field);
    }

    /** All fields of an object of texts. */
    Map<String, String> allTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        names().forEach(name -> texts.put(name, text(name)));
        return texts;
    }

    /** All fields of an object of numbers. */
    Map<String, Double> allNumbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        names().forEach(name -> numbers.put(name, number(name)));
        return numbers;
    }

    /** Refuses fields that were not asked for. */
    void refuseOthers() {
        for (String name : names()) {
            if (!asked.contains(name)) {
                throw refusal(path(name) + " is unknown; expected " + String.join(", ", new TreeSet<>(asked)));
            }
        }
    }

    private static String brief(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= 40 ? text : text.substring(0, 39) + "…";
    }
}
