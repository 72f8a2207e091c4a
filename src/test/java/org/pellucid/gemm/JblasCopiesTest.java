package org.pellucid.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pellucid.tensor.Rng;

class JblasCopiesTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int SIZE = 30;

    @BeforeEach
    void jblasLoads() {
        assumeTrue(Backends.loads("jblas"), "jblas does not load here");
    }

    @Test
    void asManyAsProcessorsAreGivenInTurn() {
        List<JblasCopies.Copy> copies = new ArrayList<>();
        for (int i = 0; i < 2 * PROCESSORS; i++) {
            copies.add(JblasCopies.next());
        }
        Set<Sgemm> libraries = new HashSet<>();
        Set<ClassLoader> loaders = new HashSet<>();
        for (JblasCopies.Copy copy : copies) {
            libraries.add(copy.sgemm());
            loaders.add(copy.sgemm().getClass().getClassLoader());
        }
        assertThat(libraries).hasSize(PROCESSORS);
        assertThat(loaders).hasSize(PROCESSORS);
        assertThat(copies.subList(PROCESSORS, 2 * PROCESSORS)).isEqualTo(copies.subList(0, PROCESSORS));
    }

    @Test
    void allGiveTheSameBits() {
        Rng rng = Rng.of(7);
        float[] a = draw(rng);
        float[] b = draw(rng);
        List<float[]> products = new ArrayList<>();
        for (int i = 0; i < PROCESSORS; i++) {
            float[] c = new float[SIZE * SIZE];
            JblasCopies.next().sgemm().sgemm('N', 'T', SIZE, SIZE, SIZE, 1, a, SIZE, b, SIZE, 0, c, SIZE);
            products.add(c);
        }
        assertThat(products).allSatisfy(c -> assertThat(c).isEqualTo(products.get(0)));
    }

    private static float[] draw(Rng rng) {
        float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }
}
