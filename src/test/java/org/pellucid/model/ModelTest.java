package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.data.DataException;
import org.pellucid.data.Standardisation;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

class ModelTest {
    @TempDir
    Path folder;

    @Test
    void whatIsSavedIsLoaded() {
        Model model = Tiny.model(1);

        model.save(folder);

        assertThat(Tiny.content(Model.load(folder))).isEqualTo(Tiny.content(model));
    }

    @Test
    void somethingElseIsDoneMeanwhileOnTheSameThread() {
        Tiny.model(1).save(folder);
        List<Object> seen = new ArrayList<>();

        Model.load(folder, description -> seen.addAll(List.of(description.classes(), Thread.currentThread())));

        assertThat(seen).containsExactly(Tiny.model(1).classes(), Thread.currentThread());
    }

    @Test
    void whatFailsMeanwhileFailsTheLoading() {
        Tiny.model(1).save(folder);

        assertThatThrownBy(() -> Model.load(folder, description -> {
                    throw new DataException("no picture");
                }))
                .isInstanceOf(DataException.class)
                .hasMessage("no picture");
    }

    @Test
    void aLoadedNetworkGivesTheSameLogitsBitForBit() {
        NetworkSpec spec = NamedModels.create("lenet", NamedModels.FACE, 7);
        Options options = Options.of(Backends.select("reference").backend()).batch(3);
        Tensor x = new Tensor(3, 1, 48, 48);
        Rng rng = Rng.of(5);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) rng.uniform(-1, 1);
        }
        Tensor expected;
        try (Network network = Network.compile(spec, options.seed(11))) {
            expected = network.forward(x, Mode.INFER).copy();
            Model.of(
                            spec,
                            network.parameters(),
                            List.of("a", "b", "c", "d", "e", "f", "g"),
                            new Preprocessing(1, 48, 48, Standardisation.fixed()),
                            Tiny.PROVENANCE)
                    .save(folder);
        }

        Model loaded = Model.load(folder);

        try (Network undrawn = Network.compile(loaded.spec(), options.undrawn());
                Network network = loaded.compile(options)) {
            assertThat(undrawn.parameters().get(0).value().data()).containsOnly(0);
            assertThat(network.forward(x, Mode.INFER).data()).isEqualTo(expected.data());
        }
    }

    @Test
    void theDescriptionIsReadWithoutTheWeights() throws IOException {
        Model model = Tiny.model(1);
        model.save(folder);
        Files.delete(folder.resolve(Model.WEIGHTS));

        Description description = Model.describe(folder);

        assertThat(description.spec()).isEqualTo(model.spec());
        assertThat(description.classes()).isEqualTo(model.classes());
        assertThat(description.provenance().seed()).isEqualTo(model.provenance().seed());
    }

    @Test
    void halvedWeightsTakeHalfTheRoomAndAreLoadedAsTheyWere() throws IOException {
        Model model = Tiny.model(1);
        model.save(folder.resolve("whole"));
        Model halved = model.halved();
        halved.save(folder.resolve("half"));

        Model loaded = Model.load(folder.resolve("half"));

        assertThat(loaded.isHalf()).isTrue();
        assertThat(Tiny.content(loaded)).isEqualTo(Tiny.content(halved));
        assertThat(loaded.provenance().weightsSha256())
                .isNotEqualTo(model.provenance().weightsSha256());
        int weights = model.weights().values().stream().mapToInt(Tensor::size).sum();
        assertThat(Files.size(folder.resolve("whole").resolve(Model.WEIGHTS))
                        - Files.size(folder.resolve("half").resolve(Model.WEIGHTS)))
                .isCloseTo(2L * weights, within(64L)); // the headers' padding and offsets
        loaded.withOpenedTest("again").save(folder.resolve("half"));
        assertThat(Model.load(folder.resolve("half")).isHalf()).isTrue();
        model.weights().forEach((name, tensor) -> {
            for (int i = 0; i < tensor.size(); i++) {
                float x = tensor.data()[i];
                assertThat(loaded.weights().get(name).data()[i])
                        .isCloseTo(x, within(Math.max(Math.abs(x) * 0x1p-11f, 0x1p-25f)));
            }
        });
    }

    @Test
    void weightsBeyondTheRangeOf16BitsAreNotHalved() {
        Model model = Tiny.model(1);
        model.weights().get("conv1.weight").data()[3] = -70_000;

        assertThatThrownBy(model::halved)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("16-bit floats reach to 65504.0 but tensor conv1.weight holds -70000.0");
    }

    @Test
    void weightsComeInTheOrderOfTheSpec() {
        Tiny.model(1).save(folder);

        assertThat(Model.load(folder).weights().keySet())
                .containsExactlyElementsOf(
                        Tiny.SPEC.parameters().stream().map(ParameterSpec::name).toList());
    }

    @Test
    void savingReplacesTheModelThatWasThere() throws IOException {
        Tiny.model(1).save(folder);
        Tiny.model(2).save(folder);

        assertThat(Tiny.content(Model.load(folder))).isEqualTo(Tiny.content(Tiny.model(2)));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void savingMakesTheFolder() {
        Path deep = folder.resolve("runs/1");

        Tiny.model(1).save(deep);

        assertThat(deep.resolve("model.json")).isRegularFile();
    }

    @Test
    void savingWhereAFileStandsIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "mine");

        assertThatThrownBy(() -> Tiny.model(1).save(file))
                .isInstanceOf(ModelException.class)
                .hasMessage("cannot make the folder " + file + ": there is something else of that name: choose a folder"
                        + " that can be written to");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aSaveThatFailsLeavesNothingBehind() throws IOException {
        Files.createDirectory(folder.resolve("model.json"));

        assertThatThrownBy(() -> Tiny.model(2).save(folder)).isInstanceOf(ModelException.class);

        assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("model.json"));
    }

    @Test
    void theDescriptionIsReadable() throws IOException {
        Tiny.model(1).save(folder);

        assertThat(Files.readString(folder.resolve("model.json"))).startsWith("""
                        {
                          "format": "pellucid-model",
                          "format_version": 1,
                          "network": {
                            "name": "tiny",
                            "input": [1, 4, 5],
                            "layers": [
                              {"type": "conv2d", "out": 2, "kernel": 3, "padding": "same"},
                              {"type": "batch-norm", "epsilon": 1.0E-5, "momentum": 0.1},
                              {"type": "relu"},
                              {"type": "flatten"},
                              {"type": "dense", "units": 3}
                            ]
                          },
                          "classes": ["angry","happy","sad"],
                          "preprocessing": {
                            "channels": 1,
                            "height": 4,
                            "width": 5,
                        """);
    }

    @Test
    void theModelDoesNotSeeLaterTraining() {
        List<Parameter> parameters = Tiny.parameters(Tiny.SPEC, 1);
        Model model = Model.of(Tiny.SPEC, parameters, Tiny.CLASSES, Tiny.preprocessing(), Tiny.PROVENANCE);

        parameters.get(0).value().fill(0);

        assertThat(Tiny.content(model)).isEqualTo(Tiny.content(Tiny.model(1)));
    }

    @Test
    void theFingerprintOfTheWeightsIsSet() {
        assertThat(Tiny.model(1).provenance().weightsSha256())
                .isEqualTo(Fingerprint.sha256(Tiny.parameters(Tiny.SPEC, 1)));
    }

    @Test
    void notedEvaluationsAreSaved() {
        Tiny.model(1).withOpenedTest("second").save(folder);

        assertThat(Model.load(folder).provenance().openedTest())
                .containsExactly("2026-11-06T00:00:00Z accuracy 0.61", "second");
    }

    @Test
    void classesMustBeAsManyAsLogits() {
        refused(
                List.of("a", "b"),
                Tiny.preprocessing(),
                "the network gives 3 logits but there are 2 classes: name one");
    }

    @Test
    void classesMustDiffer() {
        refused(List.of("a", "b", "a"), Tiny.preprocessing(), "expected classes of different names but got a, b, a: ");
    }

    @Test
    void preprocessingMustGiveWhatTheNetworkTakes() {
        refused(
                Tiny.CLASSES,
                new Preprocessing(1, 5, 4, Standardisation.none()),
                "the network takes 1×4×5 but preprocessing gives 1×5×4: ");
    }

    private static void refused(List<String> classes, Preprocessing preprocessing, String message) {
        assertThatThrownBy(() ->
                        Model.of(Tiny.SPEC, Tiny.parameters(Tiny.SPEC, 1), classes, preprocessing, Tiny.PROVENANCE))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("model 'tiny': " + message);
    }

    @Test
    void weightsThatAreNotFiniteAreNotMadeAModel() {
        List<Parameter> parameters = Tiny.parameters(Tiny.SPEC, 1);
        parameters.get(0).value().data()[2] = Float.POSITIVE_INFINITY;

        assertThatThrownBy(() -> Model.of(Tiny.SPEC, parameters, Tiny.CLASSES, Tiny.preprocessing(), Tiny.PROVENANCE))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "model 'tiny': tensor conv1.weight expects finite numbers but gets Infinity at 2: train again"
                                + " with a smaller learning rate");
    }

    @Test
    void weightsDoNotGoIntoAnotherNetwork() {
        NetworkSpec other = NamedModels.create("softmax-regression", NamedModels.FACE, 3);

        assertThatThrownBy(() -> Tiny.model(1).copyWeightsTo(Tiny.parameters(other, 1)))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        "model 'tiny' has 8 tensors of weights but the network has 2: compile the model's");
    }

    @Test
    void otherClassesOfTheDataAreRefused() {
        Model model = Tiny.model(1);
        model.requireClasses(Tiny.CLASSES, "faces.csv");

        assertThatThrownBy(() -> model.requireClasses(List.of("happy", "angry", "sad"), "faces.csv"))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "faces.csv: the model tells apart angry, happy, sad but the data is of happy, angry, sad: take"
                                + " a model of these classes, or keep the model's classes of the data");
    }
}
