package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResizeTest {
    private static byte[] resize(byte[] from, int h, int w, int toH, int toW) {
        byte[] to = new byte[toH * toW];
        Resize.grey(from, h, w, to, toH, toW);
        return to;
    }

    @Test
    void keepsAPictureOfTheRightSize() {
        assertThat(resize(new byte[] {1, 2, 3, 4, 5, 6}, 2, 3, 2, 3)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void averagesAreasWhereItShrinks() {
        assertThat(resize(new byte[] {0, 4, 10, 20, 8, 0, 30, 20}, 2, 4, 1, 2)).containsExactly(3, 20);
        // Each third of four: 1.5 pixels for two of three columns: (0 + 30/2)/1.5 = 10 …
        assertThat(resize(new byte[] {0, 30, 60}, 1, 3, 1, 2)).containsExactly(10, 50);
    }

    @Test
    void interpolatesWhereItGrows() {
        assertThat(resize(new byte[] {0, 40}, 1, 2, 1, 4)).containsExactly(0, 10, 30, 40);
        assertThat(resize(new byte[] {7}, 1, 1, 2, 3)).containsExactly(7, 7, 7, 7, 7, 7);
    }

    @Test
    void treatsTheAxesApart() {
        assertThat(resize(new byte[] {0, 10, 20, 30}, 1, 4, 2, 2)).containsExactly(5, 25, 5, 25);
    }

    @Test
    void keepsWhiteWhite() {
        byte[] white = new byte[57 * 31];
        java.util.Arrays.fill(white, (byte) 255);

        assertThat(resize(white, 57, 31, 48, 48)).containsOnly((byte) 255);
    }
}
