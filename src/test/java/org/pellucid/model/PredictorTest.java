package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pellucid.data.Dataset;
import org.pellucid.data.Standardisation;
import org.pellucid.gemm.Backend;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

class PredictorTest {
    private static final Backend BACKEND = Backends.select("reference").backend();

    /** Two logits, w · x of the one pixel. */
    private static Model twoLogits(float w0, float w1, Standardisation standardisation) {
        NetworkSpec spec =
                new NetworkSpec("one-pixel", new Shape(1, 1, 1), List.of(new FlattenSpec(), new DenseSpec(2, false)));
        String name = spec.parameters().get(0).name();
        Tensor w = Tensor.of(new float[] {w0, w1}, spec.parameters().get(0).dimensions());
        return Model.of(
                spec,
                List.of(new Parameter(name, w, true, true)),
                List.of("a", "b"),
                new Preprocessing(1, 1, 1, standardisation),
                Tiny.PROVENANCE);
    }

    private static Dataset pictures(int n) {
        byte[] pixels = new byte[n * 20];
        Rng rng = Rng.of(4);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) rng.nextInt(256);
        }
        return Dataset.of("pictures", Tiny.CLASSES, 1, 4, 5, pixels, new int[n], null, null);
    }

    @Test
    void probabilitiesAreTheSoftmaxOfTheLogits() {
        // The grey value 255 becomes 1, so the logits are 3 and 1: p = 1 / (1 + e^-2).
        try (Predictor predictor = new Predictor(twoLogits(3, 1, Standardisation.fixed()), BACKEND, 1, 1)) {
            float[] p = predictor.probabilities(new byte[] {(byte) 255});

            assertThat(p[0]).isEqualTo((float) (1 / (1 + Math.exp(-2))));
            assertThat(p[1]).isEqualTo((float) (1 / (1 + Math.exp(2))));
        }
    }

    @Test
    void logitsOfAnySizeGiveProbabilities() {
        try (Predictor predictor = new Predictor(twoLogits(1e30f, -1e30f, Standardisation.none()), BACKEND, 1, 1)) {
            assertThat(predictor.probabilities(new byte[] {(byte) 200})).containsExactly(1, 0);
        }
    }

    @Test
    void logitsThatOverflowAreRefused() {
        try (Predictor predictor = new Predictor(twoLogits(3e38f, 1, Standardisation.none()), BACKEND, 1, 1)) {
            assertThatThrownBy(() -> predictor.probabilities(new byte[] {(byte) 200}))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith(
                            "model 'one-pixel' expects finite logits but gets Infinity, first in dense1: its weights");
        }
    }

    @Test
    void rowsOfADatasetAreThoseOfItsPictures() {
        Dataset data = pictures(7);
        try (Predictor predictor = new Predictor(Tiny.model(1), BACKEND, 1, 3)) {
            float[] all = predictor.probabilities(data);

            assertThat(all).hasSize(7 * 3);
            for (int i = 0; i < 7; i++) {
                byte[] picture = Arrays.copyOfRange(data.pixels(), i * 20, (i + 1) * 20);
                assertThat(predictor.probabilities(picture)).isEqualTo(Arrays.copyOfRange(all, i * 3, i * 3 + 3));
            }
        }
    }

    @Test
    void rowsSumToOne() {
        try (Predictor predictor = new Predictor(Tiny.model(1), BACKEND, 1, 4)) {
            float[] all = predictor.probabilities(pictures(9));

            for (int i = 0; i < 9; i++) {
                // Each of three terms below 1 is rounded to float once: at most 2^-25 each.
                assertThat((double) all[3 * i] + all[3 * i + 1] + all[3 * i + 2])
                        .isCloseTo(1, within(3 * 0x1p-25));
            }
        }
    }

    @Test
    void threadsDoNotChangeABit() {
        Dataset data = pictures(11);
        try (Predictor one = new Predictor(Tiny.model(1), BACKEND, 1, 4);
                Predictor three = new Predictor(Tiny.model(1), BACKEND, 3, 4)) {
            assertThat(three.probabilities(data)).isEqualTo(one.probabilities(data));
        }
    }

    @Test
    void noPicturesGiveNoProbabilities() {
        try (Predictor predictor = new Predictor(Tiny.model(1), BACKEND, 1, 4)) {
            assertThat(predictor.probabilities(pictures(0))).isEmpty();
        }
    }

    @Test
    void picturesOfAnotherSizeAreRefused() {
        Dataset data = Dataset.of("wide", Tiny.CLASSES, 1, 5, 4, new byte[20], new int[1], null, null);
        try (Predictor predictor = new Predictor(Tiny.model(1), BACKEND, 1, 4)) {
            assertThatThrownBy(() -> predictor.probabilities(data))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("wide: the model expects pictures of 1×4×5 but gets 1×5×4: resize them when loading");
        }
    }

    @Test
    void aPictureOfAnotherSizeIsRefused() {
        try (Predictor predictor = new Predictor(Tiny.model(1), BACKEND, 1, 4)) {
            assertThatThrownBy(() -> predictor.probabilities(new byte[19]))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("the model expects a picture of 1×4×5, 20 bytes, but gets 19: resize it when reading");
        }
    }
}
