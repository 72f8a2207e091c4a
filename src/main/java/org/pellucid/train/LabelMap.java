package org.pellucid.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What another data set calls a model's classes.
 *
 * @param names by the data's name the model's; an empty name leaves the pictures out; names that are not here stay as they are
 */
public record LabelMap(Map<String, String> names) {
    /** All names as they are. */
    public static final LabelMap SAME = new LabelMap(Map.of());

    private static final String LEFT_OUT = "-";

    public LabelMap {
        names = Map.copyOf(names);
    }

    /**
     * Reads such as {@code happiness=happy,contempt=-}.
     *
     * @throws TrainException if it is not of that form
     */
    public static LabelMap parse(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            String from = equals < 0 ? "" : pair.substring(0, equals).strip();
            String to = pair.substring(equals + 1).strip();
            if (from.isEmpty() || to.isEmpty() || names.containsKey(from)) {
                throw new TrainException(
                        "a label map expects pairs of the data's name and the model's, each of the data's"
                                + " once, such as happiness=happy,contempt=- (- leaves out), but gets '" + pair + "'");
            }
            names.put(from, to.equals(LEFT_OUT) ? "" : to);
        }
        return new LabelMap(names);
    }

    String apply(String name) {
        return names.getOrDefault(name, name);
    }
}
