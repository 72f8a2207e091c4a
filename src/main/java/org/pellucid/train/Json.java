package org.pellucid.train;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import java.util.stream.Collectors;
import org.pellucid.data.DataException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
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

    private static final String ANEW = "start the run anew";

    private Json() {}

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** @throws TrainException if the text is not JSON */
    static JsonNode parse(String text, String origin) {
        return parse(text, origin, ANEW);
    }

    /** @param mend what the message advises */
    static JsonNode parse(String text, String origin, String mend) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw refused(origin, e, mend);
        }
    }

    /** @throws TrainException if the tree is not what the type takes */
    static <T> T read(JsonNode tree, Class<T> type, String origin) {
        return read(tree, type, origin, ANEW);
    }

    /** @param mend what the message advises */
    static <T> T read(JsonNode tree, Class<T> type, String origin, String mend) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw refused(origin, e, mend);
        }
    }

    private static TrainException refused(String origin, JacksonException e, String mend) {
        return new TrainException(origin + " is damaged or of another version (" + reason(e) + "): " + mend, e);
    }

    private static String reason(JacksonException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // A record that refuses its values says best why.
            if (cause instanceof TrainException
                    || cause instanceof DataException
                    || cause instanceof IllegalArgumentException) {
                return cause.getMessage();
            }
        }
        String path = e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
        if (e instanceof UnrecognizedPropertyException unknown) {
            return path + " is unknown; expected "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (e.getOriginalMessage().startsWith("Missing creator property")) {
            return path + " is missing";
        }
        String said = e.getOriginalMessage().replaceAll("\\s+", " ").replaceAll("\\(?`?org\\.pellucid\\.\\S+", "");
        return path.isEmpty() ? said : path + ": " + said;
    }
}
