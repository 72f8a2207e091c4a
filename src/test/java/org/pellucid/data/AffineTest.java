package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pellucid.tensor.Rng;

final class AffineTest {
    private static final int H = 9;
    private static final int W = 12;

    private static float[] picture(int channels) {
        Rng rng = Rng.of(7);
        float[] x = new float[channels * H * W];
        for (int p = 0; p < x.length; p++) {
            x[p] = rng.nextInt(256);
        }
        return x;
    }

    private static float[] apply(float[] x, boolean flip, double degrees, double scale, double right, double down) {
        Affine affine = new Affine();
        affine.compose(H, W, flip, degrees, scale, 0, right, down);
        float[] y = new float[x.length];
        affine.apply(x, y, 0, x.length / (H * W), H, W);
        return y;
    }

    @Test
    void nothingChangesNothing() {
        assertThat(apply(picture(3), false, 0, 1, 0, 0)).isEqualTo(picture(3));
    }

    @Test
    void flippingTwiceIsIdentity() {
        float[] once = apply(picture(2), true, 0, 1, 0, 0);

        assertThat(once).isNotEqualTo(picture(2));
        assertThat(apply(once, true, 0, 1, 0, 0)).isEqualTo(picture(2));
    }

    @Test
    void flippingSwapsLeftAndRight() {
        float[] x = picture(1);
        float[] y = apply(x, true, 0, 1, 0, 0);

        for (int p = 0; p < x.length; p++) {
            assertThat(y[p]).isEqualTo(x[p / W * W + W - 1 - p % W]);
        }
    }

    @Test
    void shiftingByWholePixelsMovesThemExactly() {
        float[] x = picture(1);
        float[] y = apply(x, false, 0, 1, 3, -2);

        for (int row = 0; row < H; row++) {
            for (int column = 0; column < W; column++) {
                // Right by 3 and up by 2; edges repeat outward.
                int from = Math.min(H - 1, row + 2) * W + Math.max(0, column - 3);
                assertThat(y[row * W + column]).isEqualTo(x[from]);
            }
        }
    }

    @Test
    void halfAPixelMixesNeighboursEqually() {
        float[] x = new float[H * W];
        x[4 * W + 5] = 100;
        float[] y = apply(x, false, 0, 1, 0.5, 0);

        assertThat(y[4 * W + 5]).isEqualTo(50);
        assertThat(y[4 * W + 6]).isEqualTo(50);
    }

    @Test
    void aQuarterTurnIsClockwise() {
        int n = 5;
        float[] x = new float[n * n];
        x[1] = 80; // top row, left of the middle: goes to the right column, above the middle
        Affine affine = new Affine();
        affine.compose(n, n, false, 90, 1, 0, 0, 0);
        float[] y = new float[n * n];
        affine.apply(x, y, 0, 1, n, n);

        // cos 90° is 6e-17 instead of 0, so a weight may be off by 1e-15 and the value by one rounding of a float.
        assertThat(y[n + 4]).isBetween(79.99998f, 80f);
    }

    @Test
    void scaleTwoShowsTheMiddleHalf() {
        float[] x = new float[9 * 9];
        for (int p = 0; p < x.length; p++) {
            x[p] = 10 * (p % 9);
        }
        Affine affine = new Affine();
        affine.compose(9, 9, false, 0, 2, 0, 0, 0);
        float[] y = new float[x.length];
        affine.apply(x, y, 0, 1, 9, 9);

        assertThat(java.util.Arrays.copyOf(y, 9)).containsExactly(20, 25, 30, 35, 40, 45, 50, 55, 60);
    }

    @Test
    void shearSlidesRowsByTheirDistanceFromTheMiddle() {
        float[] x = new float[9 * 9];
        for (int row = 0; row < 9; row++) {
            x[row * 9 + 4] = 60;
        }
        Affine affine = new Affine();
        affine.compose(9, 9, false, 0, 1, 0.5, 0, 0);
        float[] y = new float[x.length];
        affine.apply(x, y, 0, 1, 9, 9);

        assertThat(y[4]).isZero();
        assertThat(y[2]).isEqualTo(60); // four rows above the middle: two columns to the left
        assertThat(y[4 * 9 + 4]).isEqualTo(60);
        assertThat(y[8 * 9 + 6]).isEqualTo(60);
    }
}
