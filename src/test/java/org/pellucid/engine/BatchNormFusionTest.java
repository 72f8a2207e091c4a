package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/**
 * Batch norm's backward in the convolution before it, its scaling in the convolution behind it, and batch norm, ReLU and max-pool in
 * one layer, against the same in layers of their own: a dropout that drops nothing keeps these apart.
 */
class BatchNormFusionTest {
    private static final int BATCH = 11;
    private static final int CLASSES = 3;
    private static final LayerSpec NORM = BatchNormSpec.DEFAULT;
    private static final LayerSpec RELU = new ActivationSpec.Relu();
    private static final LayerSpec NOTHING = new DropoutSpec(0);

    private static List<Arguments> cases() {
        List<Arguments> all = new ArrayList<>();
        for (String backend : LoadableBackends.names()) {
            all.add(Arguments.of(backend, 5, 1));
            all.add(Arguments.of(backend, 16, 2));
            all.add(Arguments.of(backend, 48, 1));
        }
        return all;
    }

    /** The sums of the fused layer are in double and another order; rounded to float they are the same. */
    @ParameterizedTest
    @MethodSource("cases")
    void poolingGivesTheBitsOfItsParts(String backend, int channels, int threads) {
        LayerSpec pool = MaxPool2dSpec.of(2);
        same(backend, channels, threads, List.of(NORM, RELU, pool), List.of(NORM, RELU, NOTHING, pool));
    }

    /** With a border about the gradient, and without. */
    @ParameterizedTest
    @MethodSource("cases")
    void theConvolutionBeforeGivesTheBitsOfItsParts(String backend, int channels, int threads) {
        for (int size : new int[] {1, 3}) {
            LayerSpec before = convolution(channels, size);
            same(backend, channels, threads, List.of(before, NORM, RELU), List.of(before, NOTHING, NORM, RELU));
        }
    }

    /** Which reads what batch norm reads, and scales it on the way into its border. */
    @ParameterizedTest
    @MethodSource("cases")
    void theConvolutionBehindGivesTheBitsOfItsParts(String backend, int channels, int threads) {
        same(backend, channels, threads, List.of(NORM, RELU), List.of(NORM, RELU, NOTHING));
        LayerSpec behind = convolution(16, 3);
        LayerSpec pool = MaxPool2dSpec.of(2);
        same(
                backend,
                channels,
                threads,
                List.of(NORM, RELU, behind, RELU, pool),
                List.of(NORM, RELU, NOTHING, behind, RELU, pool));
    }

    private static void same(String backend, int channels, int threads, List<LayerSpec> one, List<LayerSpec> other) {
        Options options = Options.of(LoadableBackends.of(backend))
                .threads(threads)
                .batch(BATCH)
                .seed(4);
        for (Options each : List.of(options, options.withInputGradient())) {
            assertThat(passes(one, channels, each)).usingRecursiveComparison().isEqualTo(passes(other, channels, each));
        }
    }

    private static LayerSpec convolution(int channels, int size) {
        return new Conv2dSpec(channels, Size.of(size), Size.of(1), Padding.SAME, Size.of(1), 1, false);
    }

    /** All that a training step and one look at other pictures find. */
    private static Map<String, float[]> passes(List<LayerSpec> layers, int channels, Options options) {
        List<LayerSpec> all = new ArrayList<>(layers);
        all.addAll(List.of(convolution(16, 3), new FlattenSpec(), DenseSpec.of(CLASSES)));
        Map<String, float[]> found = new LinkedHashMap<>();
        try (Network network = Network.compile(new NetworkSpec("pooled", new Shape(channels, 6, 8), all), options)) {
            network.parameters().stream()
                    .filter(p -> p.name().endsWith("gamma"))
                    .forEach(p -> draw(p.value(), 1)); // of either sign
            found.put(
                    "logits",
                    network.forward(pictures(BATCH, channels, 2), Mode.TRAIN)
                            .data()
                            .clone());
            Tensor dLogits = new Tensor(BATCH, CLASSES);
            draw(dLogits, 3);
            network.zeroGrad();
            network.backward(dLogits);
            network.parameters().forEach(p -> {
                found.put(p.name() + " gradient", p.gradient().data().clone());
                found.put(p.name(), p.value().data().clone());
            });
            if (options.inputGradient()) {
                found.put("input", network.inputGradient().data().clone());
            }
            network.layers().stream()
                    .filter(layer -> !layer.startsWith("dropout"))
                    .forEach(layer ->
                            found.put(layer, network.output(layer).data().clone()));
            found.put(
                    "inferred",
                    network.forward(pictures(BATCH - 2, channels, 5), Mode.INFER)
                            .data()
                            .clone());
        }
        return found;
    }

    private static Tensor pictures(int n, int channels, long key) {
        Tensor x = new Tensor(n, channels, 6, 8);
        draw(x, key);
        return x;
    }

    private static void draw(Tensor x, long key) {
        Rng rng = Rng.of(6, key);
        IntStream.range(0, x.size()).forEach(i -> x.data()[i] = (float) rng.nextGaussian());
    }
}
