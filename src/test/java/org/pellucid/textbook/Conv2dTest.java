package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

class Conv2dTest {
    private static final int GEOMETRIES = 60;
    private static final long SEED = 1;

    /** The example of docs/ops/conv2d.md. */
    private static final Conv2dGeometry G = geometry(new Shape(1, 3, 3), 1, 2, 1, Padding.VALID, 1, 1);

    private static final double[] X = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final double[] W = {1, 2, 3, 4};
    private static final double[] DY = {1, 0, -1, 2};

    private static Conv2dGeometry geometry(
            Shape in, int cOut, int kernel, int stride, Padding padding, int dilation, int groups) {
        Window window = Window.of(in, Size.of(kernel), Size.of(stride), Size.of(dilation), padding);
        return new Conv2dGeometry(1, in.channels(), cOut, groups, window);
    }

    @Test
    void forwardByHand() {
        assertThat(Conv2d.forward(G, X, W, new double[] {1})).containsExactly(38, 48, 68, 78);
    }

    @Test
    void forwardWithoutBiasByHand() {
        assertThat(Conv2d.forward(G, X, W, null)).containsExactly(37, 47, 67, 77);
    }

    @Test
    void backwardInputByHand() {
        assertThat(Conv2d.backwardInput(G, DY, W)).containsExactly(1, 2, 0, 2, 4, 4, -3, 2, 8);
    }

    @Test
    void backwardParametersByHandAdd() {
        double[] dw = {100, 0, 0, 0};
        double[] db = {100};

        Conv2d.backwardParameters(G, X, DY, dw, db);

        assertThat(dw).containsExactly(107, 9, 13, 15);
        assertThat(db).containsExactly(102);
    }

    @Test
    void strideAndSamePaddingByHand() {
        // Stride 2 on three pixels: one zero below and one to the right, none above.
        Conv2dGeometry g = geometry(new Shape(1, 3, 3), 1, 2, 2, Padding.SAME, 1, 1);

        assertThat(Conv2d.forward(g, X, W, null)).containsExactly(37, 3 + 3 * 6, 7 + 2 * 8, 9);
    }

    @Test
    void dilationByHand() {
        Conv2dGeometry g = geometry(new Shape(1, 3, 3), 1, 2, 1, Padding.VALID, 2, 1);

        assertThat(Conv2d.forward(g, X, W, null)).containsExactly(1 + 2 * 3 + 3 * 7 + 4 * 9);
    }

    @Test
    void groupsByHand() {
        // Two groups of 1 × 1 kernels: output channels 0 and 1 see input channel 0 alone, 2 and 3 see channel 1.
        Conv2dGeometry g = geometry(new Shape(2, 1, 1), 4, 1, 1, Padding.VALID, 1, 2);

        assertThat(Conv2d.forward(g, new double[] {2, 3}, new double[] {1, 10, 100, 1000}, null))
                .containsExactly(2, 20, 300, 3000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientsAgreeWithFiniteDifferences(boolean bias) {
        Rng rng = Rng.of(SEED, bias ? 1 : 0);
        for (int i = 0; i < GEOMETRIES; i++) {
            Conv2dGeometry g = Draw.conv2d(rng);
            double[] x = Draw.values(rng, g.xSize());
            double[] w = Draw.values(rng, g.wSize());
            double[] b = bias ? Draw.values(rng, g.cOut()) : null;
            double[] dy = Draw.values(rng, g.ySize());
            double[] dw = new double[w.length];
            double[] db = bias ? new double[b.length] : null;
            Conv2d.backwardParameters(g, x, dy, dw, db);

            GradientCheck check = GradientCheck.linear(() -> Conv2d.forward(g, x, w, b), dy);

            assertThat(check.error(x, Conv2d.backwardInput(g, dy, w)))
                    .as("dx of " + g)
                    .isLessThan(GradientCheck.TOLERANCE);
            assertThat(check.error(w, dw)).as("dw of " + g).isLessThan(GradientCheck.TOLERANCE);
            if (bias) {
                assertThat(check.error(b, db)).as("db of " + g).isLessThan(GradientCheck.TOLERANCE);
            }
        }
    }

    @Test
    void backwardInputIsTheAdjoint() {
        Rng rng = Rng.of(SEED, 2);
        for (int i = 0; i < GEOMETRIES; i++) {
            Conv2dGeometry g = Draw.conv2d(rng);
            double[] x = Draw.values(rng, g.xSize());
            double[] w = Draw.values(rng, g.wSize());
            double[] u = Draw.values(rng, g.ySize());

            assertThat(Algebra.inner(Conv2d.forward(g, x, w, null), u))
                    .as("⟨Ax, u⟩ = ⟨x, Aᵀu⟩ of " + g)
                    .isCloseTo(Algebra.inner(x, Conv2d.backwardInput(g, u, w)), within(Algebra.ROUNDING));
        }
    }
}
