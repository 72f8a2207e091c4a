package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/** The choice of an algorithm, seen from outside: whole networks. */
class ConvAlgorithmTest {
    private static final NetworkSpec SEED = NamedModels.create("seed", new Shape(1, 24, 24), 7);

    private static Options options(ConvAlgorithm algorithm) {
        return Options.of(LoadableBackends.of("vector")).batch(5).conv(algorithm);
    }

    private static Tensor pictures() {
        Tensor x = new Tensor(5, 1, 24, 24);
        Rng rng = Rng.of(3);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = rng.nextFloat() - 0.5f;
        }
        return x;
    }

    private static void step(Network net, Tensor x, Tensor dLogits) {
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
        Tensor dLogits = new Tensor(5, 7);
        dLogits.fill(0.125f);
        try (Network one = Network.compile(SEED, options(algorithm));
                Network three = Network.compile(SEED, options(algorithm).threads(3))) {
            step(one, x, dLogits);
            step(three, x, dLogits);
            for (int p = 0; p < one.parameters().size(); p++) {
                assertThat(three.parameters().get(p).gradient().data())
                        .as(one.parameters().get(p).name())
                        .isEqualTo(one.parameters().get(p).gradient().data());
            }
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
