package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {
    /** All finite halves that are not negative, in order: 0 … 0x7BFF. */
    private static final int FINITE = 0x7C00;

    /** The value by the definition of binary16. */
    private static double value(int half) {
        int exponent = half >>> 10;
        int fraction = half & 0x3FF;
        return exponent == 0 ? fraction * 0x1p-24 : (1 + fraction * 0x1p-10) * Math.pow(2, exponent - 15);
    }

    @Test
    void everyHalfHasItsValue() {
        for (int h = 0; h < FINITE; h++) {
            assertThat((double) Half.toFloat((short) h)).isEqualTo(value(h));
            assertThat((double) Half.toFloat((short) (h | 0x8000))).isEqualTo(-value(h));
        }
    }

    @Test
    void everyHalfSurvivesTheWayThereAndBack() {
        for (int h = 0; h <= 0xFFFF; h++) {
            boolean nan = (h & 0x7FFF) > FINITE;
            short back = Half.of(Half.toFloat((short) h));
            // Of NaN alone the quiet bit may be set on the way.
            assertThat(back).isEqualTo((short) (nan ? h | 0x200 : h));
        }
    }

    @Test
    void roundsToTheNearestAndTiesToEven() {
        for (int h = 0; h + 1 < FINITE; h++) {
            // Halfway between neighbours a float is still exact.
            float middle = (float) ((value(h) + value(h + 1)) / 2);
            short even = (short) (h % 2 == 0 ? h : h + 1);
            assertThat(Half.of(middle)).isEqualTo(even);
            assertThat(Half.of(-middle)).isEqualTo((short) (even | 0x8000));
            assertThat(Half.of(Math.nextDown(middle))).isEqualTo((short) h);
            assertThat(Half.of(Math.nextUp(middle))).isEqualTo((short) (h + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, 8000",
        "65504, 7BFF",
        "65519.996, 7BFF",
        "65520, 7C00",
        "1e30, 7C00",
        "Infinity, 7C00",
        "-Infinity, FC00",
        "-65520, FC00",
        "1.0, 3C00",
        "6.1035156e-5, 0400",
        "6.097555e-5, 03FF",
        "5.9604645e-8, 0001",
        "2.9802322e-8, 0000",
        "2.9802326e-8, 0001",
        "1e-45, 0000",
        "-1e-45, 8000",
        "3.4028235e38, 7C00"
    })
    void valuesAtTheEdges(float x, String bits) {
        assertThat(Half.of(x)).isEqualTo((short) Integer.parseInt(bits, 16));
    }

    @Test
    void nanStaysNan() {
        for (int bits : new int[] {0x7FC00000, 0x7F800001, 0xFF800001, 0x7FFFFFFF}) {
            assertThat(Half.toFloat(Half.of(Float.intBitsToFloat(bits)))).isNaN();
        }
    }
}
