package org.pellucid.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.tensor.Rng;

/** Every backend that loads, against a double-precision oracle. */
@ParameterizedClass
@MethodSource("org.pellucid.gemm.Backends#names")
class GemmTest {
    private static final int SEED = 20;

    /** Rounds until one that allocates nothing, at most. */
    private static final int PATIENCE = 100_000;

    private final Backend backend;
    private final Gemm gemm;

    GemmTest(String name) {
        Probe probe = Backends.probe().get(Backends.names().indexOf(name));
        assumeTrue(probe.loads(), probe.detail());
        backend = Backends.select(name).backend();
        gemm = backend.create();
    }

    @Test
    void smallProductsOfAnyShapeAreWithinTheBound() {
        for (int example = 0; example < 600; example++) {
            RandomProduct product = RandomProduct.of(Rng.of(SEED, example), 70);
            assertThat(product.worstError(product.multipliedBy(gemm)))
                    .as("example %d: %s", example, product)
                    .isLessThanOrEqualTo(1);
        }
    }

    /** Longer than the slices, blocks and panels of any backend, by a little; few rows, and fewer than columns, go other ways. */
    @Test
    void productsThatCrossEveryBlockAreWithinTheBound() {
        int[][] sizes = {
            {261, 37, 519},
            {37, 523, 261},
            {523, 37, 261},
            {66, 530, 17},
            {530, 66, 17},
            {3, 5, 1030},
            {4, 262, 67},
            {70, 333, 519},
            {69, 331, 530},
            {66, 530, 780},
            {440, 270, 600}
        };
        for (int[] size : sizes) {
            for (int example = 0; example < 12; example++) {
                RandomProduct product = RandomProduct.of(Rng.of(SEED, example, 1), size[0], size[1], size[2]);
                assertThat(product.worstError(product.multipliedBy(gemm)))
                        .as("example %d: %s", example, product)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    /** As a 3×3 kernel on one channel makes them; the vector backend has a loop of its own for them where β = 0. */
    @Test
    void sumsOfNineAreWithinTheBoundAndStayInC() {
        int[][] sizes = {{32, 260, 9}, {261, 32, 9}, {1, 64, 9}, {300, 75, 9}};
        for (int[] size : sizes) {
            for (int example = 0; example < 12; example++) {
                RandomProduct product = RandomProduct.of(Rng.of(SEED, example, 6), size[0], size[1], size[2])
                        .withBeta(0);
                float[] c = product.multipliedBy(gemm);
                assertThat(product.worstError(c))
                        .as("example %d: %s", example, product)
                        .isLessThanOrEqualTo(1);
                assertThat(product.trespasses(c))
                        .as("example %d: %s", example, product)
                        .isZero();
            }
        }
    }

    @Test
    void smallIntegersComeOutExactly() {
        float[] c = {7, 7, 7, 7};
        float[] a = {1, 2, 3, 4, 5, 6};
        float[] b = {7, 8, 9, 10, 11, 12};
        gemm.multiply(false, false, 2, 2, 3, a, 0, 3, b, 0, 2, 2, c, 0, 2);
        assertThat(c).containsExactly(58 + 14, 64 + 14, 139 + 14, 154 + 14);
    }

    @Test
    void nothingOutsideCIsWritten() {
        for (int example = 0; example < 300; example++) {
            RandomProduct product = RandomProduct.of(Rng.of(SEED, example, 2), 70);
            assertThat(product.trespasses(product.multipliedBy(gemm)))
                    .as("example %d: %s", example, product)
                    .isZero();
        }
    }

    @Test
    void betaZeroOverwritesNaN() {
        for (int example = 0; example < 50; example++) {
            RandomProduct product =
                    RandomProduct.of(Rng.of(SEED, example, 3), 70).withBeta(0);
            float[] c = product.c().clone();
            Arrays.fill(c, Float.NaN);
            product.multiplyInto(gemm, c);
            assertThat(product.worstError(c))
                    .as("example %d: %s", example, product)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void anEmptySumLeavesBetaTimesC() {
        float[] none = {};
        float[] c = {1, 2, 3, Float.NaN, 5, 6};
        gemm.multiply(false, false, 1, 3, 0, none, 0, 0, none, 0, 3, 0.5f, c, 0, 3);
        gemm.multiply(false, true, 1, 3, 0, none, 0, 0, none, 0, 0, 0, c, 3, 3);
        assertThat(c).containsExactly(0.5f, 1, 1.5f, 0, 0, 0);
    }

    @Test
    void emptyMatricesAreLeftAlone() {
        float[] c = {1, 2};
        gemm.multiply(false, false, 0, 2, 2, new float[0], 0, 2, new float[4], 0, 2, 0, c, 0, 2);
        gemm.multiply(false, false, 1, 0, 2, new float[2], 0, 2, new float[0], 0, 0, 0, c, 0, 2);
        assertThat(c).containsExactly(1, 2);
    }

    @Test
    void theSameCallGivesTheSameBitsOnAnyThread() throws InterruptedException {
        RandomProduct product = RandomProduct.of(Rng.of(SEED, 4), 69, 131, 530);
        float[] here = product.multipliedBy(gemm);
        AtomicReference<float[]> elsewhere = new AtomicReference<>();
        Thread thread = new Thread(() -> elsewhere.set(product.multipliedBy(backend.create())));
        thread.start();
        for (int repeat = 0; repeat < 200; repeat++) {
            assertThat(Arrays.equals(product.multipliedBy(gemm), here)).isTrue();
        }
        thread.join();
        assertThat(elsewhere.get()).isEqualTo(here);
    }

    @Test
    void nothingIsAllocatedAfterTheFirstRound() {
        List<RandomProduct> products = new ArrayList<>();
        List<float[]> results = new ArrayList<>();
        for (int example = 0; example < 20; example++) {
            RandomProduct product = RandomProduct.of(Rng.of(SEED, example, 5), 70);
            products.add(product);
            results.add(product.c().clone());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        // Vectors are objects until the compiler has come to their loops, which where processors are scarce takes
        // thousands of rounds.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < PATIENCE && least > 0; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < products.size(); i++) {
                products.get(i).multiplyInto(gemm, results.get(i));
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(least).isZero();
    }

    @Test
    void aMatrixThatDoesNotFitIsRefused() {
        float[] six = new float[6];
        assertThatThrownBy(() -> gemm.multiply(false, false, 2, 2, 3, six, 1, 3, six, 0, 2, 0, new float[4], 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "gemm expects A (2×3, row stride 3, offset 1) to fit its array but the array has 6 floats and"
                                + " it ends at 7: pass a larger array or the sizes as stored");
        assertThatThrownBy(() -> gemm.multiply(false, false, 2, 2, 3, six, 0, 3, six, 0, 1, 0, new float[4], 0, 2))
                .hasMessageContaining("gemm expects B (3×2, row stride 1");
        assertThatThrownBy(() -> gemm.multiply(true, true, 2, 2, 3, six, 0, 2, six, 0, 3, 0, new float[3], 0, 2))
                .hasMessageContaining("gemm expects C (2×2, row stride 2");
        assertThatThrownBy(() -> gemm.multiply(false, false, -1, 2, 3, six, 0, 3, six, 0, 2, 0, six, 0, 2))
                .hasMessage("gemm expects sizes of 0 or more but gets m=-1, n=2, k=3");
    }
}
