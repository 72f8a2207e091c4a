package org.pellucid.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pellucid.data.DataException;
import org.pellucid.data.Standardisation;
import org.pellucid.spec.NetworkJson;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.SpecException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code model.json}: all of a model but its weights, readable, and sealed: {@code sha256} is that of the document without
 * it, every blank outside texts left out. So no slip of a disk or an editor goes unseen.
 */
final class ModelJson {
    static final String FORMAT = "pellucid-model";
    static final int VERSION = 1;

    private static final String SEAL = "sha256";

    private ModelJson() {}

    static String write(Description document) {
        List<String> fields = new ArrayList<>();
        fields.add("\"format\": \"" + FORMAT + "\"");
        fields.add("\"format_version\": " + VERSION);
        fields.add("\"network\": " + NetworkJson.write(document.spec()).strip().replace("\n", "\n  "));
        ArrayNode classes = Fields.MAPPER.createArrayNode();
        document.classes().forEach(classes::add);
        fields.add("\"classes\": " + classes);
        fields.add("\"preprocessing\": " + spread(preprocessing(document.preprocessing())));
        fields.add("\"provenance\": " + spread(provenance(document.provenance())));
        ObjectNode weights = Fields.MAPPER.createObjectNode();
        weights.put("file", Model.WEIGHTS).put("sha256", document.weightsFileSha256());
        fields.add("\"weights\": " + spread(weights));
        return seal(fields);
    }

    /** The document of these fields with its hash, as the last of them. */
    static String seal(List<String> fields) {
        String open = "{\n  " + String.join(",\n  ", fields);
        ObjectNode root = (ObjectNode) Fields.MAPPER.readTree(open + "}");
        return open + ",\n  \"" + SEAL + "\": \"" + hash(root) + "\"\n}\n";
    }

    private static String hash(ObjectNode root) {
        ObjectNode unsealed = root.deepCopy();
        unsealed.remove(SEAL);
        MessageDigest digest = Fingerprint.digest();
        digest.update(Fields.MAPPER.writeValueAsString(unsealed).getBytes(StandardCharsets.UTF_8));
        return Fingerprint.hex(digest);
    }

    /** One field a line. */
    private static String spread(ObjectNode node) {
        List<String> lines = new ArrayList<>();
        node.properties()
                .forEach(f -> lines.add("\"" + f.getKey() + "\": " + Fields.MAPPER.writeValueAsString(f.getValue())));
        return "{\n    " + String.join(",\n    ", lines) + "\n  }";
    }

    private static ObjectNode preprocessing(Preprocessing p) {
        ObjectNode node = Fields.MAPPER.createObjectNode();
        node.put("channels", p.channels()).put("height", p.height()).put("width", p.width());
        ObjectNode standardisation = node.putObject("standardisation");
        standardisation.put("kind", label(p.standardisation().kind()));
        numbers(standardisation.putArray("mean"), p.standardisation().mean());
        numbers(standardisation.putArray("deviation"), p.standardisation().deviation());
        return node;
    }

    /** As doubles, which hold each float exactly; a float's own shortest digits may not survive being read as a double. */
    private static void numbers(ArrayNode array, float[] values) {
        for (float value : values) {
            array.add((double) value);
        }
    }

    private static ObjectNode provenance(Provenance p) {
        ObjectNode node = Fields.MAPPER.createObjectNode();
        node.put("version", p.version()).put("created", p.created()).put("seed", p.seed());
        node.put("data_origin", p.dataOrigin()).put("data_sha256", p.dataSha256());
        node.put("gemm", p.gemm()).put("jdk", p.jdk()).put("cpu", p.cpu());
        node.put("threads", p.threads()).put("epochs", p.epochs());
        p.metrics().forEach(node.putObject("metrics")::put);
        node.put("weights_sha256", p.weightsSha256());
        p.openedTest().forEach(node.putArray("opened_test")::add);
        if (!p.pretrained().isEmpty()) {
            node.put("pretrained", p.pretrained());
        }
        if (!p.teachers().isEmpty()) {
            p.teachers().forEach(node.putArray("teachers")::add);
        }
        return node;
    }

    /**
     * @param origin the file, for messages
     * @throws ModelException if the document is not exactly what {@link #write} writes, blanks aside
     */
    static Description read(String json, String origin) {
        try {
            return read(Fields.parse(json, "the document"));
        } catch (ModelException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        } catch (SpecException | DataException e) {
            throw new ModelException(origin + ": " + e.getMessage() + Fields.MEND, e);
        }
    }

    private static Description read(Fields root) {
        if (!root.has("format")
                || !root.any("format").isString()
                || !root.text("format").equals(FORMAT)) {
            throw root.refusal(
                    "expected a model's description, of the format " + FORMAT + ", but it is something else");
        }
        long version = root.whole("format_version", 1, Long.MAX_VALUE);
        if (version > VERSION) {
            throw new ModelException("the model is of format version " + version
                    + " but this program reads up to version " + VERSION + ": take a newer release of the program");
        }
        String seal = root.text(SEAL);
        String actual = hash((ObjectNode) root.node());
        if (!seal.equals(actual)) {
            throw root.refusal("expected content of SHA-256 " + seal + " but got " + actual + ": it was altered");
        }
        NetworkSpec spec = NetworkJson.read(root.any("network"));
        List<String> classes = root.texts("classes");
        Preprocessing preprocessing = readPreprocessing(root.object("preprocessing"));
        Provenance provenance = readProvenance(root.object("provenance"));
        Fields weights = root.object("weights");
        if (!weights.text("file").equals(Model.WEIGHTS)) {
            throw root.refusal("weights.file expects " + Model.WEIGHTS + " but gets " + weights.text("file"));
        }
        String weightsFileSha256 = weights.text("sha256");
        weights.refuseOthers();
        root.refuseOthers();
        return new Description(spec, classes, preprocessing, provenance, weightsFileSha256);
    }

    private static Preprocessing readPreprocessing(Fields fields) {
        Fields s = fields.object("standardisation");
        String label = s.text("kind");
        Standardisation.Kind kind = null;
        for (Standardisation.Kind candidate : Standardisation.Kind.values()) {
            kind = label(candidate).equals(label) ? candidate : kind;
        }
        if (kind == null) {
            throw s.refusal(s.path("kind") + " is unknown: '" + label + "'");
        }
        Standardisation standardisation = new Standardisation(kind, s.floats("mean"), s.floats("deviation"));
        s.refuseOthers();
        Preprocessing preprocessing = new Preprocessing(
                size(fields, "channels"), size(fields, "height"), size(fields, "width"), standardisation);
        fields.refuseOthers();
        return preprocessing;
    }

    private static Provenance readProvenance(Fields f) {
        Map<String, Double> metrics = f.object("metrics").allNumbers();
        Provenance provenance = new Provenance(
                f.text("version"),
                f.text("created"),
                f.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                f.text("data_origin"),
                f.text("data_sha256"),
                f.text("gemm"),
                f.text("jdk"),
                f.text("cpu"),
                size(f, "threads"),
                (int) f.whole("epochs", 0, Integer.MAX_VALUE),
                metrics,
                f.text("weights_sha256"),
                f.texts("opened_test"),
                f.has("teachers") ? f.texts("teachers") : List.of(),
                f.has("pretrained") ? f.text("pretrained") : "");
        f.refuseOthers();
        return provenance;
    }

    private static int size(Fields fields, String field) {
        return (int) fields.whole(field, 1, Integer.MAX_VALUE);
    }

    private static String label(Standardisation.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
