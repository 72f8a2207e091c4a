package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pellucid.inspect.Bounds;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

class SoftmaxCrossEntropyTest {
    private static final int N = 6;
    private static final int CLASSES = 5;

    /** Logits up to 1 and 10,000; hard and soft targets; without and with class weights; without and with smoothing. */
    @ParameterizedTest
    @CsvSource({
        "1, false, false, 0",
        "1, true, false, 0",
        "1, false, true, 0",
        "1, false, false, 0.1",
        "1, true, true, 0.2",
        "10000, false, false, 0",
        "10000, true, true, 0.1"
    })
    void agreesWithTheTextbook(double scale, boolean soft, boolean weighted, double smoothing) {
        Rng rng = Rng.of(11);
        double[] z = new double[N * CLASSES];
        double[] t = new double[N * CLASSES];
        double[] w = new double[CLASSES];
        for (int i = 0; i < N; i++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                z[i * CLASSES + k] = (float) rng.uniform(-scale, scale);
                t[i * CLASSES + k] = soft ? (float) rng.nextDouble() : k == i % CLASSES ? 1 : 0;
                sum += t[i * CLASSES + k];
            }
            for (int k = 0; k < CLASSES; k++) {
                t[i * CLASSES + k] = (float) (t[i * CLASSES + k] / sum);
            }
        }
        for (int k = 0; k < CLASSES; k++) {
            w[k] = weighted ? (float) rng.uniform(0.2, 3.0) : 1;
        }
        double[] smoothed = org.pellucid.textbook.SoftmaxCrossEntropy.smooth(CLASSES, smoothing, t);
        double expected = org.pellucid.textbook.SoftmaxCrossEntropy.forward(N, CLASSES, z, smoothed, w);
        double[] dz = org.pellucid.textbook.SoftmaxCrossEntropy.backward(N, CLASSES, z, smoothed, w);
        SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(CLASSES, smoothing, weighted ? floats(w) : null);

        double loss = criterion.forward(Tensor.of(floats(z), N, CLASSES), floats(t));
        float[] gradient = criterion.backward().data();

        // All in double but for rounding z, p and t to float, the last two in the gradient alone: |p w| and |w t| each
        // off by ε.
        assertThat(loss).isCloseTo(expected, within(1e-12 * Math.max(1, scale)));
        double heaviest = 0;
        double total = 0;
        for (int i = 0; i < N * CLASSES; i++) {
            heaviest = Math.max(heaviest, w[i % CLASSES]);
            total += w[i % CLASSES] * smoothed[i];
        }
        for (int i = 0; i < N * CLASSES; i++) {
            assertThat((double) gradient[i]).isCloseTo(dz[i], within(3 * Bounds.EPSILON * heaviest / total));
        }
    }

    @Test
    void givesProbabilitiesThatSumToOneForAnyLogits() {
        float[] z = {1e4f, -1e4f, 0, 1e4f, 3, -1e4f, -1e4f, -1e4f, -1e4f, -1e4f};
        SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(CLASSES, 0, null);

        double loss = criterion.forward(Tensor.of(z, 2, CLASSES), new float[] {1, 0, 0, 0, 0, 0, 1, 0, 0, 0});

        float[] p = criterion.probabilities();
        assertThat(p[0] + p[1] + p[2] + p[3] + p[4]).isEqualTo(1);
        assertThat(p[0]).isEqualTo(0.5f);
        assertThat((double) p[5] + p[6] + p[7] + p[8] + p[9]).isCloseTo(1, within(5 * Bounds.EPSILON));
        assertThat(loss).isCloseTo((Math.log(2) + Math.log(5)) / 2, within(1e-12));
    }

    @Test
    void staysFiniteWhereTheRightClassIsImpossible() {
        SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(2, 0, null);

        double loss = criterion.forward(Tensor.of(new float[] {-1e4f, 1e4f}, 1, 2), new float[] {1, 0});

        assertThat(loss).isEqualTo(2e4);
        assertThat(criterion.backward().data()).containsExactly(-1, 1);
    }

    @Test
    void servesBatchesOfAnySizeInTurn() {
        SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(2, 0, null);
        float[] targets = {1, 0, 1, 0, 1, 0};
        for (int n : new int[] {3, 1, 2, 3}) {
            assertThat(criterion.forward(new Tensor(n, 2), targets)).isCloseTo(Math.log(2), within(1e-15));
            assertThat(criterion.backward().shape()).containsExactly(n, 2);
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
