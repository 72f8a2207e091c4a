package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

class ActivationTest {
    private static final double LN3 = Math.log(3);

    private static List<ActivationSpec> all() {
        return List.of(
                new ActivationSpec.Relu(),
                new ActivationSpec.LeakyRelu(0.2),
                new ActivationSpec.Elu(1.5),
                new ActivationSpec.Silu(),
                new ActivationSpec.Sigmoid(),
                new ActivationSpec.Tanh());
    }

    @Test
    void reluByHand() {
        ActivationSpec relu = new ActivationSpec.Relu();

        assertThat(Activation.forward(relu, new double[] {-2, 0, 3})).containsExactly(0, 0, 3);
        assertThat(Activation.backward(relu, new double[] {-2, 0, 3}, new double[] {5, 6, 7}))
                .as("ReLU′(0) = 0")
                .containsExactly(0, 0, 7);
    }

    @Test
    void leakyReluByHand() {
        ActivationSpec leaky = new ActivationSpec.LeakyRelu(0.5);

        assertThat(Activation.forward(leaky, new double[] {-2, 0, 3})).containsExactly(-1, 0, 3);
        assertThat(Activation.backward(leaky, new double[] {-2, 0, 3}, new double[] {4, 6, 7}))
                .containsExactly(2, 3, 7);
    }

    @Test
    void eluByHand() {
        ActivationSpec elu = new ActivationSpec.Elu(3);

        assertThat(Activation.forward(elu, new double[] {-LN3, 0, 3}))
                .containsExactly(new double[] {-2, 0, 3}, within(1e-15));
        assertThat(Activation.backward(elu, new double[] {-LN3, 0, 3}, new double[] {4, 6, 7}))
                .containsExactly(new double[] {4, 18, 7}, within(1e-14));
    }

    @Test
    void sigmoidByHand() {
        ActivationSpec sigmoid = new ActivationSpec.Sigmoid();

        assertThat(Activation.forward(sigmoid, new double[] {0, LN3}))
                .containsExactly(new double[] {0.5, 0.75}, within(1e-15));
        assertThat(Activation.backward(sigmoid, new double[] {0, LN3}, new double[] {4, 16}))
                .containsExactly(new double[] {1, 3}, within(1e-14));
    }

    @Test
    void siluByHand() {
        ActivationSpec silu = new ActivationSpec.Silu();

        assertThat(Activation.value(silu, LN3)).isCloseTo(0.75 * LN3, within(1e-15));
        assertThat(Activation.derivative(silu, 0)).isEqualTo(0.5);
    }

    @Test
    void tanhByHand() {
        ActivationSpec tanh = new ActivationSpec.Tanh();

        assertThat(Activation.value(tanh, LN3)).isCloseTo(0.8, within(1e-15));
        assertThat(Activation.derivative(tanh, LN3)).isCloseTo(0.36, within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("all")
    void valuesStayFiniteFarOut(ActivationSpec f) {
        for (double x : new double[] {-1e4, 1e4}) {
            assertThat(Activation.value(f, x)).isFinite();
            assertThat(Activation.derivative(f, x)).isFinite();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void gradientAgreesWithFiniteDifferences(ActivationSpec f) {
        Rng rng = Rng.of(6, 0);
        double[] x = Draw.apart(rng, 300);
        double[] dy = Draw.values(rng, x.length);

        GradientCheck check = GradientCheck.piecewise(
                () -> new GradientCheck.Point(Activation.forward(f, x), Activation.pieces(f, x)), dy);

        assertThat(check.error(x, Activation.backward(f, x, dy))).isLessThan(GradientCheck.TOLERANCE);
        assertThat(check.kinks()).isZero();
    }
}
