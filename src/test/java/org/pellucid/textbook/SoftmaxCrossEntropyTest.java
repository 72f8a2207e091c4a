package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

class SoftmaxCrossEntropyTest {
    /** The example of docs/ops/softmax-cross-entropy.md: p = (1/4, 3/4) for both examples, labels 0 and 1. */
    private static final double[] Z = {0, Math.log(3), 0, Math.log(3)};

    private static final double[] T = SoftmaxCrossEntropy.targets(2, new int[] {0, 1});
    private static final double[] W = {3, 1};

    @Test
    void probabilitiesByHand() {
        assertThat(SoftmaxCrossEntropy.softmax(2, 2, Z))
                .containsExactly(new double[] {0.25, 0.75, 0.25, 0.75}, within(1e-15));
    }

    @Test
    void lossByHand() {
        assertThat(SoftmaxCrossEntropy.forward(2, 2, Z, T, null))
                .isCloseTo((Math.log(4) + Math.log(4 / 3.0)) / 2, within(1e-15));
    }

    @Test
    void gradientByHand() {
        assertThat(SoftmaxCrossEntropy.backward(2, 2, Z, T, null))
                .containsExactly(new double[] {-0.375, 0.375, 0.125, -0.125}, within(1e-15));
    }

    @Test
    void weightedLossByHand() {
        assertThat(SoftmaxCrossEntropy.forward(2, 2, Z, T, W))
                .isCloseTo((3 * Math.log(4) + Math.log(4 / 3.0)) / 4, within(1e-15));
    }

    @Test
    void weightedGradientByHand() {
        assertThat(SoftmaxCrossEntropy.backward(2, 2, Z, T, W))
                .containsExactly(new double[] {-0.5625, 0.5625, 0.0625, -0.0625}, within(1e-15));
    }

    @Test
    void smoothingByHand() {
        assertThat(SoftmaxCrossEntropy.smooth(4, 0.2, new double[] {0, 1, 0, 0}))
                .containsExactly(new double[] {0.05, 0.85, 0.05, 0.05}, within(1e-15));
    }

    @Test
    void equalLogitsCostTheLogarithmOfTheClasses() {
        assertThat(SoftmaxCrossEntropy.forward(
                        1, 7, new double[7], SoftmaxCrossEntropy.targets(7, new int[] {3}), null))
                .isCloseTo(Math.log(7), within(1e-15));
    }

    @Test
    void hugeLogitsStayFinite() {
        double[] z = {1e4, -1e4, 0, -1e4, 1e4, 0};
        double[] t = SoftmaxCrossEntropy.targets(3, new int[] {0, 0});

        assertThat(SoftmaxCrossEntropy.forward(2, 3, z, t, null)).isEqualTo(1e4);
        assertThat(SoftmaxCrossEntropy.backward(2, 3, z, t, null)).containsExactly(0, 0, 0, -0.5, 0.5, 0);
    }

    @Test
    void targetsWithoutWeightAreRefused() {
        assertThatThrownBy(() -> SoftmaxCrossEntropy.forward(2, 2, Z, new double[4], null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cross-entropy expects targets of positive weight but theirs sums to 0.0: give at least one"
                        + " class of the batch a weight above 0");
    }

    @Test
    void gradientAgreesWithFiniteDifferences() {
        Rng rng = Rng.of(8, 0);
        for (int i = 0; i < 60; i++) {
            int n = 1 + rng.nextInt(4);
            int k = 2 + rng.nextInt(6);
            double[] z = Draw.values(rng, n * k);
            double[] t = targets(rng, n, k);
            double[] w = rng.nextBoolean() ? positive(rng, k) : null;

            GradientCheck check = GradientCheck.smooth(
                    () -> new double[] {SoftmaxCrossEntropy.forward(n, k, z, t, w)}, new double[] {1});

            assertThat(check.error(z, SoftmaxCrossEntropy.backward(n, k, z, t, w)))
                    .isLessThan(GradientCheck.TOLERANCE);
        }
    }

    /** Hard, smoothed, or soft (and then not even summing to 1). */
    private static double[] targets(Rng rng, int n, int k) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = rng.nextInt(k);
        }
        double[] hard = SoftmaxCrossEntropy.targets(k, labels);
        return switch (rng.nextInt(3)) {
            case 0 -> hard;
            case 1 -> SoftmaxCrossEntropy.smooth(k, 0.1, hard);
            default -> positive(rng, n * k);
        };
    }

    private static double[] positive(Rng rng, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = rng.uniform(0.1, 2);
        }
        return values;
    }
}
