package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pellucid.inspect.Bounds;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

class FocalLossTest {
    private static final int N = 6;
    private static final int CLASSES = 5;

    /** Logits up to 1 and 10,000; hard and soft targets; without and with class weights and smoothing. */
    @ParameterizedTest
    @CsvSource({
        "1, 2, false, false, 0",
        "1, 2, true, true, 0.1",
        "1, 0.5, false, true, 0",
        "10, 2, false, false, 0",
        "10000, 2, true, true, 0.1"
    })
    void agreesWithTheTextbook(double scale, double focus, boolean soft, boolean weighted, double smoothing) {
        Rng rng = Rng.of(12);
        double[] z = new double[N * CLASSES];
        double[] t = new double[N * CLASSES];
        double[] w = new double[CLASSES];
        for (int i = 0; i < N * CLASSES; i++) {
            z[i] = (float) rng.uniform(-scale, scale);
            t[i] = soft ? (float) rng.nextDouble() : i % CLASSES == i / CLASSES % CLASSES ? 1 : 0;
        }
        for (int k = 0; k < CLASSES; k++) {
            w[k] = weighted ? (float) rng.uniform(0.2, 3.0) : 1;
        }
        double[] smoothed = org.pellucid.textbook.SoftmaxCrossEntropy.smooth(CLASSES, smoothing, t);
        double expected = org.pellucid.textbook.FocalLoss.forward(N, CLASSES, focus, z, smoothed, w);
        double[] dz = org.pellucid.textbook.FocalLoss.backward(N, CLASSES, focus, z, smoothed, w);
        FocalLoss criterion = new FocalLoss(CLASSES, focus, smoothing, weighted ? floats(w) : null);

        double loss = criterion.forward(Tensor.of(floats(z), N, CLASSES), floats(t));
        float[] gradient = criterion.backward().data();

        // All in double but for rounding p and dz to float: |p Σ w t g| and |dz| each off by ε, and g is at most
        // 1 + γ / e.
        assertThat(loss).isCloseTo(expected, within(1e-12 * Math.max(1, scale)));
        double heaviest = 0;
        double total = 0;
        for (int i = 0; i < N; i++) {
            double mass = 0;
            for (int k = 0; k < CLASSES; k++) {
                mass += w[k] * smoothed[i * CLASSES + k];
            }
            heaviest = Math.max(heaviest, mass);
            total += mass;
        }
        for (int i = 0; i < N * CLASSES; i++) {
            assertThat((double) gradient[i])
                    .isCloseTo(dz[i], within(2 * Bounds.EPSILON * heaviest * (1 + focus / Math.E) / total));
        }
    }

    @Test
    void allocatesNothingAfterTheFirstCall() {
        FocalLoss criterion = new FocalLoss(CLASSES, 2, 0.1, null);
        Tensor logits = new Tensor(N, CLASSES);
        float[] targets = new float[N * CLASSES];
        targets[0] = 1;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < 100; i++) {
                criterion.forward(logits, targets);
                criterion.backward();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
        }
        // Asking may itself allocate a little.
        assertThat(least).isLessThanOrEqualTo(1_024);
    }

    @Test
    void refusesImpossibleArguments() {
        assertThatThrownBy(() -> new FocalLoss(3, 0, 0, null))
                .hasMessage("focal loss expects a positive focus, such as 2, but gets 0.0");
        assertThatThrownBy(() -> new FocalLoss(3, 2, 1, null)).hasMessageContaining("less than 1 but gets 1.0");
        assertThatThrownBy(() -> new FocalLoss(3, 2, 0, new float[2])).hasMessageContaining("but got 2");
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
