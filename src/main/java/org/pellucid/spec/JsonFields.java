package org.pellucid.spec;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The fields of one JSON object, asked for one by one; messages say where in the document they stand. */
final class JsonFields {
    private final JsonNode node;
    private final String path;
    private final Set<String> asked = new HashSet<>();

    JsonFields(JsonNode node, String path) {
        if (!node.isObject()) {
            throw new SpecException(path + " expects an object but gets " + brief(node));
        }
        this.node = node;
        this.path = path;
    }

    String path(String field) {
        return path + "." + field;
    }

    boolean has(String field) {
        asked.add(field);
        return node.has(field);
    }

    private JsonNode field(String field) {
        if (!has(field)) {
            throw new SpecException(path + " expects the field '" + field + "' but has none");
        }
        return node.get(field);
    }

    private SpecException wrong(String field, String expected) {
        return new SpecException(path(field) + " expects " + expected + " but gets " + brief(node.get(field)));
    }

    String text(String field) {
        if (!field(field).isString()) {
            throw wrong(field, "a text");
        }
        return node.get(field).stringValue();
    }

    int whole(String field) {
        if (!field(field).isInt()) {
            throw wrong(field, "a whole number");
        }
        return node.get(field).intValue();
    }

    int whole(String field, int byDefault) {
        return has(field) ? whole(field) : byDefault;
    }

    double number(String field) {
        if (!field(field).isNumber()) {
            throw wrong(field, "a number");
        }
        return node.get(field).doubleValue();
    }

    double number(String field, double byDefault) {
        return has(field) ? number(field) : byDefault;
    }

    boolean flag(String field, boolean byDefault) {
        if (!has(field)) {
            return byDefault;
        }
        if (!node.get(field).isBoolean()) {
            throw wrong(field, "true or false");
        }
        return node.get(field).booleanValue();
    }

    JsonNode array(String field) {
        if (!field(field).isArray()) {
            throw wrong(field, "a list");
        }
        return node.get(field);
    }

    JsonNode object(String field) {
        return field(field);
    }

    int[] wholes(String field, int count) {
        JsonNode array = array(field);
        int[] numbers = new int[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers.length != count || !array.get(i).isInt()) {
                throw wrong(field, count + " whole numbers");
            }
            numbers[i] = array.get(i).intValue();
        }
        if (numbers.length != count) {
            throw wrong(field, count + " whole numbers");
        }
        return numbers;
    }

    Size size(String field) {
        if (field(field).isInt()) {
            return Size.of(node.get(field).intValue());
        }
        if (!node.get(field).isArray()) {
            throw wrong(field, "a whole number or [height, width]");
        }
        int[] numbers = wholes(field, 2);
        return new Size(numbers[0], numbers[1]);
    }

    Size size(String field, Size byDefault) {
        return has(field) ? size(field) : byDefault;
    }

    Padding padding() {
        if (!has("padding")) {
            return Padding.VALID;
        }
        JsonNode value = node.get("padding");
        if (value.isInt()) {
            return Padding.of(value.intValue());
        }
        if (value.isArray()) {
            int[] p = wholes("padding", 4);
            return Padding.of(p[0], p[1], p[2], p[3]);
        }
        return switch (value.isString() ? value.stringValue() : "") {
            case "same" -> Padding.SAME;
            case "valid" -> Padding.VALID;
            default -> throw wrong("padding", "\"same\", \"valid\", a whole number or [top, left, bottom, right]");
        };
    }

    void refuseOthers() {
        for (String field : node.propertyNames()) {
            if (!asked.contains(field)) {
                throw new SpecException(path + " has the unknown field '" + field + "': expected only "
                        + String.join(", ", asked.stream().sorted().toList()));
            }
        }
    }

    private static String brief(JsonNode node) {
        String text = node.toString();
        return text.length() <= 40 ? text : text.substring(0, 39) + "…";
    }
}
