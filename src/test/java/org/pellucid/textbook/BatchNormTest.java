package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pellucid.spec.Shape;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

class BatchNormTest {
    private static final long SEED = 5;
    private static final double EPSILON = 1e-5;

    /** The example of docs/ops/batch-norm.md: one channel of 2 × 2, ε = 0. */
    private static final Shape SHAPE = new Shape(1, 2, 2);

    private static final double[] X = {1, 1, 5, 5};
    private static final double[] DY = {4, 0, 2, -2};
    private static final double[] GAMMA = {3};
    private static final BatchNorm.Statistics S = BatchNorm.statistics(1, SHAPE, X);

    @Test
    void statisticsByHand() {
        assertThat(S.mean()).containsExactly(3);
        assertThat(S.variance()).containsExactly(4);
    }

    @Test
    void statisticsRunOverTheBatchAndThePicture() {
        Shape shape = new Shape(2, 1, 2);
        double[] x = {1, 2, 10, 10, 3, 6, 10, 10};

        BatchNorm.Statistics s = BatchNorm.statistics(2, shape, x);

        assertThat(s.mean()).containsExactly(3, 10);
        assertThat(s.variance()).containsExactly(3.5, 0);
    }

    @Test
    void forwardByHand() {
        assertThat(BatchNorm.forward(1, SHAPE, 0, S, X, GAMMA, new double[] {1}))
                .containsExactly(-2, -2, 4, 4);
    }

    @Test
    void backwardInputWhileTrainingByHand() {
        assertThat(BatchNorm.backwardInputTraining(1, SHAPE, 0, S, X, DY, GAMMA))
                .containsExactly(3, -3, 3, -3);
    }

    @Test
    void backwardInputOtherwiseByHand() {
        assertThat(BatchNorm.backwardInputInference(1, SHAPE, 0, S, DY, GAMMA)).containsExactly(6, 0, 3, -3);
    }

    @Test
    void backwardParametersByHandAdd() {
        double[] dGamma = {100};
        double[] dBeta = {100};

        BatchNorm.backwardParameters(1, SHAPE, 0, S, X, DY, dGamma, dBeta);

        assertThat(dGamma).containsExactly(96);
        assertThat(dBeta).containsExactly(104);
    }

    @Test
    void runningStatisticsMoveByTheMomentumWithBesselsCorrection() {
        BatchNorm.Statistics running = new BatchNorm.Statistics(new double[] {1}, new double[] {2});

        BatchNorm.updateRunning(1, SHAPE, 0.25, S, running);

        assertThat(running.mean()).containsExactly(0.75 * 1 + 0.25 * 3);
        assertThat(running.variance()[0]).isCloseTo(0.75 * 2 + 0.25 * 4 * 4 / 3, within(1e-15));
    }

    @Test
    void aSingleValueHasNoCorrectedVariance() {
        BatchNorm.Statistics running = new BatchNorm.Statistics(new double[] {0}, new double[] {1});

        BatchNorm.updateRunning(
                1, Shape.flat(1), 0.5, BatchNorm.statistics(1, Shape.flat(1), new double[] {8}), running);

        assertThat(running.mean()).containsExactly(4);
        assertThat(running.variance()).containsExactly(0.5);
    }

    @Test
    void gradientsWhileTrainingAgreeWithFiniteDifferences() {
        Rng rng = Rng.of(SEED, 0);
        for (int i = 0; i < 50; i++) {
            // At least four values a channel: of two, x̂ is always ±1 and the gradient 0.
            int n = 2 + rng.nextInt(3);
            Shape shape = new Shape(1 + rng.nextInt(3), 2 + rng.nextInt(3), 1 + rng.nextInt(4));
            double[] x = Draw.apart(rng, n * shape.size());
            double[] gamma = Draw.values(rng, shape.channels());
            double[] beta = Draw.values(rng, shape.channels());
            double[] dy = Draw.values(rng, x.length);
            BatchNorm.Statistics s = BatchNorm.statistics(n, shape, x);
            double[] dGamma = new double[gamma.length];
            double[] dBeta = new double[beta.length];
            BatchNorm.backwardParameters(n, shape, 0.1, s, x, dy, dGamma, dBeta);

            GradientCheck check = GradientCheck.smooth(
                    () -> BatchNorm.forward(n, shape, 0.1, BatchNorm.statistics(n, shape, x), x, gamma, beta), dy);

            assertThat(check.error(x, BatchNorm.backwardInputTraining(n, shape, 0.1, s, x, dy, gamma)))
                    .as("dx of " + n + " of " + shape)
                    .isLessThan(GradientCheck.TOLERANCE);
            assertThat(check.error(gamma, dGamma)).isLessThan(GradientCheck.TOLERANCE);
            assertThat(check.error(beta, dBeta)).isLessThan(GradientCheck.TOLERANCE);
        }
    }

    @Test
    void gradientsOtherwiseAgreeWithFiniteDifferences() {
        Rng rng = Rng.of(SEED, 1);
        for (int i = 0; i < 50; i++) {
            int n = 1 + rng.nextInt(3);
            Shape shape = new Shape(1 + rng.nextInt(3), 1 + rng.nextInt(4), 1 + rng.nextInt(4));
            double[] x = Draw.values(rng, n * shape.size());
            double[] gamma = Draw.values(rng, shape.channels());
            double[] beta = Draw.values(rng, shape.channels());
            double[] dy = Draw.values(rng, x.length);
            BatchNorm.Statistics running =
                    BatchNorm.statistics(2, new Shape(shape.channels(), 2, 2), Draw.values(rng, 8 * shape.channels()));
            double[] dGamma = new double[gamma.length];
            double[] dBeta = new double[beta.length];
            BatchNorm.backwardParameters(n, shape, EPSILON, running, x, dy, dGamma, dBeta);

            GradientCheck check =
                    GradientCheck.linear(() -> BatchNorm.forward(n, shape, EPSILON, running, x, gamma, beta), dy);

            assertThat(check.error(x, BatchNorm.backwardInputInference(n, shape, EPSILON, running, dy, gamma)))
                    .isLessThan(GradientCheck.TOLERANCE);
            assertThat(check.error(gamma, dGamma)).isLessThan(GradientCheck.TOLERANCE);
            assertThat(check.error(beta, dBeta)).isLessThan(GradientCheck.TOLERANCE);
        }
    }
}
