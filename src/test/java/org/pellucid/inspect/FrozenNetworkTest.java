package org.pellucid.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.support.EveryKind;
import org.pellucid.tensor.Tensor;

/** Frozen, the engine tells what the textbook tells at inference; and so do those that ask it many times. */
class FrozenNetworkTest {
    private static final NetworkSpec SPEC = EveryKind.network();
    private static final Map<String, Tensor> WEIGHTS = Looked.weights(SPEC, 3);
    private static final float[] X = Looked.picture(SPEC, 4);

    /**
     * The longest way through the network has reductions of less than 500 terms in all, and no layer of it magnifies: 500
     * roundings of 2⁻²³ relative to the largest values on the way, which are below 8.
     */
    private static final double FLOAT = 8 * 500 * 0x1p-23;

    private static double[] probabilities(float[] x) {
        double[] logits =
                Sight.of(SPEC, Sight.doubles(WEIGHTS), Looked.doubles(x), 0).logits();
        float[] floats = new float[logits.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) logits[i];
        }
        return Passes.softmax(floats, 0, floats.length);
    }

    @Test
    void logitsAndGradientAreTheTextbooks() {
        Sight sight = Sight.of(SPEC, Sight.doubles(WEIGHTS), Looked.doubles(X), 1);
        try (FrozenNetwork network = Looked.frozen(SPEC, WEIGHTS, 3)) {
            Tensor x = Passes.pictures(SPEC.input(), 2);
            System.arraycopy(X, 0, x.data(), X.length, X.length);
            Tensor logits = network.logits(x);
            Tensor gradient = network.gradient(Passes.oneHot(2, 4, 1));

            for (int c = 0; c < 4; c++) {
                assertThat((double) logits.data()[4 + c]).isCloseTo(sight.logits()[c], within(FLOAT));
            }
            for (int p = 0; p < X.length; p++) {
                assertThat((double) gradient.data()[X.length + p]).isCloseTo(sight.gradient()[p], within(FLOAT));
            }
        }
    }

    @Test
    void withoutNoiseSmoothGradIsTheGradient() {
        Sight sight = Sight.of(SPEC, Sight.doubles(WEIGHTS), Looked.doubles(X), 1);
        try (FrozenNetwork network = Looked.frozen(SPEC, WEIGHTS, 3)) {
            double[] smooth = SmoothGrad.of(network, X, 1, 4, 0, 1);

            for (int p = 0; p < X.length; p++) {
                assertThat(smooth[p]).isCloseTo(sight.gradient()[p], within(FLOAT));
            }
        }
    }

    @Test
    void smoothGradFollowsFromItsSeedAlone() {
        try (FrozenNetwork three = Looked.frozen(SPEC, WEIGHTS, 3);
                FrozenNetwork five = Looked.frozen(SPEC, WEIGHTS, 5)) {
            double[] smooth = SmoothGrad.of(three, X, 1, 5, 0.1, 1);

            assertThat(SmoothGrad.of(five, X, 1, 5, 0.1, 1)).containsExactly(smooth);
            assertThat(SmoothGrad.of(five, X, 1, 5, 0.1, 2)).isNotEqualTo(smooth);
        }
    }

    @Test
    void occlusionIsTheFallOfTheProbabilityWhereASquareCovers() {
        int size = 4;
        try (FrozenNetwork network = Looked.frozen(SPEC, WEIGHTS, 3)) {
            Occlusion occlusion = Occlusion.of(network, X, 2, size, 3);

            // Places 0 3 6 7 down 11 rows, 0 3 6 across 10 columns; the last but one row, second column: 6, 3.
            assertThat(occlusion.rows()).isEqualTo(4);
            assertThat(occlusion.columns()).isEqualTo(3);
            float[] covered = X.clone();
            for (int c = 0; c < 2; c++) {
                double mean = 0;
                for (int p = 0; p < 110; p++) {
                    mean += X[c * 110 + p] / 110.0;
                }
                for (int h = 6; h < 10; h++) {
                    Arrays.fill(covered, c * 110 + h * 10 + 3, c * 110 + h * 10 + 7, (float) mean);
                }
            }
            double drop = probabilities(X)[2] - probabilities(covered)[2];
            assertThat(occlusion.drops()[2 * 3 + 1]).isCloseTo(drop, within(FLOAT));
        }
    }

    @Test
    void aPixelHasTheMeanOfTheSquaresThatCoverIt() {
        try (FrozenNetwork network = Looked.frozen(SPEC, WEIGHTS, 3)) {
            Occlusion occlusion = Occlusion.of(network, X, 2, 4, 3);
            double[] drops = occlusion.drops();

            assertThat(occlusion.map()[0]).isEqualTo(drops[0]);
            assertThat(occlusion.map()[3 * 10 + 3]).isEqualTo((drops[0] + drops[1] + drops[3] + drops[4]) / 4);
            assertThat(occlusion.map()[10 * 10 + 9]).isEqualTo(drops[11]);
        }
    }

    @Test
    void climbingRaisesEveryLogitAndKeepsTheBound() {
        try (FrozenNetwork network = Looked.frozen(SPEC, WEIGHTS, 4)) {
            ClassPictures found = ClassPictures.of(network, ClassPictures.Climb.of(0.8, 1), done -> {});

            for (int t = 0; t < 4; t++) {
                assertThat(found.after()[t]).isGreaterThan(found.before()[t]);
                double squares = 0;
                for (float value : found.pictures()[t]) {
                    squares += (double) value * value;
                }
                assertThat(Math.sqrt(squares / X.length)).isLessThan(0.8 * (1 + 0x1p-20));
            }
        }
    }

    @Test
    void climbingFollowsFromItsSeedAlone() {
        ClassPictures.Climb climb = new ClassPictures.Climb(5, 0.1, 0.01, 2, 2, 1, 9);
        try (FrozenNetwork network = Looked.frozen(SPEC, WEIGHTS, 4)) {
            float[][] once = ClassPictures.of(network, climb, done -> {}).pictures();

            assertThat(ClassPictures.of(network, climb, done -> {}).pictures()).isDeepEqualTo(once);
        }
    }
}
