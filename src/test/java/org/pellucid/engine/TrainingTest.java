package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.inspect.Trajectory;
import org.pellucid.inspect.TrajectoryCheck;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.support.EveryKind;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/** Whole networks, as they are trained. */
class TrainingTest {
    /** Layers that treat small pictures, and many examples, by the batch: their gradients of weights are put off until a thread would wait. */
    private static final NetworkSpec BY_BATCHES = new NetworkSpec(
            "batches",
            new Shape(16, 6, 6),
            List.of(
                    Conv2dSpec.of(32, 3).withPadding(Padding.SAME),
                    BatchNormSpec.DEFAULT,
                    new ActivationSpec.Relu(),
                    MaxPool2dSpec.of(2),
                    Conv2dSpec.of(64, 3).withPadding(Padding.SAME),
                    new ActivationSpec.Relu(),
                    Conv2dSpec.of(48, 1),
                    new FlattenSpec(),
                    DenseSpec.of(70),
                    new ActivationSpec.Relu(),
                    DenseSpec.of(4)));

    /** Activations whose outputs a later dense layer still reads, for its gradient that was put off, when theirs is computed. */
    private static final NetworkSpec BEHIND_ACTIVATIONS = new NetworkSpec(
            "activations",
            new Shape(1, 16, 16),
            List.of(
                    new FlattenSpec(),
                    DenseSpec.of(1536),
                    new ActivationSpec.Silu(),
                    DenseSpec.of(32),
                    new ActivationSpec.Silu(),
                    DenseSpec.of(512),
                    new ActivationSpec.Sigmoid(),
                    DenseSpec.of(4)));

    private static List<String> backends() {
        return LoadableBackends.names();
    }

    private static List<String> models() {
        return NamedModels.names();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void givesTheSameBitsAtAnyNumberOfThreads(String backend) {
        assertSameBits(EveryKind.network(), backend, 11);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void givesTheSameBitsByWholeBatches(String backend) {
        assertSameBits(BY_BATCHES, backend, 40);
    }

    @RepeatedTest(5) // what one thread reads while another writes over it is not read in every run
    void givesTheSameBitsBehindActivations() {
        assertSameBits(BEHIND_ACTIVATIONS, "auto", 40);
    }

    @ParameterizedTest
    @EnumSource(OptimizerSpec.Kind.class)
    void learnsInOneCallAsCallByCall(OptimizerSpec.Kind kind) {
        for (int threads = 1; threads <= 2; threads++) {
            assertThat(afterFiveSteps(BY_BATCHES, "auto", 40, threads, kind, inOneCall(0)))
                    .as("%d threads", threads)
                    .usingRecursiveComparison()
                    .isEqualTo(afterFiveSteps(BY_BATCHES, "auto", 40, threads, kind, callByCall(0)));
        }
    }

    @Test
    void clipsInOneCallAsCallByCall() {
        OptimizerSpec.Kind kind = OptimizerSpec.Kind.MOMENTUM;

        List<float[]> found = afterFiveSteps(BY_BATCHES, "auto", 40, 2, kind, inOneCall(0.01));

        assertThat(found)
                .usingRecursiveComparison()
                .isEqualTo(afterFiveSteps(BY_BATCHES, "auto", 40, 2, kind, callByCall(0.01)));
    }

    @Test
    void leavesInOneCallWhatTheOptimizerDoesNotMove() {
        try (Network network = Network.compile(
                BY_BATCHES, Options.of(LoadableBackends.of("auto")).batch(40))) {
            Map<Boolean, List<Parameter>> parts = network.parameters().stream()
                    .filter(Parameter::learned)
                    .collect(Collectors.partitioningBy(p -> p.name().startsWith("dense2.")));
            List<float[]> before = values(parts.get(false));
            List<float[]> moved = values(parts.get(true));
            Optimizer last =
                    new Optimizer(OptimizerSpec.of(OptimizerSpec.Kind.SGD), parts.get(true), network.workers());

            inOneCall(0)
                    .take(
                            network,
                            new SoftmaxCrossEntropy(4, 0, null),
                            last,
                            noise(40, BY_BATCHES.input(), 1),
                            targets(40, 4));

            assertThat(values(parts.get(false))).usingRecursiveComparison().isEqualTo(before);
            assertThat(values(parts.get(true)).get(0)).isNotEqualTo(moved.get(0));
        }
    }

    private static void assertSameBits(NetworkSpec spec, String backend, int batch) {
        List<float[]> one = afterFiveSteps(spec, backend, batch, 1);

        assertThat(afterFiveSteps(spec, backend, batch, 2))
                .usingRecursiveComparison()
                .isEqualTo(one);
        assertThat(afterFiveSteps(spec, backend, batch, 3))
                .usingRecursiveComparison()
                .isEqualTo(one);
    }

    @ParameterizedTest
    @EnumSource(OptimizerSpec.Kind.class)
    void followsTheTextbookForTenStepsWithEveryOptimizer(OptimizerSpec.Kind kind) {
        double rate = kind == OptimizerSpec.Kind.SGD ? 0.05 : 0.002;

        Trajectory found = trajectory(EveryKind.network(), wellConditioned(kind), rate);

        assertThat(found.share()).as("%s", found).isLessThanOrEqualTo(1);
    }

    @Test
    void followsTheTextbookForTenStepsWithTheSeedModel() {
        NetworkSpec small = NamedModels.create("seed", new Shape(1, 8, 8), 7);

        Trajectory found = trajectory(small, wellConditioned(OptimizerSpec.Kind.ADAM), 0.002);

        assertThat(found.share()).as("%s", found).isLessThanOrEqualTo(1);
        assertThat(found.engine().get(9)).isNotEqualTo(found.engine().get(0));
    }

    @Test
    void followsTheTextbookForTenStepsByWhateverConvolutionIsFastest() {
        NetworkSpec small = NamedModels.create("seed", new Shape(1, 16, 16), 7);

        Trajectory found = trajectory(small, OptimizerSpec.of(OptimizerSpec.Kind.MOMENTUM), 0.001, ConvAlgorithm.AUTO);

        assertThat(found.share()).as("%s", found).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("models")
    void beginsKnowingNothing(String model) {
        NetworkSpec spec = withoutDropout(NamedModels.create(model, NamedModels.FACE, 7));
        Options options = Options.of(LoadableBackends.of("auto")).threads(2).batch(8);
        try (Network network = Network.compile(spec, options)) {
            Tensor logits = network.forward(noise(8, spec.input(), 1), Mode.TRAIN);
            double loss = new SoftmaxCrossEntropy(7, 0, null).forward(logits, targets(8, 7));

            // Logits of a deviation s add about s²/2 to the loss: a tenth allows s = 0.6.
            assertThat(loss).isCloseTo(Math.log(7), within(0.1 * Math.log(7)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "seed"})
    void learnsEightPicturesByHeart(String model) {
        NetworkSpec spec = NamedModels.create(model, new Shape(1, 16, 16), 7);
        Tensor x = noise(8, spec.input(), 2);
        float[] targets = targets(8, 7);
        try (Network network =
                Network.compile(spec, Options.of(LoadableBackends.of("auto")).batch(8))) {
            SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(7, 0, null);
            Optimizer optimizer =
                    new Optimizer(OptimizerSpec.of(OptimizerSpec.Kind.ADAM), network.parameters(), network.workers());
            for (int step = 0; step < 150; step++) {
                callByCall(0).take(network, criterion, optimizer, x, targets);
            }
            double loss = criterion.forward(network.forward(x, Mode.INFER), targets);
            assertThat(loss).isLessThan(0.02);
        }
    }

    /**
     * With a large ε: where a root of squared gradients divides, a gradient that is nothing but rounding would otherwise move
     * its weight by a full step, in a direction of its own in each machine.
     */
    private static OptimizerSpec wellConditioned(OptimizerSpec.Kind kind) {
        return new OptimizerSpec(kind, 0.9, 0.9, 0.999, 0.9, 0.01, 0.01);
    }

    /** Dropout doubles what it keeps: noise, which is no knowledge, but does raise the loss. */
    private static NetworkSpec withoutDropout(NetworkSpec spec) {
        List<LayerSpec> layers = spec.layers().stream()
                .filter(layer -> !(layer instanceof DropoutSpec))
                .toList();
        return new NetworkSpec(spec.name(), spec.input(), layers);
    }

    /**
     * By im2col, where a gradient that is 0 comes out as 0. Winograd's comes out as a rounding error; and the Adam family, which
     * divides a gradient by its own size, would make a whole step of it.
     */
    private static Trajectory trajectory(NetworkSpec spec, OptimizerSpec optimizer, double rate) {
        return trajectory(spec, optimizer, rate, ConvAlgorithm.IM2COL);
    }

    private static Trajectory trajectory(NetworkSpec spec, OptimizerSpec optimizer, double rate, ConvAlgorithm conv) {
        Options options = Options.of(LoadableBackends.of("auto")).seed(4).conv(conv);
        Map<String, double[]> start = new LinkedHashMap<>();
        try (Network network = Network.compile(spec, options.batch(1))) {
            for (Parameter p : network.parameters()) {
                double[] values = new double[p.value().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = p.value().data()[i];
                }
                start.put(p.name(), values);
            }
        }
        float[] noise = noise(6, spec.input(), 3).data();
        double[] x = new double[noise.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = noise[i];
        }
        int[] labels = {0, 1, 2, 3, 1, 2};
        return new TrajectoryCheck(spec, options, optimizer, rate).run(start, x, labels, 10);
    }

    private static List<float[]> afterFiveSteps(NetworkSpec spec, String backend, int batch, int threads) {
        return afterFiveSteps(spec, backend, batch, threads, OptimizerSpec.Kind.ADAMW, callByCall(0));
    }

    /** All weights, then all gradients. */
    private static List<float[]> afterFiveSteps(
            NetworkSpec spec, String backend, int batch, int threads, OptimizerSpec.Kind kind, Step step) {
        Options options =
                Options.of(LoadableBackends.of(backend)).threads(threads).batch(batch);
        try (Network network = Network.compile(spec, options)) {
            SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(4, 0.1, null);
            Optimizer optimizer = new Optimizer(OptimizerSpec.of(kind), network.parameters(), network.workers());
            for (int number = 0; number < 5; number++) {
                int n = number == 3 ? batch * 2 / 3 : batch;
                step.take(network, criterion, optimizer, noise(n, spec.input(), number), targets(n, 4));
            }
            List<float[]> values = values(network.parameters());
            network.parameters().forEach(p -> values.add(p.gradient().data().clone()));
            return values;
        }
    }

    private static List<float[]> values(List<Parameter> parameters) {
        return parameters.stream().map(p -> p.value().data().clone()).collect(Collectors.toCollection(ArrayList::new));
    }

    private interface Step {
        void take(Network network, SoftmaxCrossEntropy criterion, Optimizer optimizer, Tensor x, float[] targets);
    }

    private static Step callByCall(double clipNorm) {
        return (network, criterion, optimizer, x, targets) -> {
            network.step(optimizer.steps());
            criterion.forward(network.forward(x, Mode.TRAIN), targets);
            network.zeroGrad();
            network.backward(criterion.backward());
            if (clipNorm > 0) {
                Gradients.clip(network.parameters(), clipNorm);
            }
            optimizer.step(0.002);
        };
    }

    private static Step inOneCall(double clipNorm) {
        return (network, criterion, optimizer, x, targets) -> {
            network.step(optimizer.steps());
            criterion.forward(network.forward(x, Mode.TRAIN), targets);
            network.learn(criterion.backward(), optimizer, 0.002, clipNorm);
        };
    }

    private static Tensor noise(int n, Shape shape, long key) {
        Tensor x = new Tensor(n, shape.channels(), shape.height(), shape.width());
        Rng rng = Rng.of(99, key);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) rng.nextGaussian();
        }
        return x;
    }

    private static float[] targets(int n, int classes) {
        float[] targets = new float[n * classes];
        for (int i = 0; i < n; i++) {
            targets[i * classes + i % classes] = 1;
        }
        return targets;
    }
}
