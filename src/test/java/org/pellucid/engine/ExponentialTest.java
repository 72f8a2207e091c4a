package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pellucid.engine.loops.Exponential;
import org.pellucid.inspect.Bounds;

class ExponentialTest {
    private static final int SWEEP = 2_000_003;

    @Test
    void isWithinItsBoundWhereverTheResultIsNormal() {
        double worst = 0;
        float at = 0;
        for (int i = 0; i < SWEEP; i++) {
            float x = (float) (-87.33 + i * (88.72 + 87.33) / SWEEP);
            double exact = StrictMath.exp(x);
            double error = Math.abs(Exponential.exp(x) - exact) / exact;
            if (error > worst) {
                worst = error;
                at = x;
            }
        }
        assertThat(worst).as("relative error at %s", at).isLessThanOrEqualTo(Bounds.EXPONENTIAL * Bounds.EPSILON);
    }

    @Test
    void isWithinItsBoundForTheSmallestArguments() {
        for (float x = 0x1p-30f; x < 1; x *= 1.01f) {
            assertThat((double) Exponential.exp(x)).isCloseTo(StrictMath.exp(x), within(StrictMath.exp(x)));
            assertThat((double) Exponential.exp(-x)).isCloseTo(StrictMath.exp(-x), within(StrictMath.exp(-x)));
        }
    }

    @Test
    void endsInInfinityAndZero() {
        assertThat(Exponential.exp(0)).isEqualTo(1);
        assertThat(Exponential.exp(88.73f)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Exponential.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Exponential.exp(-87.34f)).isZero();
        assertThat(Exponential.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Exponential.exp(Float.NaN)).isNaN();
    }

    @Test
    void losesNoMoreThanTheBoundWhereItEndsInZero() {
        float x = -87;
        while (Exponential.exp(x) > 0) {
            x = Math.nextDown(x);
        }
        assertThat(StrictMath.exp(x)).isLessThanOrEqualTo(Bounds.UNDERFLOW);
    }

    @Test
    void givesSigmoidsThatSumToOne() {
        for (float x = -100; x <= 100; x += 0.37f) {
            assertThat(Exponential.sigmoid(x) + Exponential.sigmoid(-x))
                    .isCloseTo(1, org.assertj.core.api.Assertions.within(0x1p-21f));
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double exact) {
        return org.assertj.core.api.Assertions.within(Bounds.EXPONENTIAL * Bounds.EPSILON * exact);
    }
}
