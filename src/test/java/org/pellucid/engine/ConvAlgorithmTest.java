package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/** The choice of an algorithm, seen from outside: whole networks. */
class ConvAlgorithmTest {
    private static final NetworkSpec SEED = NamedModels.create("seed", new Shape(1, 24, 24), 7);

    private static final NetworkSpec GROUPED = new NetworkSpec(
            "grouped",
            new Shape(1, 24, 24),
            List.of(
                    Conv2dSpec.of(16, 3).withPadding(Padding.SAME),
                    new Conv2dSpec(32, Size.of(3), Size.of(1), Padding.SAME, Size.of(1), 2, true),
                    new ActivationSpec.Relu(),
                    MaxPool2dSpec.of(2),
                    Conv2dSpec.of(16, 3).withPadding(Padding.SAME),
                    new FlattenSpec(),
                    DenseSpec.of(7)));

    private static Options options(ConvAlgorithm algorithm) {
        return Options.of(LoadableBackends.of("vector")).batch(5).conv(algorithm);
    }

    private static Tensor pictures() {
        return pictures(5);
    }

    private static Tensor pictures(int n) {
        Tensor x = new Tensor(n, 1, 24, 24);
        Rng rng = Rng.of(3);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = rng.nextFloat() - 0.5f;
        }
        return x;
    }

    private static void step(Network net, Tensor x) {
        Tensor dLogits = new Tensor(x.size(0), 7);
        dLogits.fill(0.125f);
        net.forward(x, Mode.TRAIN);
        net.zeroGrad();
        net.backward(dLogits);
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "WINOGRAD"})
    void otherBackendsCannotTakeIt(ConvAlgorithm algorithm) {
        Options reference = Options.of(LoadableBackends.of("reference"));

        assertThatThrownBy(() -> reference.conv(algorithm))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expects the backend vector but gets reference: choose");
    }

    @ParameterizedTest
    @EnumSource
    void aNetworkGivesTheSameBitsAtAnyNumberOfThreads(ConvAlgorithm algorithm) {
        Tensor x = pictures();
        try (Network one = Network.compile(SEED, options(algorithm));
                Network three = Network.compile(SEED, options(algorithm).threads(3))) {
            step(one, x);
            step(three, x);

            sameGradients(three, one);
        }
    }

    /** Of so many threads each has a few pictures at most: then all gradients between the convolutions are kept. */
    @ParameterizedTest
    @EnumSource
    void itIsTheSameWhetherGradientsAreKeptForAFewPicturesOrAll(ConvAlgorithm algorithm) {
        sameWhetherFewOrAll(SEED, algorithm);
    }

    /** Groups go by im2col whatever is asked for, and what reads them may still keep gradients for a few pictures. */
    @Test
    void soItIsBehindIm2colAndItsPool() {
        sameWhetherFewOrAll(GROUPED, ConvAlgorithm.AUTO);
    }

    private static void sameWhetherFewOrAll(NetworkSpec spec, ConvAlgorithm algorithm) {
        Options options = options(algorithm).batch(39);
        try (Network few = Network.compile(spec, options.threads(2));
                Network all = Network.compile(spec, options.threads(10))) {
            for (int n : new int[] {39, 22}) {
                step(few, pictures(n));
                step(all, pictures(n));

                sameGradients(few, all);
            }
        }
    }

    private static void sameGradients(Network network, Network expected) {
        for (int p = 0; p < expected.parameters().size(); p++) {
            assertThat(network.parameters().get(p).gradient().data())
                    .as(expected.parameters().get(p).name())
                    .isEqualTo(expected.parameters().get(p).gradient().data());
        }
    }

    @Test
    void weightsWrittenBetweenPassesCount() {
        Tensor x = pictures();
        try (Network net = Network.compile(SEED, options(ConvAlgorithm.AUTO).forInference())) {
            float before = net.forward(x, Mode.INFER).data()[0];
            net.parameters().get(2).value().data()[7] += 1;
            float after = net.forward(x, Mode.INFER).data()[0];
            net.parameters().get(2).value().data()[7] -= 1;

            assertThat(after).isNotEqualTo(before);
        }
    }

    @Test
    void weightsOfAFrozenNetworkAreNotLookedAtAgain() {
        Tensor x = pictures();
        try (Network net = Network.compile(SEED, options(ConvAlgorithm.AUTO).forInference())) {
            net.freeze();
            float before = net.forward(x, Mode.INFER).data()[0];
            net.parameters().get(2).value().data()[7] += 1;

            assertThat(net.forward(x, Mode.INFER).data()[0]).isEqualTo(before);
        }
    }

    @Test
    void aNetworkForInferenceCannotBeTrained() {
        try (Network net = Network.compile(SEED, options(ConvAlgorithm.AUTO).forInference())) {
            assertThatThrownBy(() -> net.forward(pictures(), Mode.TRAIN))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("without Options.forInference()");
        }
    }

    @Test
    void aNetworkForTrainingCannotBeFrozen() {
        try (Network net = Network.compile(SEED, options(ConvAlgorithm.AUTO))) {
            assertThatThrownBy(net::freeze)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Options.forInference()");
        }
    }
}
