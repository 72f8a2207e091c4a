package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pellucid.data.Standardisation.Kind;

final class StandardisationTest {
    private static final Dataset TWO = Dataset.of(
            "two",
            List.of("a", "b"),
            1,
            1,
            3,
            new byte[] {0, 10, (byte) 255, 4, 10, (byte) 245},
            new int[] {0, 1},
            null,
            null);

    private static float[] applied(Standardisation s, float... x) {
        float[] padded = new float[x.length + 2];
        System.arraycopy(x, 0, padded, 1, x.length);
        s.apply(padded, 1, x.length);
        assertThat(padded[0]).isZero();
        assertThat(padded[x.length + 1]).isZero();
        return java.util.Arrays.copyOfRange(padded, 1, x.length + 1);
    }

    @Test
    void noneKeepsGreyValues() {
        assertThat(applied(Standardisation.fit(Kind.NONE, TWO), 0, 17, 255)).containsExactly(0, 17, 255);
    }

    @Test
    void fixedGivesMinusOneToOne() {
        assertThat(applied(Standardisation.fit(Kind.FIXED, TWO), 0, 127.5f, 255))
                .containsExactly(-1, 0, 1);
    }

    @Test
    void perPixelMeasuresTrainingPictures() {
        Standardisation s = Standardisation.fit(Kind.PER_PIXEL, TWO);

        assertThat(s.mean()).containsExactly(2, 10, 250);
        assertThat(s.deviation()).containsExactly(2, 1, 5); // the pixel that never changes counts as one level
        assertThat(applied(s, 6, 11, 245)).containsExactly(2, 1, -1);
    }

    @Test
    void perImageGivesMeanZeroAndDeviationOne() {
        float[] x = applied(Standardisation.fit(Kind.PER_IMAGE, TWO), 3, 50, 200, 90);
        double sum = 0;
        double squares = 0;
        for (float v : x) {
            sum += v;
            squares += v * v;
        }

        // Four numbers of size about 1, each rounded a few times to 2⁻²⁴ relative.
        assertThat(sum / 4).isCloseTo(0, within(4e-7));
        assertThat(squares / 4).isCloseTo(1, within(4e-6));
    }

    @Test
    void perImageMakesFlatPicturesZero() {
        assertThat(applied(Standardisation.perImage(), 9, 9, 9)).containsExactly(0, 0, 0);
    }

    @Test
    void isItsNumbers() {
        Standardisation s = Standardisation.fit(Kind.PER_PIXEL, TWO);

        assertThat(new Standardisation(s.kind(), s.mean(), s.deviation()))
                .isEqualTo(s)
                .hasSameHashCodeAs(s);
        assertThat(Standardisation.none()).isNotEqualTo(Standardisation.perImage());
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        assertThatThrownBy(() -> new Standardisation(Kind.FIXED, new float[0], new float[0]))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "standardisation FIXED: expected one mean and one deviation but got 0 means and 0 deviations");
        assertThatThrownBy(() -> new Standardisation(Kind.FIXED, new float[1], new float[1]))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "standardisation FIXED: expected finite means and positive deviations but got 0.0 and 0.0 at 0");
    }
}
