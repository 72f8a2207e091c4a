package org.pellucid.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * A trained network: what it is, its weights, the classes it tells apart, what it does to a picture first, and where it
 * comes from. Immutable.
 *
 * <p>On disk it is a folder with two files: {@code model.json}, to be read by people too, and {@code model.safetensors}, the
 * weights. Each is sealed by a hash, and the one names the other's; a pair that does not belong together is refused.
 */
public final class Model {
    /** The file that makes a folder a model's. */
    public static final String DESCRIPTION = "model.json";

    static final String WEIGHTS = "model.safetensors";

    /** A description is some ten thousand bytes; what is larger than this is something else. */
    private static final long LARGEST_DESCRIPTION = 64_000_000;

    private final NetworkSpec spec;
    private final List<String> classes;
    private final Preprocessing preprocessing;
    private final Provenance provenance;
    private final Map<String, Tensor> weights;
    private final boolean half;

    private Model(
            NetworkSpec spec,
            List<String> classes,
            Preprocessing preprocessing,
            Provenance provenance,
            Map<String, Tensor> weights,
            boolean half) {
        this.spec = spec;
        this.classes = List.copyOf(classes);
        this.preprocessing = preprocessing;
        this.provenance = provenance;
        this.weights = Collections.unmodifiableMap(weights);
        this.half = half;
    }

    /**
     * A model of a network's weights as they are now, which are copied.
     *
     * @param parameters all that the spec names, in its order
     * @param classes as many as the network has logits, all different
     * @param provenance {@code weightsSha256} is set here
     * @throws ModelException if these do not fit together, or a weight is NaN or infinite
     */
    public static Model of(
            NetworkSpec spec,
            List<Parameter> parameters,
            List<String> classes,
            Preprocessing preprocessing,
            Provenance provenance) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        parameters.forEach(p -> weights.put(p.name(), p.value().copy()));
        String origin = "model '" + spec.name() + "'";
        checkDescription(spec, classes, preprocessing, origin);
        checkWeights(spec, weights, origin);
        return new Model(
                spec,
                classes,
                preprocessing,
                provenance.withWeightsSha256(Fingerprint.sha256(weights)),
                weights,
                false);
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** In the order of the logits. */
    public List<String> classes() {
        return classes;
    }

    public Preprocessing preprocessing() {
        return preprocessing;
    }

    public Provenance provenance() {
        return provenance;
    }

    /** By name, in the order of {@link NetworkSpec#parameters()}; shared, not to be written. */
    public Map<String, Tensor> weights() {
        return weights;
    }

    /** The same model with one more evaluation on test data noted. */
    public Model withOpenedTest(String note) {
        return new Model(spec, classes, preprocessing, provenance.withOpenedTest(note), weights, half);
    }

    /** Whether the weights are 16-bit floats, and so stored as such. */
    public boolean isHalf() {
        return half;
    }

    /**
     * The model with its weights rounded to 16-bit floats, which take half the room. The hash of the weights is of the rounded
     * ones, so it is another.
     *
     * @throws ModelException if a weight is beyond their range
     */
    public Model halved() {
        Map<String, Tensor> rounded = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> {
            Tensor copy = tensor.copy();
            float[] data = copy.data();
            for (int i = 0; i < data.length; i++) {
                float value = Half.toFloat(Half.of(data[i]));
                if (!Float.isFinite(value)) {
                    throw new ModelException("model '" + spec.name() + "': 16-bit floats reach to " + Half.MAX
                            + " but tensor " + name + " holds " + data[i] + ": keep 32 bits");
                }
                data[i] = value;
            }
            rounded.put(name, copy);
        });
        return new Model(
                spec, classes, preprocessing, provenance.withWeightsSha256(Fingerprint.sha256(rounded)), rounded, true);
    }

    /**
     * The machine that runs this model: compiled for inference, with its weights, frozen.
     *
     * @param options of the engine: backend, threads, batch, how convolutions are computed
     */
    public Network compile(Options options) {
        Network network = Network.compile(spec, options.forInference().undrawn());
        copyWeightsTo(network.parameters());
        network.freeze();
        return network;
    }

    /**
     * Copies the weights into a network of the same spec.
     *
     * @throws ModelException if it is of another
     */
    public void copyWeightsTo(List<Parameter> parameters) {
        if (parameters.size() != weights.size()) {
            throw new ModelException(
                    "model '" + spec.name() + "' has " + weights.size() + " tensors of weights but the network has "
                            + parameters.size() + ": compile the model's own spec");
        }
        for (Parameter parameter : parameters) {
            Tensor value = weights.get(parameter.name());
            if (value == null || !parameter.value().hasShape(value.shape())) {
                throw new ModelException("model '" + spec.name() + "' has " + (value == null ? "no tensor" : value)
                        + " for the network's " + parameter + ": compile the model's own spec");
            }
        }
        for (Parameter parameter : parameters) {
            float[] from = weights.get(parameter.name()).data();
            System.arraycopy(from, 0, parameter.value().data(), 0, from.length);
        }
    }

    /**
     * Refuses labels that mean other classes than the model's, or the same in another order.
     *
     * @param labels the classes of a data set
     * @param origin of the data, for the message
     */
    public void requireClasses(List<String> labels, String origin) {
        if (!classes.equals(labels)) {
            throw new ModelException(origin + ": the model tells apart " + String.join(", ", classes)
                    + " but the data is of " + String.join(", ", labels)
                    + ": take a model of these classes, or keep the model's classes of the data");
        }
    }

    /**
     * Writes both files into a folder, which is made if there is none. First both are written beside their places and synced,
     * then moved into them; should a power cut fall between the two moves, the pair is refused when loaded.
     *
     * @throws ModelException if that fails; what was there is then unchanged
     */
    public void save(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ModelException(
                    "cannot make the folder " + directory + ": " + AtomicFiles.reason(e)
                            + ": choose a folder that can be written to",
                    e);
        }
        MessageDigest digest = Fingerprint.digest();
        Map<String, String> metadata = Map.of("format", ModelJson.FORMAT);
        try (AtomicFiles.Staged weightsFile = AtomicFiles.stage(
                directory.resolve(WEIGHTS),
                out -> Safetensors.write(new DigestOutputStream(out, digest), weights, metadata, half))) {
            byte[] json = ModelJson.write(
                            new Description(spec, classes, preprocessing, provenance, Fingerprint.hex(digest)))
                    .getBytes(StandardCharsets.UTF_8);
            try (AtomicFiles.Staged description =
                    AtomicFiles.stage(directory.resolve(DESCRIPTION), out -> out.write(json))) {
                weightsFile.commit();
                description.commit();
            }
        }
    }

    /**
     * Reads a model; it is whole and right, or refused.
     *
     * @param directory the folder that {@link #save} wrote
     * @throws ModelException if a file is missing, cut short, altered, foreign, newer than this program, or of another model
     */
    public static Model load(Path directory) {
        return load(directory, description -> {});
    }

    /**
     * The same, and something else meanwhile: the weights are read sooner than their file is hashed, on another thread.
     *
     * @param meanwhile what to do on this thread until it is, given the description
     * @throws ModelException as {@link #load(Path)}
     */
    public static Model load(Path directory, Consumer<Description> meanwhile) {
        Description description = describe(directory);
        NetworkSpec spec = description.spec();
        Provenance provenance = description.provenance();
        Path weightsFile = directory.resolve(WEIGHTS);
        Safetensors.Contents contents = Safetensors.contents(weightsFile, () -> meanwhile.accept(description));
        Map<String, Tensor> weights = checkWeights(spec, contents.tensors(), weightsFile.toString());
        // The description's seal covers both hashes, so a file that is right holds the weights that were saved. Their
        // own
        // hash, of twice as many bytes, is computed only to tell other weights from the same in another file.
        if (!contents.sha256().equals(description.weightsFileSha256())) {
            refuseUnequal(weightsFile + ": the weights", Fingerprint.sha256(weights), provenance.weightsSha256());
            refuseUnequal(weightsFile + ": the file", contents.sha256(), description.weightsFileSha256());
        }
        return new Model(
                spec, description.classes(), description.preprocessing(), provenance, weights, contents.half());
    }

    /**
     * Reads all of a model but its weights, which take nearly all of the time.
     *
     * @param directory the folder that {@link #save} wrote
     * @throws ModelException if the description is missing, altered, foreign or newer than this program
     */
    public static Description describe(Path directory) {
        Path file = directory.resolve(DESCRIPTION);
        Description description = ModelJson.read(text(directory, file), file.toString());
        checkDescription(description.spec(), description.classes(), description.preprocessing(), file.toString());
        return description;
    }

    private static void refuseUnequal(String what, String actual, String expected) {
        if (!actual.equals(expected)) {
            throw new ModelException(what + " expected to have SHA-256 " + expected + ", as " + DESCRIPTION
                    + " records, but got " + actual + ": it was altered, or the two files are of different models"
                    + Fields.MEND);
        }
    }

    private static String text(Path directory, Path description) {
        if (!Files.isRegularFile(description)) {
            throw new ModelException("cannot load a model from " + directory + ": expected a folder with " + DESCRIPTION
                    + " and " + WEIGHTS + " but found no " + DESCRIPTION + ": give the folder that training wrote");
        }
        try {
            long size = Files.size(description);
            if (size > LARGEST_DESCRIPTION) {
                throw new ModelException(description + ": expected at most " + LARGEST_DESCRIPTION + " bytes but got "
                        + size + Fields.MEND);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(description)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(description + ": the document is not JSON: expected UTF-8" + Fields.MEND, e);
        } catch (IOException e) {
            throw new ModelException(
                    "cannot read " + description + ": " + AtomicFiles.reason(e) + ": check the file's permissions", e);
        }
    }

    private static void checkDescription(NetworkSpec spec, List<String> classes, Preprocessing p, String origin) {
        if (classes.size() != spec.classes()) {
            throw new ModelException(origin + ": the network gives " + spec.classes() + " logits but there are "
                    + classes.size() + " classes: name one class a logit");
        }
        if (new HashSet<>(classes).size() < classes.size() || classes.stream().anyMatch(String::isBlank)) {
            throw new ModelException(origin + ": expected classes of different names but got "
                    + String.join(", ", classes) + ": give each its own");
        }
        Shape input = spec.input();
        if (input.channels() != p.channels() || input.height() != p.height() || input.width() != p.width()) {
            throw new ModelException(origin + ": the network takes " + input + " but preprocessing gives "
                    + p.channels() + "×" + p.height() + "×" + p.width() + ": give both the same size");
        }
    }

    /** Where the first infinite number or NaN stands; the length, if all are finite. */
    private static int firstNotFinite(float[] data) {
        int i = 0;
        while (i < data.length && data[i] * 0 == 0) {
            i++;
        }
        return i;
    }

    /** The weights in the order of the spec, if they are exactly those it names, and finite. */
    private static Map<String, Tensor> checkWeights(NetworkSpec spec, Map<String, Tensor> weights, String origin) {
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        for (ParameterSpec expected : spec.parameters()) {
            Tensor tensor = weights.get(expected.name());
            if (tensor == null) {
                throw new ModelException(
                        origin + ": tensor " + expected.name() + " is expected but missing: the weights"
                                + " are not of network '" + spec.name() + "'" + Fields.MEND);
            }
            if (!tensor.hasShape(expected.dimensions())) {
                throw new ModelException(origin + ": tensor " + expected.name() + " expects the shape "
                        + expected.shape() + " but gets " + Arrays.toString(tensor.shape()) + ": the weights are not of"
                        + " network '" + spec.name() + "'" + Fields.MEND);
            }
            float[] data = tensor.data();
            int odd = firstNotFinite(data);
            if (odd < data.length) {
                throw new ModelException(origin + ": tensor " + expected.name() + " expects finite numbers but gets "
                        + data[odd] + " at " + odd + ": train again with a smaller learning rate");
            }
            ordered.put(expected.name(), tensor);
        }
        if (weights.size() > ordered.size()) {
            TreeSet<String> others = new TreeSet<>(weights.keySet());
            others.removeAll(ordered.keySet());
            throw new ModelException(origin + ": tensor " + others.first()
                    + " is unknown: the weights are not of network '" + spec.name() + "'" + Fields.MEND);
        }
        return ordered;
    }
}
