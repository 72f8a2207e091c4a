package org.pellucid.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.tensor.Rng;

/** Multipliers of their own, on threads of their own, do not disturb each other. */
class ConcurrencyTest {
    private static final int THREADS = 4;
    private static final int PRODUCTS = 16_000;
    private static final int M = 48;
    private static final int N = 20;
    private static final int K = 54;

    private static List<String> backends() {
        return Backends.probe().stream()
                .filter(Probe::loads)
                .map(Probe::backend)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void givesEachThreadItsOwnProduct(String name) throws Exception {
        Backend backend = Backends.select(name).backend();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int key = t;
                work.add(() -> wrongProducts(backend.create(), Rng.of(key)));
            }
            for (Future<Integer> wrong : pool.invokeAll(work)) {
                assertThat(wrong.get()).isZero();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** How often the same product came out differently. */
    private static int wrongProducts(Gemm gemm, Rng rng) {
        float[] a = draw(rng, M * K);
        float[] b = draw(rng, K * N);
        float[] first = new float[M * N];
        float[] again = new float[M * N];
        gemm.multiply(false, false, M, N, K, a, 0, K, b, 0, N, 0, first, 0, N);
        int wrong = 0;
        for (int i = 0; i < PRODUCTS; i++) {
            gemm.multiply(false, false, M, N, K, a, 0, K, b, 0, N, 0, again, 0, N);
            wrong += Arrays.equals(first, again) ? 0 : 1;
        }
        return wrong;
    }

    private static float[] draw(Rng rng, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }
}
