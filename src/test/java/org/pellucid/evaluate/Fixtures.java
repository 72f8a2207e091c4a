package org.pellucid.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values of other people's programs; src/test/python has the scripts that made them. */
final class Fixtures {
    private Fixtures() {}

    static JsonNode read(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The predictions of scikit-learn.json. */
    static Predictions predictions() {
        JsonNode fixture = read("scikit-learn.json");
        List<String> classes = StreamSupport.stream(fixture.get("classes").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
        int[] labels = ints(fixture.get("labels"));
        float[] probabilities = new float[labels.length * classes.size()];
        for (int i = 0; i < probabilities.length; i++) {
            int count = fixture.get("counts")
                    .get(i / classes.size())
                    .get(i % classes.size())
                    .asInt();
            probabilities[i] = (float) count / fixture.get("unit").asInt();
        }
        return new Predictions(classes, probabilities, labels);
    }

    static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
