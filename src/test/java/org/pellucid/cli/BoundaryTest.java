package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.SyntheticFaces;
import org.pellucid.gemm.Backend;
import org.pellucid.gemm.Backends;
import org.pellucid.inspect.Boundary;
import org.pellucid.model.Model;
import org.pellucid.model.Predictor;

/** The pictures on the fence, of a model that is there without training. */
class BoundaryTest {
    private static final Backend BACKEND = Backends.select("reference").backend();
    private static final Dataset FACES = SyntheticFaces.generate(21, 0, 0, 2).split(Split.TRAIN);

    private static List<Boundary> nearest(int count) {
        Model model = Untrained.of("softmax-regression", 1, BACKEND);
        try (Predictor predictor = new Predictor(model, BACKEND, 1, 8)) {
            return Boundary.nearest(predictor, FACES, count);
        }
    }

    @Test
    void theLeastMarginsComeFirst() {
        List<Boundary> all = nearest(100);

        assertThat(all).hasSize(21);
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).margin())
                    .isGreaterThanOrEqualTo(all.get(i - 1).margin());
        }
        assertThat(nearest(4)).isEqualTo(all.subList(0, 4));
    }

    @Test
    void aMarginIsTheDifferenceOfTheTwoGreatestProbabilities() {
        Model model = Untrained.of("softmax-regression", 1, BACKEND);
        try (Predictor predictor = new Predictor(model, BACKEND, 1, 8)) {
            float[] p = predictor.probabilities(FACES);
            for (Boundary b : nearest(21)) {
                float[] own = Arrays.copyOfRange(p, b.index() * 7, b.index() * 7 + 7);
                assertThat((double) own[b.first()]).isEqualTo(b.pFirst());
                assertThat((double) own[b.second()]).isEqualTo(b.pSecond());
                Arrays.sort(own);
                assertThat(b.pFirst()).isEqualTo(own[6]);
                assertThat(b.pSecond()).isEqualTo(own[5]);
                assertThat(b.label()).isEqualTo(FACES.label(b.index()));
            }
        }
    }
}
