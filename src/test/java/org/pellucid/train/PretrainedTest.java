package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.model.Fingerprint;
import org.pellucid.model.Model;
import org.pellucid.model.Preprocessing;
import org.pellucid.model.Provenance;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.tensor.Tensor;

class PretrainedTest {
    private static final Options OPTIONS = Options.of(Tiny.BACKEND);
    private static final String HEAD = "dense1.";

    @TempDir
    private Path folder;

    private Model model;
    private Pretrained pretrained;

    @BeforeEach
    void draw() {
        model = save(Tiny.network());
        pretrained = Pretrained.load(folder.toString());
    }

    /** Drawn from another seed than the networks that start from it, its running statistics unlike theirs at the start, too. */
    private Model save(NetworkSpec spec) {
        Provenance provenance = new Provenance(
                "1", "2026-01-01T00:00:00Z", 9, "", "", "reference", "17", "cpu", 1, 0, Map.of(), "", List.of());
        try (Network network = Network.compile(spec, OPTIONS.seed(9))) {
            network.parameters().stream()
                    .filter(p -> p.name().contains("running"))
                    .forEach(p -> Arrays.fill(p.value().data(), 0.5f));
            Preprocessing preprocessing = new Preprocessing(1, 8, 8, Tiny.task().standardisation());
            Model drawn = Model.of(spec, network.parameters(), Tiny.CLASSES, preprocessing, provenance);
            drawn.save(folder);
            return drawn;
        }
    }

    private static NetworkSpec ofClasses(int classes) {
        List<LayerSpec> layers = new ArrayList<>(Tiny.network().layers());
        layers.set(layers.size() - 1, DenseSpec.of(classes));
        return new NetworkSpec("tiny", Tiny.network().input(), layers);
    }

    /** The values by name, before and after the pretrained ones are copied. */
    private record Copied(Map<String, float[]> drawn, Map<String, float[]> taken) {}

    private Copied copied(NetworkSpec spec, List<String> classes) {
        try (Network network = Network.compile(spec, OPTIONS.seed(1))) {
            Map<String, float[]> drawn = values(network);
            pretrained.copyTo(spec, classes, network.parameters());
            return new Copied(drawn, values(network));
        }
    }

    private static Map<String, float[]> values(Network network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        network.parameters().forEach(p -> values.put(p.name(), p.value().data().clone()));
        return values;
    }

    @Test
    void theSameClassesTakeAllWeights() {
        Copied found = copied(Tiny.network(), Tiny.CLASSES);
        model.weights()
                .forEach((name, tensor) ->
                        assertThat(found.taken().get(name)).as(name).containsExactly(tensor.data()));
        assertThat(found.taken()).hasSameSizeAs(model.weights());
        assertThat(found.drawn().get("conv1.weight")).isNotEqualTo(found.taken().get("conv1.weight"));
    }

    @Test
    void aUnitFollowsTheNameOfItsClass() {
        Copied found = copied(ofClasses(3), List.of("both", "none", "left"));
        int inputs = found.taken().get(HEAD + "weight").length / 3;
        for (String name : List.of("weight", "bias")) {
            float[] from = model.weights().get(HEAD + name).data();
            float[] taken = found.taken().get(HEAD + name);
            float[] drawn = found.drawn().get(HEAD + name);
            int unit = name.equals("bias") ? 1 : inputs;
            assertThat(unit(taken, 0, unit)).as("both").containsExactly(unit(from, 2, unit));
            assertThat(unit(taken, 1, unit)).as("none").containsExactly(unit(drawn, 1, unit));
            assertThat(unit(taken, 2, unit)).as("left").containsExactly(unit(from, 0, unit));
        }
    }

    @Test
    void fewerOrMoreClassesAreTakenLikewise() {
        int inputs = model.weights().get(HEAD + "weight").size() / 3;
        float[] from = model.weights().get(HEAD + "weight").data();
        float[] one = copied(ofClasses(1), List.of("right")).taken().get(HEAD + "weight");
        assertThat(one).containsExactly(unit(from, 1, inputs));
        float[] four =
                copied(ofClasses(4), List.of("a", "b", "c", "right")).taken().get(HEAD + "weight");
        assertThat(unit(four, 3, inputs)).containsExactly(unit(from, 1, inputs));
    }

    private static float[] unit(float[] values, int index, int size) {
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }

    @Test
    void refusesAnotherNetworkAndWritesNothing() {
        List<LayerSpec> layers = new ArrayList<>(Tiny.network().layers());
        layers.remove(1);
        NetworkSpec unnormed = new NetworkSpec("unnormed", Tiny.network().input(), layers);
        try (Network network = Network.compile(unnormed, OPTIONS)) {
            Map<String, float[]> drawn = values(network);
            assertThatThrownBy(() -> pretrained.copyTo(unnormed, Tiny.CLASSES, network.parameters()))
                    .isInstanceOf(TrainException.class)
                    .hasMessage("the pretrained model " + folder
                            + ", of network 'tiny', has 8 tensors of weights but network 'unnormed' expects 4: take a"
                            + " model of the same network, or train that one with --model");
            values(network).forEach((name, values) -> assertThat(values).containsExactly(drawn.get(name)));
        }
    }

    @Test
    void trainingStartsThere() {
        List<Map<String, Tensor>> first = new ArrayList<>();
        try (Trainer trainer = Trainer.start(
                Tiny.task(), Tiny.config(1), Tiny.BACKEND, 1, TrainListener.SILENT, Optional.of(pretrained))) {
            trainer.run(c -> first.add(c.tensors()), () -> true);
        }
        String name = "conv1.weight";
        for (String kept : List.of("weights.", "best.", "average.")) {
            assertThat(first.get(0).get(kept + name).data())
                    .as(kept)
                    .containsExactly(model.weights().get(name).data());
        }
    }

    @Test
    void aStopAndAResumptionChangeNothing() {
        TrainConfig config = Tiny.config(2);
        Path file = folder.resolve("checkpoint.safetensors");
        int[] asked = {0};
        try (Trainer trainer =
                Trainer.start(Tiny.task(), config, Tiny.BACKEND, 1, TrainListener.SILENT, Optional.of(pretrained))) {
            trainer.run(c -> c.save(file), () -> ++asked[0] > 4);
        }
        String resumed;
        try (Trainer trainer =
                Trainer.resume(Tiny.task(), config, Tiny.BACKEND, 1, TrainListener.SILENT, Checkpoint.load(file))) {
            trainer.run(c -> {}, () -> false);
            resumed = Fingerprint.sha256(trainer.parameters());
        }
        try (Trainer trainer =
                Trainer.start(Tiny.task(), config, Tiny.BACKEND, 2, TrainListener.SILENT, Optional.of(pretrained))) {
            trainer.run(c -> {}, () -> false);
            assertThat(resumed).isEqualTo(Fingerprint.sha256(trainer.parameters()));
        }
    }

    @Test
    void notesTheWeightsAndKnowsThemAgain() {
        PretrainedUse use = pretrained.use();
        assertThat(use)
                .isEqualTo(
                        new PretrainedUse(folder.toString(), model.provenance().weightsSha256()));
        assertThat(Pretrained.again(use).use()).isEqualTo(use);
        PretrainedUse others = new PretrainedUse(use.model(), "0".repeat(64));
        assertThatThrownBy(() -> Pretrained.again(others))
                .isInstanceOf(TrainException.class)
                .hasMessage("the run started from weights of SHA-256 " + others.weightsSha256() + " but " + folder
                        + " holds others: bring them back, or start a new run");
    }
}
