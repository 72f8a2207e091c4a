package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

/** The check can fail: backward passes that are wrong in the ways people get them wrong. */
class GradientCheckTest {
    private final Rng rng = Rng.of(9, 0);
    private final Conv2dGeometry g = new Conv2dGeometry(
            1, 2, 2, 1, Window.of(new Shape(2, 5, 5), Size.of(3), Size.of(1), Size.of(1), Padding.VALID));
    private final double[] x = Draw.values(rng, g.xSize());
    private final double[] w = Draw.values(rng, g.wSize());

    private static double[] reversed(double[] values) {
        double[] back = new double[values.length];
        for (int i = 0; i < back.length; i++) {
            back[i] = values[values.length - 1 - i];
        }
        return back;
    }

    private double errorOfReversedBackward(double[] dy) {
        double[] dw = new double[w.length];
        Conv2d.backwardParameters(g, x, reversed(dy), dw, null);
        return GradientCheck.linear(() -> Conv2d.forward(g, x, w, null), dy).error(w, dw);
    }

    @Test
    void aBackwardThatReadsDyReversedPassesWithOnes() {
        double[] ones = new double[g.ySize()];
        Arrays.fill(ones, 1);

        assertThat(errorOfReversedBackward(ones)).isLessThan(GradientCheck.TOLERANCE);
    }

    @Test
    void aBackwardThatReadsDyReversedFailsWithRandomValues() {
        assertThat(errorOfReversedBackward(Draw.values(rng, g.ySize()))).isGreaterThan(0.1);
    }

    @Test
    void aGradientOffByOnePartInAMillionFails() {
        double[] dy = Draw.values(rng, g.ySize());
        double[] dx = Conv2d.backwardInput(g, dy, w);
        for (int i = 0; i < dx.length; i++) {
            dx[i] *= 1 + 1e-6;
        }

        double error =
                GradientCheck.linear(() -> Conv2d.forward(g, x, w, null), dy).error(x, dx);

        assertThat(error).isGreaterThan(GradientCheck.TOLERANCE);
    }

    @Test
    void aBatchNormThatForgetsItsStatisticsFails() {
        Shape shape = new Shape(2, 5, 5);
        double[] gamma = {1, 2};
        double[] beta = {0, 1};
        double[] dy = Draw.values(rng, x.length);
        BatchNorm.Statistics s = BatchNorm.statistics(1, shape, x);
        double[] directPathAlone = BatchNorm.backwardInputInference(1, shape, 1e-5, s, dy, gamma);

        double error = GradientCheck.smooth(
                        () -> BatchNorm.forward(1, shape, 1e-5, BatchNorm.statistics(1, shape, x), x, gamma, beta), dy)
                .error(x, directPathAlone);

        assertThat(error).isGreaterThan(0.01);
    }

    @Test
    void kinksAreCountedAndNearOnesSteppedAround() {
        ActivationSpec relu = new ActivationSpec.Relu();
        double[] near = {0, 1e-4, -1e-6, 0.5};
        double[] dy = {1, 2, 3, 4};
        GradientCheck check = GradientCheck.piecewise(
                () -> new GradientCheck.Point(Activation.forward(relu, near), Activation.pieces(relu, near)), dy);

        double error = check.error(near, Activation.backward(relu, near, dy));

        assertThat(error).isLessThan(GradientCheck.TOLERANCE);
        assertThat(check.kinks()).as("0 itself").isEqualTo(1);
        assertThat(check.checked()).isEqualTo(3);
    }
}
