package org.pellucid.train;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records to JSON and strictly back: what is unknown, missing or of another type is refused. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            // A record's components alone, not what it can tell besides, such as isNone().
            .changeDefaultVisibility(seen -> seen.withIsGetterVisibility(Visibility.NONE))
            .build();

    private Json() {}

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** @throws TrainException if the text is not JSON */
    static JsonNode parse(String text, String origin) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw refused(origin, e);
        }
    }

    /** @throws TrainException if the tree is not what the type takes */
    static <T> T read(JsonNode tree, Class<T> type, String origin) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw refused(origin, e);
        }
    }

    private static TrainException refused(String origin, JacksonException e) {
        String reason = e.getOriginalMessage().replaceAll("\\s+", " ");
        return new TrainException(origin + " is damaged or of another version (" + reason + "): start the run anew", e);
    }
}
