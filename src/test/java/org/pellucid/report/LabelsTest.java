package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void whatDoesNotTouchStays() {
        assertThat(apart(10, 50, 30)).containsExactly(10, 50, 30);
    }

    @Test
    void neighboursMoveApartAboutTheirMean() {
        assertThat(apart(52, 48)).containsExactly(55, 45);
        assertThat(apart(50, 50, 50)).containsExactly(40, 50, 60);
    }

    @Test
    void aPushedGroupPushesTheNext() {
        // 50 and 51 spread to 45.5 and 55.5, into 60: three about the mean of their wishes.
        assertThat(apart(50, 51, 60)).containsExactly(161 / 3.0 - 10, 161 / 3.0, 161 / 3.0 + 10);
    }

    @Test
    void theEdgesHold() {
        assertThat(apart(0, 100, 99)).containsExactly(5, 95, 85);
    }

    @Test
    void widthsAndGapCount() {
        assertThat(Labels.apart(new double[] {50, 50}, new double[] {10, 30}, 4, 0, 100))
                .containsExactly(33, 57);
    }

    private static double[] apart(double... wished) {
        double[] sizes = new double[wished.length];
        Arrays.fill(sizes, 10);
        return Labels.apart(wished, sizes, 0, 0, 100);
    }
}
