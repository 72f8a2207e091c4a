package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Steps by hand; docs/ops/optimizers.md shows the same. Five steps of each against PyTorch: see FixturesTest. */
class OptimizersTest {
    private final double[] p = {1};
    private final double[] g = {2};
    private final double[] v = {0};
    private final double[] m = {0};

    @Test
    void sgdByHand() {
        Optimizers.sgd(0.25, 0, p, g);

        assertThat(p).containsExactly(0.5);
    }

    @Test
    void weightDecayIsAddedToTheGradient() {
        Optimizers.sgd(0.25, 2, p, g);

        assertThat(p).containsExactly(1 - 0.25 * (2 + 2 * 1));
    }

    @Test
    void momentumByHand() {
        Optimizers.momentum(0.25, 0.5, 0, p, g, v);
        Optimizers.momentum(0.25, 0.5, 0, p, g, v);

        assertThat(v).containsExactly(3);
        assertThat(p).containsExactly(1 - 0.25 * 2 - 0.25 * 3);
    }

    @Test
    void nesterovByHand() {
        Optimizers.nesterov(0.25, 0.5, 0, p, g, v);
        Optimizers.nesterov(0.25, 0.5, 0, p, g, v);

        assertThat(v).containsExactly(3);
        assertThat(p).containsExactly(1 - 0.25 * (2 + 0.5 * 2) - 0.25 * (2 + 0.5 * 3));
    }

    @Test
    void rmspropByHand() {
        Optimizers.rmsprop(0.25, 0.75, 1, 0, p, g, v);

        assertThat(v).containsExactly(1);
        assertThat(p).containsExactly(1 - 0.25 * 2 / (1 + 1));
    }

    @Test
    void theFirstStepOfAdamIsAsLongAsTheRate() {
        Optimizers.adam(1, 0.25, 0.9, 0.999, 0, 0, p, g, m, v);

        assertThat(p[0]).isCloseTo(0.75, within(1e-15));
        assertThat(m[0]).isCloseTo(0.2, within(1e-15));
        assertThat(v[0]).isCloseTo(0.004, within(1e-15));
    }

    @Test
    void decoupledDecayShrinksTheParameterItself() {
        Optimizers.adamw(1, 0.25, 0.9, 0.999, 0, 0.5, p, g, m, v);

        assertThat(p[0]).isCloseTo(1 - 0.125 - 0.25, within(1e-15));
    }

    @Test
    void theFirstStepOfNadamLooksAhead() {
        Optimizers.nadam(1, 0.25, 0.9, 0.999, 0, 0, p, g, m, v);

        double now = 0.9 * (1 - 0.5 * Math.pow(0.96, 0.004));
        double next = 0.9 * (1 - 0.5 * Math.pow(0.96, 0.008));
        double mHat = next * 0.2 / (1 - now * next) + (1 - now) * 2 / (1 - now);
        assertThat(p[0]).isCloseTo(1 - 0.25 * mHat / 2, within(1e-14));
    }
}
