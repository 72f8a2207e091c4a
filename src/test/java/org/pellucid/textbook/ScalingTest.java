package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pellucid.spec.Shape;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

/** Dropout, squeeze-and-excite and residual sums: values scaled or added, nothing else. */
class ScalingTest {
    private static final boolean[] KEEP = {true, false, true, true};

    @Test
    void dropoutByHand() {
        // The example of docs/ops/dropout.md.
        assertThat(Dropout.forward(0.25, KEEP, new double[] {3, 5, -6, 0})).containsExactly(4, 0, -8, 0);
        assertThat(Dropout.backward(0.25, KEEP, new double[] {3, 5, -6, 9})).containsExactly(4, 0, -8, 12);
    }

    @Test
    void squeezeExciteByHand() {
        // The example of docs/ops/squeeze-excite.md: two channels of 1 × 2.
        Shape shape = new Shape(2, 1, 2);
        double[] x = {1, 2, 3, 4};
        double[] gate = {0.5, 0.25};
        double[] dy = {2, 4, 8, -4};

        assertThat(SqueezeExcite.forward(1, shape, x, gate)).containsExactly(0.5, 1, 0.75, 1);
        assertThat(SqueezeExcite.backwardInput(1, shape, dy, gate)).containsExactly(1, 2, 2, -1);
        assertThat(SqueezeExcite.backwardGate(1, shape, x, dy)).containsExactly(10, 8);
    }

    @Test
    void residualByHand() {
        assertThat(Residual.forward(new double[] {1, 2}, new double[] {10, 20})).containsExactly(11, 22);
        assertThat(Residual.backward(new double[] {1, 2}, new double[] {-1, 5})).containsExactly(0, 7);
    }

    @Test
    void gradientOfDropoutAgreesWithFiniteDifferences() {
        Rng rng = Rng.of(7, 0);
        boolean[] keep = new boolean[40];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = rng.nextBoolean();
        }
        double[] x = Draw.values(rng, 40);
        double[] dy = Draw.values(rng, 40);

        GradientCheck check = GradientCheck.linear(() -> Dropout.forward(0.4, keep, x), dy);

        assertThat(check.error(x, Dropout.backward(0.4, keep, dy))).isLessThan(GradientCheck.TOLERANCE);
    }

    @Test
    void gradientsOfSqueezeExciteAgreeWithFiniteDifferences() {
        Rng rng = Rng.of(7, 1);
        for (int i = 0; i < 50; i++) {
            int n = 1 + rng.nextInt(3);
            Shape shape = new Shape(1 + rng.nextInt(4), 1 + rng.nextInt(5), 1 + rng.nextInt(5));
            double[] x = Draw.values(rng, n * shape.size());
            double[] gate = Draw.values(rng, n * shape.channels());
            double[] dy = Draw.values(rng, x.length);

            GradientCheck check = GradientCheck.linear(() -> SqueezeExcite.forward(n, shape, x, gate), dy);

            assertThat(check.error(x, SqueezeExcite.backwardInput(n, shape, dy, gate)))
                    .isLessThan(GradientCheck.TOLERANCE);
            assertThat(check.error(gate, SqueezeExcite.backwardGate(n, shape, x, dy)))
                    .isLessThan(GradientCheck.TOLERANCE);
        }
    }
}
