package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/**
 * Compiled for inference, convolutions by the whole batch keep their packed weights; compiled for training, they pack a
 * panel when its turn comes. Pictures are a multiple of 4 kB, and so copied apart.
 */
class BatchConvolutionTest {
    private static final int BATCH = 17;
    private static final Shape INPUT = new Shape(256, 2, 2);
    private static final NetworkSpec SPEC = new NetworkSpec(
            "deep",
            INPUT,
            List.of(
                    Conv2dSpec.of(256, 3).withPadding(Padding.of(1)),
                    new ActivationSpec.Relu(),
                    Conv2dSpec.of(1024, 1),
                    new FlattenSpec()));

    @ParameterizedTest
    @ValueSource(ints = {BATCH, 5})
    void theSameBitsForInferenceAsForTraining(int n) {
        Options options = Options.of(LoadableBackends.of("vector")).batch(BATCH).threads(2);
        Tensor x = new Tensor(n, INPUT.channels(), INPUT.height(), INPUT.width());
        Rng rng = Rng.of(31, n);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = rng.nextFloat() - 0.5f;
        }
        try (Network training = Network.compile(SPEC, options);
                Network inference = Network.compile(SPEC, options.forInference())) {
            float[] before = inference.forward(x, Mode.INFER).data().clone();
            assertThat(before).isEqualTo(training.forward(x, Mode.INFER).data());

            for (Network network : List.of(training, inference)) {
                network.parameters().get(0).value().data()[0] += 1;
            }
            float[] after = inference.forward(x, Mode.INFER).data();
            assertThat(after).isNotEqualTo(before);
            assertThat(after).isEqualTo(training.forward(x, Mode.INFER).data());
        }
    }

    /** Of whole numbers, so that no sum is rounded. */
    @Test
    void gradientsAreAddedToWhatIsThere() {
        try (Network network =
                Network.compile(SPEC, Options.of(LoadableBackends.of("vector")).batch(BATCH))) {
            Rng rng = Rng.of(32);
            network.parameters().forEach(p -> draw(rng, p.value()));
            Tensor x = new Tensor(BATCH, INPUT.channels(), INPUT.height(), INPUT.width());
            draw(rng, x);
            Tensor dy = new Tensor(network.forward(x, Mode.TRAIN).shape());
            draw(rng, dy);
            Tensor dw = network.parameters().get(0).gradient();
            network.backward(dy);
            float[] once = dw.data().clone();
            network.forward(x, Mode.TRAIN);
            network.backward(dy);

            for (int i = 0; i < once.length; i++) {
                assertThat(dw.data()[i]).isEqualTo(2 * once[i]);
            }
        }
    }

    private static void draw(Rng rng, Tensor numbers) {
        for (int i = 0; i < numbers.size(); i++) {
            numbers.data()[i] = rng.nextInt(3) - 1;
        }
    }
}
