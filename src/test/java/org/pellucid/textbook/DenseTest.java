package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

class DenseTest {
    private static final long SEED = 4;

    /** The example of docs/ops/dense.md. */
    private static final double[] X = {1, 2, 3, 4};

    private static final double[] W = {1, 0, -1, 2, 0, 3};
    private static final double[] DY = {1, 0, -1, 2, 1, 0};

    @Test
    void forwardByHand() {
        assertThat(Dense.forward(2, 2, 3, X, W, new double[] {1, 0, -1})).containsExactly(2, 3, 5, 4, 5, 11);
    }

    @Test
    void backwardInputByHand() {
        assertThat(Dense.backwardInput(2, 2, 3, DY, W)).containsExactly(1, -3, 1, 2);
    }

    @Test
    void backwardParametersByHandAdd() {
        double[] dw = {100, 0, 0, 0, 0, 0};
        double[] db = {100, 0, 0};

        Dense.backwardParameters(2, 2, 3, X, DY, dw, db);

        assertThat(dw).containsExactly(107, 10, 3, 4, -1, -2);
        assertThat(db).containsExactly(103, 1, -1);
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        Rng rng = Rng.of(SEED, 0);
        for (int i = 0; i < 50; i++) {
            int n = 1 + rng.nextInt(4);
            int features = 1 + rng.nextInt(9);
            int units = 1 + rng.nextInt(7);
            double[] x = Draw.values(rng, n * features);
            double[] w = Draw.values(rng, units * features);
            double[] b = rng.nextBoolean() ? Draw.values(rng, units) : null;
            double[] dy = Draw.values(rng, n * units);
            double[] dw = new double[w.length];
            double[] db = b == null ? null : new double[units];
            Dense.backwardParameters(n, features, units, x, dy, dw, db);

            GradientCheck check = GradientCheck.linear(() -> Dense.forward(n, features, units, x, w, b), dy);

            assertThat(check.error(x, Dense.backwardInput(n, features, units, dy, w)))
                    .isLessThan(GradientCheck.TOLERANCE);
            assertThat(check.error(w, dw)).isLessThan(GradientCheck.TOLERANCE);
            if (b != null) {
                assertThat(check.error(b, db)).isLessThan(GradientCheck.TOLERANCE);
            }
        }
    }

    @Test
    void backwardInputIsTheAdjoint() {
        Rng rng = Rng.of(SEED, 1);
        double[] x = Draw.values(rng, 3 * 11);
        double[] w = Draw.values(rng, 5 * 11);
        double[] u = Draw.values(rng, 3 * 5);

        assertThat(Algebra.inner(Dense.forward(3, 11, 5, x, w, null), u))
                .isCloseTo(Algebra.inner(x, Dense.backwardInput(3, 11, 5, u, w)), within(Algebra.ROUNDING));
    }
}
