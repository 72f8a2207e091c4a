package org.pellucid.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.support.EveryKind;
import org.pellucid.tensor.Rng;
import org.pellucid.textbook.TextbookNetwork;

class SightTest {
    private static final ActivationSpec RELU = new ActivationSpec.Relu();

    /** A 1×1 convolution to two channels, ReLU, and a dense layer of one class on the eight numbers. */
    private static final NetworkSpec CAM = new NetworkSpec(
            "cam", new Shape(1, 2, 2), List.of(Conv2dSpec.of(2, 1), RELU, new FlattenSpec(), DenseSpec.of(1)));

    private static final Map<String, double[]> CAM_WEIGHTS = Looked.parameters(
            "conv1.weight", new double[] {1, -1},
            "conv1.bias", new double[] {0, 3},
            "dense1.weight", new double[] {1, 0, 0, 3, -2, 0, 0, -2},
            "dense1.bias", new double[] {0});

    private static final double[] CAM_PICTURE = {1, 2, 3, 4};

    @Test
    void theGradientIsTheSlopeOfTheLogit() {
        NetworkSpec spec = EveryKind.network();
        Map<String, double[]> weights = Sight.doubles(Looked.weights(spec, 5));
        double[] x = Looked.doubles(Looked.picture(spec, 6));
        double[] gradient = Sight.of(spec, weights, x, 2).gradient();
        TextbookNetwork network = new TextbookNetwork(spec, weights);
        network.forward(x, 1, false, null);
        int[] pieces = network.pieces();
        double h = 1e-5;
        int checked = 0;
        Rng rng = Rng.of(7);
        for (int draw = 0; draw < 40; draw++) {
            int p = rng.nextInt(x.length);
            double[] shifted = x.clone();
            shifted[p] = x[p] + h;
            double above = network.forward(shifted, 1, false, null)[2];
            boolean smooth = Arrays.equals(network.pieces(), pieces);
            shifted[p] = x[p] - h;
            double below = network.forward(shifted, 1, false, null)[2];
            smooth &= Arrays.equals(network.pieces(), pieces);
            if (smooth) {
                checked++;
                // Rounding of z over h is about 1e-15 / 1e-5, truncation h² times a third derivative of order one.
                assertThat((above - below) / (2 * h)).isCloseTo(gradient[p], within(1e-8));
            }
        }
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void gradCamByHand() {
        // A₀ = 1 2 3 4 and A₁ = 2 1 0 0; α₀ = (1 + 0 + 0 + 3) / 4 = 1 and α₁ = (−2 + 0 + 0 − 2) / 4 = −1.
        Sight sight = Sight.of(CAM, CAM_WEIGHTS, CAM_PICTURE, 0);

        assertThat(sight.gradCam("relu1")).containsExactly(0, 1, 3, 4);
    }

    @Test
    void gradCamBeforeTheReluTakesItsGradientsThere() {
        // Where the ReLU is shut, at the fourth pixel of channel 1, nothing comes back: α₁ = −2 / 4; A₁ = 2 1 0 −1.
        Sight sight = Sight.of(CAM, CAM_WEIGHTS, CAM_PICTURE, 0);

        assertThat(sight.gradCam("conv1")).containsExactly(0, 1.5, 3, 4.5);
    }

    @Test
    void guidedBackpropagationByHand() {
        // h = 3, 1, −3; z = 2·3 − 3·1 + 5·0. Back through the ReLUs come 2, −3, 0, and guided 2, 0, 0.
        NetworkSpec spec = new NetworkSpec("guided", Shape.flat(2), List.of(DenseSpec.of(3), RELU, DenseSpec.of(1)));
        Map<String, double[]> weights = Looked.parameters(
                "dense1.weight", new double[] {1, 1, -1, 1, -1, -1},
                "dense1.bias", new double[3],
                "dense2.weight", new double[] {2, -3, 5},
                "dense2.bias", new double[1]);

        Sight sight = Sight.of(spec, weights, new double[] {1, 2}, 0);

        assertThat(sight.gradient()).containsExactly(5, -1);
        assertThat(sight.guided()).containsExactly(2, 2);
    }

    @Test
    void withoutReluGuidedIsTheGradient() {
        ActivationSpec tanh = new ActivationSpec.Tanh();
        NetworkSpec spec = new NetworkSpec(
                "smooth",
                new Shape(2, 6, 5),
                List.of(
                        Conv2dSpec.of(4, 3),
                        new ResidualSpec(
                                List.of(BatchNormSpec.DEFAULT, tanh, Conv2dSpec.of(3, 3)),
                                List.of(Conv2dSpec.of(3, 1))),
                        new SqueezeExciteSpec(2, tanh),
                        new GlobalAvgPoolSpec(),
                        DenseSpec.of(3)));
        Sight sight =
                Sight.of(spec, Sight.doubles(Looked.weights(spec, 1)), Looked.doubles(Looked.picture(spec, 2)), 1);

        assertThat(sight.guided()).containsExactly(sight.gradient());
    }

    @Test
    void gradCamIsTakenBehindTheLastConvolutionThatGivesAPicture() {
        assertThat(layer("seed")).isEqualTo("relu3");
        assertThat(layer("resnet18")).isEqualTo("relu9");
        assertThat(layer("mini-xception")).isEqualTo("conv3");
    }

    private static String layer(String model) {
        return Sight.lastSeeingLayer(NamedModels.create(model, NamedModels.FACE, 7))
                .orElseThrow()
                .name();
    }

    @Test
    void aNetworkWithoutConvolutionsHasNoGradCam() {
        assertThat(Sight.lastSeeingLayer(NamedModels.create("mlp", NamedModels.FACE, 7)))
                .isEmpty();
    }

    @Test
    void everyMapIsWhatItsLayerGave() {
        Sight sight = Sight.of(CAM, CAM_WEIGHTS, CAM_PICTURE, 0);

        assertThat(sight.maps()).extracting(maps -> maps.node().name()).containsExactly("conv1", "relu1");
        assertThat(sight.maps().get(1).channels().get(1)).containsExactly(2, 1, 0, 0);
    }

    @Test
    void anUnknownClassIsRefused() {
        assertThatThrownBy(() -> Sight.of(CAM, CAM_WEIGHTS, CAM_PICTURE, 1)).hasMessageContaining("gets target 1");
    }
}
