package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.support.EveryKind;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

class NetworkTest {
    private static final Options OPTIONS = Options.of(LoadableBackends.of("reference"));
    private static final NetworkSpec THREE = new NetworkSpec(
            "three",
            Shape.flat(2),
            List.of(DenseSpec.of(3), new ActivationSpec.Relu(), DenseSpec.of(3), DenseSpec.of(2)));

    @Test
    void namesTheFirstLayerThatIsNotFinite() {
        try (Network network = Network.compile(THREE, OPTIONS)) {
            Tensor x = new Tensor(2, 2, 1, 1);
            x.fill(1);
            network.forward(x, Mode.TRAIN);
            assertThat(network.firstNonFinite()).isEmpty();

            parameter(network, "dense2.bias").value().data()[1] = Float.NaN;
            network.forward(x, Mode.TRAIN);
            assertThat(network.firstNonFinite()).contains("dense2");

            parameter(network, "dense1.bias").value().fill(Float.POSITIVE_INFINITY);
            network.forward(x, Mode.TRAIN);
            assertThat(network.firstNonFinite()).contains("dense1");
        }
    }

    @Test
    void tellsWhatEveryLayerWrote() {
        try (Network network = Network.compile(EveryKind.network(), OPTIONS.batch(3))) {
            Tensor x = new Tensor(2, 2, 11, 10);
            x.fill(0.5f);
            Tensor logits = network.forward(x, Mode.INFER);

            assertThat(network.layers()).startsWith("conv1", "relu1", "maxpool1");
            assertThat(network.output("dense4").data()).containsExactly(logits.data());
            assertThat(network.output("conv1").shape()).containsExactly(2, 6, 11, 10);
            assertThatThrownBy(() -> network.output("conv9")).hasMessageContaining("has no layer 'conv9'");
        }
    }

    @Test
    void looksOnlyAtTheExamplesOfTheLastPass() {
        try (Network network = Network.compile(THREE, OPTIONS)) {
            Tensor spoilt = new Tensor(2, 2, 1, 1);
            spoilt.data()[3] = Float.NaN;
            network.forward(spoilt, Mode.TRAIN);
            assertThat(network.firstNonFinite()).contains("dense1");

            network.forward(new Tensor(1, 2, 1, 1), Mode.TRAIN);
            assertThat(network.firstNonFinite()).isEmpty();
        }
    }

    @Test
    void addsUpGradientsUntilTheyAreZeroed() {
        try (Network network = Network.compile(EveryKind.network(), OPTIONS.batch(3))) {
            Tensor x = new Tensor(3, 2, 11, 10);
            x.fill(0.5f);
            Tensor dy = new Tensor(3, 4);
            dy.fill(1);
            float[] once = gradient(network, x, dy);
            float[] twice = gradient(network, x, dy);
            for (int i = 0; i < once.length; i++) {
                assertThat(twice[i]).isEqualTo(2 * once[i]);
            }
            network.zeroGrad();
            assertThat(gradient(network, x, dy)).isEqualTo(once);
        }
    }

    @Test
    void treatsAnExampleAlikeInAnyBatch() {
        try (Network network = Network.compile(EveryKind.network(), OPTIONS.batch(5))) {
            Tensor five = new Tensor(5, 2, 11, 10);
            for (int i = 0; i < five.size(); i++) {
                five.data()[i] = (float) Math.sin(i);
            }
            Tensor one = new Tensor(1, 2, 11, 10);
            System.arraycopy(five.data(), 0, one.data(), 0, one.size());

            float[] together = network.forward(five, Mode.INFER).data().clone();
            float[] alone = network.forward(one, Mode.INFER).data();

            for (int k = 0; k < 4; k++) {
                assertThat(alone[k]).isCloseTo(together[k], org.assertj.core.api.Assertions.within(1e-5f));
            }
        }
    }

    @Test
    void refusesBatchesOfAnotherSize() {
        try (Network network = Network.compile(THREE, OPTIONS.batch(2))) {
            assertThatThrownBy(() -> network.forward(new Tensor(3, 2, 1, 1), Mode.INFER))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 2 examples")
                    .hasMessageContaining("got 3");
        }
    }

    @Test
    void refusesABackwardPassWithoutATrainingPassBefore() {
        try (Network network = Network.compile(THREE, OPTIONS)) {
            network.forward(new Tensor(1, 2, 1, 1), Mode.INFER);
            Optimizer rule =
                    new Optimizer(OptimizerSpec.of(OptimizerSpec.Kind.SGD), network.parameters(), network.workers());
            assertThatThrownBy(() -> network.backward(new Tensor(1, 2))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> network.learn(new Tensor(1, 2), rule, 0.1, 0))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(rule.steps()).isZero();
            assertThatThrownBy(network::inputGradient)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("withInputGradient");
        }
    }

    @Test
    void namesItsParametersAsItsSpecDoes() {
        NetworkSpec spec = EveryKind.network();
        try (Network network = Network.compile(spec, OPTIONS.batch(1))) {
            assertThat(network.parameters().stream().map(Parameter::name))
                    .containsExactlyElementsOf(
                            spec.parameters().stream().map(p -> p.name()).toList());
        }
    }

    private static float[] gradient(Network network, Tensor x, Tensor dy) {
        network.forward(x, Mode.TRAIN);
        network.backward(dy);
        return parameter(network, "conv1.weight").gradient().data().clone();
    }

    private static Parameter parameter(Network network, String name) {
        return network.parameters().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
