package org.pellucid.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.data.Standardisation;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;
import tools.jackson.databind.node.ObjectNode;

/** A model of a few weights, and ways to spoil it on disk. */
final class Tiny {
    static final List<String> CLASSES = List.of("angry", "happy", "sad");
    static final NetworkSpec SPEC = new NetworkSpec(
            "tiny",
            new Shape(1, 4, 5),
            List.of(
                    Conv2dSpec.of(2, 3),
                    BatchNormSpec.DEFAULT,
                    new ActivationSpec.Relu(),
                    new FlattenSpec(),
                    DenseSpec.of(3)));
    static final Provenance PROVENANCE = new Provenance(
            "0.1.0",
            "2026-11-05T10:15:30Z",
            -7,
            "faces.csv",
            "0".repeat(64),
            "vector",
            "17.0.2",
            "a \"quoted\" CPU",
            2,
            12,
            metrics(),
            "",
            List.of("2026-11-06T00:00:00Z accuracy 0.61"));

    private Tiny() {}

    private static Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("validation_accuracy", 0.1 + 0.2);
        metrics.put("loss", 2e-23);
        return metrics;
    }

    static Preprocessing preprocessing() {
        float[] mean = new float[20];
        float[] deviation = new float[20];
        Rng rng = Rng.of(3);
        for (int p = 0; p < mean.length; p++) {
            mean[p] = 255 * rng.nextFloat();
            deviation[p] = 1 + 99 * rng.nextFloat();
        }
        return new Preprocessing(1, 4, 5, new Standardisation(Standardisation.Kind.PER_PIXEL, mean, deviation));
    }

    static List<Parameter> parameters(NetworkSpec spec, long seed) {
        List<Parameter> parameters = new ArrayList<>();
        for (ParameterSpec p : spec.parameters()) {
            Tensor value = new Tensor(p.dimensions());
            Rng rng = Rng.of(seed, Rng.key(p.name()));
            for (int i = 0; i < value.size(); i++) {
                value.data()[i] = (float) rng.uniform(0.1, 1);
            }
            parameters.add(new Parameter(p.name(), value, p.role().learned(), true));
        }
        return parameters;
    }

    static Model model(long seed) {
        return Model.of(SPEC, parameters(SPEC, seed), CLASSES, preprocessing(), PROVENANCE);
    }

    /** What makes a loaded model the one that was saved, as one comparable value. */
    static List<Object> content(Model model) {
        List<Object> content =
                new ArrayList<>(List.of(model.spec(), model.classes(), model.preprocessing(), model.provenance()));
        model.weights().forEach((name, tensor) -> {
            content.add(name);
            for (int size : tensor.shape()) {
                content.add(size);
            }
            for (float value : tensor.data()) {
                content.add(Float.floatToRawIntBits(value));
            }
        });
        return content;
    }

    /** A change to the description. */
    interface Edit {
        void apply(ObjectNode root);
    }

    /** Alters the description and seals it anew, as if so written. */
    static void edit(Path directory, Edit edit) throws IOException {
        Path file = directory.resolve(Model.DESCRIPTION);
        ObjectNode root = (ObjectNode) Fields.MAPPER.readTree(Files.readString(file));
        root.remove("sha256");
        edit.apply(root);
        List<String> fields = new ArrayList<>();
        root.properties()
                .forEach(f -> fields.add("\"" + f.getKey() + "\": " + Fields.MAPPER.writeValueAsString(f.getValue())));
        Files.writeString(file, ModelJson.seal(fields));
    }

    /** Puts other weights in place and names them in the description, as if so written. */
    static void weights(Path directory, Map<String, Tensor> weights) throws IOException {
        Path file = directory.resolve(Model.WEIGHTS);
        Safetensors.write(file, new LinkedHashMap<>(weights), Map.of());
        String fileHash = Safetensors.contents(file).sha256();
        edit(directory, root -> {
            ((ObjectNode) root.get("weights")).put("sha256", fileHash);
            ((ObjectNode) root.get("provenance")).put("weights_sha256", Fingerprint.sha256(weights));
        });
    }

    /** A safetensors file of this header and so many bytes of zeros. */
    static Path safetensors(Path file, String header, int dataSize) throws IOException {
        byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + text.length + dataSize];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (text.length >>> (8 * i));
        }
        System.arraycopy(text, 0, bytes, 8, text.length);
        return Files.write(file, bytes);
    }
}
