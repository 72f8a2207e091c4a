package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

class TextbookNetworkTest {
    private static final int N = 3;

    /** Every kind of layer, and composites in composites. */
    private static final NetworkSpec ALL = new NetworkSpec(
            "all",
            new Shape(2, 9, 7),
            List.of(
                    new Conv2dSpec(4, new Size(3, 2), Size.of(1), Padding.of(1, 0, 0, 1), new Size(1, 2), 2, true),
                    BatchNormSpec.DEFAULT,
                    new ActivationSpec.LeakyRelu(0.1),
                    new MaxPool2dSpec(Size.of(3), Size.of(2), Padding.SAME),
                    new ResidualSpec(
                            List.of(
                                    new SeparableConv2dSpec(3, Size.of(3), Size.of(1), Padding.SAME, true),
                                    BatchNormSpec.DEFAULT,
                                    new ActivationSpec.Relu(),
                                    new SqueezeExciteSpec(2, new ActivationSpec.Silu()),
                                    ResidualSpec.of(new ActivationSpec.Tanh())),
                            List.of(Conv2dSpec.of(3, 1).withoutBias(), BatchNormSpec.DEFAULT)),
                    new ActivationSpec.Elu(1),
                    new AvgPool2dSpec(Size.of(2), Size.of(2), Padding.of(1)),
                    new FlattenSpec(),
                    DenseSpec.of(6),
                    new ActivationSpec.Sigmoid(),
                    new DropoutSpec(0.3),
                    new GlobalAvgPoolSpec(),
                    new DenseSpec(4, false)));

    private static final DropoutMask MASK = (layer, example, unit) -> (example + unit) % 3 != 0;

    /** Random weights; every scale and running variance positive. */
    private static Map<String, double[]> parameters(NetworkSpec spec, Rng rng) {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        for (ParameterSpec p : spec.parameters()) {
            double[] values = Draw.values(rng, p.size());
            if (p.role() == ParameterSpec.Role.SCALE || p.role() == ParameterSpec.Role.RUNNING_VARIANCE) {
                for (int i = 0; i < values.length; i++) {
                    values[i] += 1.5;
                }
            }
            parameters.put(p.name(), values);
        }
        return parameters;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientsOfTheLossAgreeWithFiniteDifferences(boolean train) {
        Rng rng = Rng.of(10, 0);
        Map<String, double[]> parameters = parameters(ALL, rng);
        TextbookNetwork network = new TextbookNetwork(ALL, parameters);
        double[] x = Draw.values(rng, N * ALL.input().size());
        double[] t = SoftmaxCrossEntropy.targets(4, new int[] {0, 3, 1});
        double[] dx = network.backward(SoftmaxCrossEntropy.backward(N, 4, network.forward(x, N, train, MASK), t, null));

        GradientCheck check = GradientCheck.piecewise(
                () -> {
                    double loss = SoftmaxCrossEntropy.forward(N, 4, network.forward(x, N, train, MASK), t, null);
                    return new GradientCheck.Point(new double[] {loss}, network.pieces());
                },
                new double[] {1});

        assertThat(check.error(x, dx)).as("dx").isLessThan(GradientCheck.TOLERANCE);
        network.gradients()
                .forEach((name, gradient) -> assertThat(check.error(parameters.get(name), gradient))
                        .as(name)
                        .isLessThan(GradientCheck.TOLERANCE));
        assertThat(check.kinks()).isZero();
    }

    @Test
    void gradientsAreThoseOfAllLearnedParameters() {
        TextbookNetwork network = new TextbookNetwork(ALL, parameters(ALL, Rng.of(10, 1)));

        assertThat(network.gradients().keySet())
                .containsExactlyElementsOf(ALL.parameters().stream()
                        .filter(p -> p.role().learned())
                        .map(ParameterSpec::name)
                        .toList());
    }

    @Test
    void backwardAddsAndZeroGradientsForgets() {
        NetworkSpec spec = new NetworkSpec("line", Shape.flat(1), List.of(DenseSpec.of(1)));
        TextbookNetwork network =
                new TextbookNetwork(spec, Map.of("dense1.weight", new double[] {2}, "dense1.bias", new double[] {1}));

        assertThat(network.forward(new double[] {3}, 1, true, null)).containsExactly(7);
        assertThat(network.backward(new double[] {5})).containsExactly(10);
        assertThat(network.backward(new double[] {5})).containsExactly(10);
        assertThat(network.gradients().get("dense1.weight")).containsExactly(30);
        network.zeroGradients();
        assertThat(network.gradients().get("dense1.weight")).containsExactly(0);
    }

    @Test
    void everyLayerRemembersWhatPassed() {
        TextbookNetwork network = new TextbookNetwork(ALL, parameters(ALL, Rng.of(10, 2)));
        double[] x = Draw.values(Rng.of(10, 3), ALL.input().size());
        double[] dy = {1, 2, 3, 4};

        double[] logits = network.forward(x, 1, true, MASK);
        double[] dx = network.backward(dy);

        assertThat(network.values("conv1").x()).isSameAs(x);
        assertThat(network.values("conv1").dx()).isSameAs(dx);
        assertThat(network.values("dense2").y()).isSameAs(logits);
        assertThat(network.values("dense2").dy()).isSameAs(dy);
        assertThat(network.values("residual1.separable1.conv2").y())
                .isSameAs(network.values("residual1.bn1").x());
        assertThat(network.values("residual1.shortcut.bn1").dy())
                .isSameAs(network.values("residual1").dy());
    }

    @Test
    void runningStatisticsMoveWhileTrainingOnly() {
        NetworkSpec spec = new NetworkSpec("norm", Shape.flat(1), List.of(new BatchNormSpec(1e-5, 0.5)));
        Map<String, double[]> parameters = Map.of(
                "bn1.gamma", new double[] {1},
                "bn1.beta", new double[] {0},
                "bn1.running_mean", new double[] {0},
                "bn1.running_variance", new double[] {1});
        TextbookNetwork network = new TextbookNetwork(spec, parameters);

        assertThat(network.forward(new double[] {2, 6}, 2, false, null)).hasSize(2);
        assertThat(parameters.get("bn1.running_mean")).containsExactly(0);
        assertThat(network.forward(new double[] {2, 6}, 2, true, null)).hasSize(2);
        assertThat(parameters.get("bn1.running_mean")).containsExactly(2);
        assertThat(parameters.get("bn1.running_variance")).containsExactly(0.5 + 0.5 * 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax-regression", "mlp", "lenet", "mini-xception"})
    void namedModelsRunBothWays(String name) {
        NetworkSpec spec = NamedModels.create(name, NamedModels.FACE, 7);
        TextbookNetwork network = new TextbookNetwork(spec, parameters(spec, Rng.of(10, 4)));

        assertThat(network.forward(new double[spec.input().size()], 1, true, MASK))
                .hasSize(7);
        assertThat(network.backward(new double[7])).hasSize(spec.input().size());
    }

    private static List<LayerSpec> topLayers() {
        return ALL.layers();
    }

    @ParameterizedTest
    @MethodSource("topLayers")
    void oneLayerRunsAlone(LayerSpec layer) {
        int index = ALL.layers().indexOf(layer);
        Node node = ALL.nodes().get(index);
        TextbookLayer alone = TextbookLayer.of(node, parameters(ALL, Rng.of(10, 5)));

        double[] y = alone.forward(new double[2 * node.input().size()], 2, true, MASK);

        assertThat(y).hasSize(2 * node.output().size());
        assertThat(alone.backward(y)).hasSize(2 * node.input().size());
    }

    @Test
    void aMissingParameterIsNamed() {
        Map<String, double[]> parameters = parameters(ALL, Rng.of(10, 6));
        parameters.remove("residual1.bn1.gamma");

        assertThatThrownBy(() -> new TextbookNetwork(ALL, parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "network expects a parameter residual1.bn1.gamma but gets none: give one array for each of the"
                                + " spec's");
    }

    @Test
    void aParameterOfAnotherSizeIsNamed() {
        Map<String, double[]> parameters = parameters(ALL, Rng.of(10, 7));
        parameters.put("dense2.weight", new double[3]);

        assertThatThrownBy(() -> new TextbookNetwork(ALL, parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "dense2.weight expects 24 values, those of [4, 6], but gets 3: give the parameters of the same"
                                + " spec");
    }

    @Test
    void anInputOfAnotherSizeIsRefused() {
        TextbookNetwork network = new TextbookNetwork(ALL, parameters(ALL, Rng.of(10, 8)));

        assertThatThrownBy(() -> network.forward(new double[5], 1, false, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "conv1 expects 1 examples of 2×9×7 but gets 5 values: give at least one, all of that shape");
    }

    @Test
    void dropoutWithoutAMaskIsRefusedWhileTraining() {
        TextbookNetwork network = new TextbookNetwork(ALL, parameters(ALL, Rng.of(10, 9)));

        assertThatThrownBy(() -> network.forward(new double[ALL.input().size()], 1, true, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("dropout1 expects a mask while training");
    }

    @Test
    void backwardComesAfterForward() {
        TextbookNetwork network = new TextbookNetwork(ALL, parameters(ALL, Rng.of(10, 10)));

        assertThatThrownBy(() -> network.backward(new double[4]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("dense2 expects a forward before its backward but had none");
    }

    @Test
    void anUnknownLayerIsRefused() {
        TextbookNetwork network = new TextbookNetwork(ALL, parameters(ALL, Rng.of(10, 11)));

        assertThatThrownBy(() -> network.values("conv9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("network 'all' has no layer 'conv9': expected one of conv1, bn1,");
    }
}
