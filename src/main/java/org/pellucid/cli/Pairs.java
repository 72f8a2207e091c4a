package org.pellucid.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Values such as {@code standard,erase=0.5} or {@code step:every=10,factor=0.5}: a word and numbers by name. */
final class Pairs {
    private final String option;
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * @param option for messages, such as {@code --augment}
     * @param text pairs {@code name=number} between commas; may be empty
     */
    Pairs(String option, String text) {
        this.option = option;
        for (String pair : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            try {
                if (equals < 1) {
                    throw new NumberFormatException(pair);
                }
                values.put(
                        pair.substring(0, equals).strip(),
                        Double.parseDouble(pair.substring(equals + 1).strip()));
            } catch (NumberFormatException e) {
                throw new UsageException(
                        option + " expects pairs such as name=0.5 between commas but gets '" + pair + "'");
            }
        }
    }

    double get(String name, double otherwise) {
        known.add(name);
        return values.getOrDefault(name, otherwise);
    }

    int whole(String name, int otherwise) {
        double value = get(name, otherwise);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new UsageException(option + " expects a whole number for " + name + " but gets " + value);
        }
        return (int) value;
    }

    boolean flag(String name, boolean otherwise) {
        double value = get(name, otherwise ? 1 : 0);
        if (value != 0 && value != 1) {
            throw new UsageException(option + " expects 0 or 1 for " + name + " but gets " + value);
        }
        return value == 1;
    }

    /** Refuses names that were not asked for. */
    void refuseOthers() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new UsageException(option + " does not know '" + name + "': expected "
                        + (known.isEmpty() ? "no pairs" : String.join(", ", known)));
            }
        }
    }
}
