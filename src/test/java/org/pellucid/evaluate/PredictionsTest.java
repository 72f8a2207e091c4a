package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class PredictionsTest {
    private static final List<String> THREE = List.of("angry", "happy", "sad");

    @Test
    void lowestIndexWinsATie() {
        Predictions p = new Predictions(
                THREE, new float[] {0.25f, 0.375f, 0.375f, 0.5f, 0.5f, 0, 0, 0, 1}, new int[] {2, 1, 2});
        assertThat(p.size()).isEqualTo(3);
        assertThat(p.argmax(0)).isEqualTo(1);
        assertThat(p.argmax(1)).isZero();
        assertThat(p.argmax(2)).isEqualTo(2);
        assertThat(p.rankOfTruth(0)).isEqualTo(1);
        assertThat(p.rankOfTruth(2)).isZero();
    }

    @Test
    void keepsItsOwnCopy() {
        float[] probabilities = {1, 0, 0};
        Predictions p = new Predictions(THREE, probabilities, new int[] {0});
        probabilities[0] = 0;
        assertThat(p.probability(0, 0)).isEqualTo(1);
    }

    @Test
    void severalModelsAreAveraged() {
        Predictions a = new Predictions(THREE, new float[] {1, 0, 0, 0.5f, 0.5f, 0}, new int[] {0, 2});
        Predictions b = new Predictions(THREE, new float[] {0, 0, 1, 0, 0.5f, 0.5f}, new int[] {0, 2});
        assertThat(Predictions.mean(List.of(a, b)).probabilities()).containsExactly(0.5f, 0, 0.5f, 0.25f, 0.5f, 0.25f);
        Predictions other = new Predictions(THREE, new float[] {0, 0, 1}, new int[] {0});
        assertThatThrownBy(() -> Predictions.mean(List.of(a, other)))
                .hasMessageContaining(
                        "the same examples under the same labels but gets 2 of [angry, happy, sad] and 1");
    }

    @Test
    void restrictionLeavesOtherClassesOutAndScales() {
        Predictions p = new Predictions(
                THREE, new float[] {0.5f, 0.25f, 0.25f, 0, 1, 0, 0.25f, 0.5f, 0.25f, 0, 1, 0}, new int[] {0, 1, 2, 2});
        Predictions two = p.restrictedTo(List.of("sad", "angry"));
        assertThat(two.labels()).containsExactly(1, 0, 0);
        assertThat(two.probabilities()).containsExactly(1 / 3f, 2 / 3f, 0.5f, 0.5f, 0.5f, 0.5f);
        assertThatThrownBy(() -> p.restrictedTo(List.of("sad", "fear"))).hasMessageContaining("fear");
    }

    @Test
    void someExamplesInAnyOrder() {
        Predictions p = new Predictions(THREE, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new int[] {0, 2, 2});
        Predictions some = p.subset(new int[] {2, 0});
        assertThat(some.labels()).containsExactly(2, 0);
        assertThat(some.isRight(0)).isTrue();
        assertThat(p.isRight(1)).isFalse();
    }

    @Test
    void refusesWhatDoesNotAgree() {
        refused(THREE, new float[] {1, 0}, 0)
                .hasMessage("predictions of 1 examples and 3 classes expect 3 probabilities but get 2");
        refused(THREE, new float[] {1, 0, 0}, 3)
                .hasMessage("predictions expect labels 0 to 2 but example 0 has label 3");
        refused(THREE, new float[] {-1, 5, 2}, 0).hasMessageContaining("class 0 -1.0: pass the output of softmax");
        refused(THREE, new float[] {Float.NaN, 0, 1}, 0).hasMessageContaining("class 0 NaN");
        refused(THREE, new float[] {0.5f, 0.25f, 0}, 0).hasMessageContaining("sum to 0.75");
        refused(List.of("happy", "happy"), new float[] {1, 0}, 0).hasMessageContaining("different classes");
        refused(THREE, new float[0]).hasMessageContaining("at least 1 example");
    }

    private static AbstractThrowableAssert<?, ?> refused(List<String> classes, float[] probabilities, int... labels) {
        return assertThatThrownBy(() -> new Predictions(classes, probabilities, labels))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
