package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkJson;
import org.pellucid.tensor.Tensor;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is not a whole and right model is refused, in a line that says why. */
class ModelLoadTest {
    @TempDir
    Path folder;

    private Path description;
    private Path weightsFile;

    @BeforeEach
    void save() {
        Tiny.model(1).save(folder);
        description = folder.resolve("model.json");
        weightsFile = folder.resolve("model.safetensors");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> Model.load(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("\n")
                .contains(": ");
    }

    private LinkedHashMap<String, Tensor> weights() {
        return new LinkedHashMap<>(Tiny.model(1).weights());
    }

    @Test
    void aFolderWithoutAModel() throws IOException {
        Files.delete(description);

        refused("cannot load a model from " + folder + ": expected a folder with model.json and model.safetensors but"
                + " found no model.json: give the folder that training wrote");
    }

    @Test
    void missingWeights() throws IOException {
        Files.delete(weightsFile);

        refused("cannot read " + weightsFile + ": expected a file of that name but found none: ");
    }

    @Test
    void weightsCutShort() throws IOException {
        byte[] bytes = Files.readAllBytes(weightsFile);
        Files.write(weightsFile, Arrays.copyOf(bytes, bytes.length - 1));

        refused(weightsFile + ": the header tells of ");
    }

    @Test
    void weightsOfAnotherTrainingOfTheSameNetwork() throws IOException {
        Path other = folder.resolve("other");
        Tiny.model(2).save(other);
        Files.move(other.resolve("model.safetensors"), weightsFile, StandardCopyOption.REPLACE_EXISTING);

        refused(weightsFile + ": the weights expected to have SHA-256 "
                + Tiny.model(1).provenance().weightsSha256() + ", as model.json records, but got "
                + Tiny.model(2).provenance().weightsSha256() + ": it was altered, or the two files are of different");
    }

    @Test
    void theSameWeightsInAnotherFile() throws IOException {
        Safetensors.write(weightsFile, weights(), Map.of("format", "pt"));

        refused(weightsFile + ": the file expected to have SHA-256 ");
    }

    @Test
    void oneWeightAltered() throws IOException {
        byte[] bytes = Files.readAllBytes(weightsFile);
        bytes[bytes.length - 4] ^= 1;
        Files.write(weightsFile, bytes);

        refused(weightsFile + ": the weights expected to have SHA-256 ");
    }

    @Test
    void aMissingTensor() throws IOException {
        LinkedHashMap<String, Tensor> weights = weights();
        weights.remove("dense1.bias");
        Tiny.weights(folder, weights);

        refused(weightsFile + ": tensor dense1.bias is expected but missing: the weights are not of network 'tiny': ");
    }

    @Test
    void aTensorTooMany() throws IOException {
        LinkedHashMap<String, Tensor> weights = weights();
        weights.put("extra", new Tensor(1));
        Tiny.weights(folder, weights);

        refused(weightsFile + ": tensor extra is unknown: the weights are not of network 'tiny': ");
    }

    @Test
    void aTensorOfAnotherShape() throws IOException {
        LinkedHashMap<String, Tensor> weights = weights();
        weights.put("dense1.bias", new Tensor(4));
        Tiny.weights(folder, weights);

        refused(weightsFile + ": tensor dense1.bias expects the shape [3] but gets [4]: ");
    }

    @Test
    void aWeightThatIsNotANumber() throws IOException {
        LinkedHashMap<String, Tensor> weights = weights();
        weights.put("dense1.bias", Tensor.of(new float[] {0, Float.NaN, 0}, 3));
        Tiny.weights(folder, weights);

        refused(weightsFile + ": tensor dense1.bias expects finite numbers but gets NaN at 1: train again");
    }

    @Test
    void tensorsInAnotherOrderAreTheSameModel() throws IOException {
        LinkedHashMap<String, Tensor> reversed = new LinkedHashMap<>();
        weights().keySet().stream()
                .sorted(Comparator.reverseOrder())
                .forEach(name -> reversed.put(name, weights().get(name)));
        Safetensors.write(weightsFile, reversed, Map.of());
        String hash = Safetensors.contents(weightsFile).sha256();
        Tiny.edit(folder, root -> ((ObjectNode) root.get("weights")).put("sha256", hash));

        assertThat(Tiny.content(Model.load(folder))).isEqualTo(Tiny.content(Tiny.model(1)));
    }

    @Test
    void anotherNetworkThanTheWeights() throws IOException {
        Tiny.edit(
                folder, root -> ((ObjectNode) root.get("network").get("layers").get(0)).put("kernel", 5));

        refused(weightsFile + ": tensor conv1.weight expects the shape [2, 1, 5, 5] but gets [2, 1, 3, 3]: ");
    }

    @Test
    void aNetworkThatCannotBe() throws IOException {
        Tiny.edit(
                folder, root -> ((ObjectNode) root.get("network").get("layers").get(0)).put("kernel", 0));

        refused(description + ": kernel, stride and dilation must be at least 1 but one is 0×0: ");
    }

    @Test
    void aNetworkTooLargeForAnyMemory() throws IOException {
        Tiny.edit(
                folder,
                root -> ((ArrayNode) root.get("network").get("layers"))
                        .insertObject(4)
                        .put("type", "dense")
                        .put("units", 2_000_000_000));

        refused(weightsFile + ": tensor dense1.weight expects the shape [2000000000, 40] but gets [3, 40]: ");
    }

    @Test
    void fewerClassesThanLogits() throws IOException {
        Tiny.edit(folder, root -> root.putArray("classes").add("a").add("b"));

        refused(description + ": the network gives 3 logits but there are 2 classes: name one class a logit");
    }

    @Test
    void aNewerFormat() throws IOException {
        Tiny.edit(folder, root -> root.put("format_version", 2));

        refused(description + ": the model is of format version 2 but this program reads up to version 1: take a newer"
                + " release of the program");
    }

    @Test
    void aNewerFormatIsNamedBeforeAnythingThatItMayDoOtherwise() throws IOException {
        Files.writeString(description, "{\"format\": \"pellucid-model\", \"format_version\": 3, \"news\": true}");

        refused(description + ": the model is of format version 3 but this program reads up to version 1");
    }

    @Test
    void aFieldAltered() throws IOException {
        Files.writeString(description, Files.readString(description).replace("angry", "hungry"));

        refused(description + ": expected content of SHA-256 ");
    }

    @Test
    void blanksAlteredChangeNothing() throws IOException {
        Files.writeString(description, Files.readString(description).replace("\n", "\r\n\t"));

        assertThat(Tiny.content(Model.load(folder))).isEqualTo(Tiny.content(Tiny.model(1)));
    }

    @Test
    void aFieldTwice() throws IOException {
        Files.writeString(
                description, Files.readString(description).replaceFirst("\\{", "{\"format\": \"pellucid-model\","));

        refused(description + ": the document is not JSON: Duplicate Object property \"format\"");
    }

    @Test
    void aDescriptionCutShort() throws IOException {
        String text = Files.readString(description);
        Files.writeString(description, text.substring(0, text.length() / 2));

        refused(description + ": the document is not JSON: ");
    }

    @Test
    void anEmptyDescription() throws IOException {
        Files.writeString(description, "");

        refused(description + ": expects a JSON object but gets nothing: ");
    }

    @Test
    void aDescriptionThatIsNotText() throws IOException {
        Files.write(description, new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0});

        refused(description + ": the document is not JSON: expected UTF-8: ");
    }

    @Test
    void aNetworkAloneIsNoModel() throws IOException {
        Files.writeString(description, NetworkJson.write(NamedModels.create("lenet", NamedModels.FACE, 7)));

        refused(description
                + ": expected a model's description, of the format pellucid-model, but it is something else: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | news | news is unknown; expected classes, format, format_version, network, preprocessing, provenance,"
                        + " sha256, weights",
                "provenance | news | provenance.news is unknown; expected cpu, created,",
                "preprocessing | news | preprocessing.news is unknown; expected channels, height, standardisation, width",
                "weights | news | weights.news is unknown; expected file, sha256",
                "network | news | network has the unknown field 'news'",
            })
    void anUnknownField(String object, String field, String message) throws IOException {
        Tiny.edit(folder, root -> (object == null ? root : (ObjectNode) root.get(object)).put(field, 1));

        refused(description + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provenance | seed | provenance.seed is expected but missing",
                "preprocessing | height | preprocessing.height is expected but missing",
                "weights | sha256 | weights.sha256 is expected but missing",
                " | classes | classes is expected but missing",
            })
    void aMissingField(String object, String field, String message) throws IOException {
        Tiny.edit(folder, root -> (object == null ? root : (ObjectNode) root.get(object)).remove(field));

        refused(description + ": " + message + ": take the file from a copy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provenance | seed | 1.5 | provenance.seed expects a whole number of",
                "provenance | threads | 0 | provenance.threads expects a whole number of 1 to 2147483647 but gets 0",
                "provenance | epochs | 99999999999 | provenance.epochs expects a whole number of 0 to 2147483647 but gets",
                "provenance | version | 1 | provenance.version expects a text but gets 1",
                "provenance | metrics | [] | provenance.metrics expects a JSON object but gets []",
                "provenance | metrics | {\"a\":\"NaN\"} | provenance.metrics.a expects a number but gets \"NaN\"",
                "provenance | opened_test | [1] | provenance.opened_test expects a list of texts but gets [1]",
                "provenance | data_origin | \"a/b.csv\" | provenance expects the name of the data's file without its path",
                "provenance | weights_sha256 | \"12\" | provenance expects a SHA-256 of 64 hexadecimal digits, or none",
                "preprocessing | width | -5 | preprocessing.width expects a whole number of 1 to",
                "preprocessing | width | 6 | preprocessing of 1×4×6 pictures expects 24 means and deviations but gets 20",
                "preprocessing | standardisation | {\"kind\":\"best\"} | preprocessing.standardisation.kind is unknown: 'best'",
                "preprocessing | standardisation | {\"kind\":\"fixed\",\"mean\":[1],\"deviation\":[0]} "
                        + "| standardisation FIXED: expected finite means and positive deviations but got",
                "preprocessing | standardisation | {\"kind\":\"none\",\"mean\":[],\"deviation\":[],\"x\":1} "
                        + "| preprocessing.standardisation.x is unknown",
                "weights | file | \"other.safetensors\" | weights.file expects model.safetensors but gets other.safetensors",
            })
    void aFieldOfTheWrongKind(String object, String field, String json, String message) throws IOException {
        Tiny.edit(folder, root -> ((ObjectNode) root.get(object)).set(field, Fields.MAPPER.readTree(json)));

        assertThatThrownBy(() -> Model.load(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(description + ": " + message);
    }
}
