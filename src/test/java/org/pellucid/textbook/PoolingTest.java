package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.support.Draw;
import org.pellucid.support.GradientCheck;
import org.pellucid.tensor.Rng;

class PoolingTest {
    private static final int GEOMETRIES = 60;
    private static final long SEED = 3;

    /** The example of docs/ops/avg-pool.md: windows at the edge hold fewer pixels. */
    private static final Pool2dGeometry AVG =
            new AvgPool2dSpec(Size.of(2), Size.of(2), Padding.SAME).geometry(new Shape(1, 3, 3));

    @Test
    void maximaByHandAndTheFirstWinsTies() {
        // The example of docs/ops/max-pool.md.
        Pool2dGeometry g = MaxPool2dSpec.of(2).geometry(new Shape(1, 4, 4));
        double[] x = {1, 3, 2, 2, 4, 4, 2, 0, -1, -2, 7, 5, -3, -4, 6, 8};

        MaxPool2d.Result result = MaxPool2d.forward(g, x);

        assertThat(result.y()).containsExactly(4, 2, -1, 8);
        assertThat(result.argmax()).containsExactly(4, 2, 8, 15);
        assertThat(MaxPool2d.backward(g, new double[] {1, 2, 3, 4}, result.argmax()))
                .containsExactly(0, 0, 2, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 4);
    }

    @Test
    void overlappingWindowsAddTheirGradients() {
        Pool2dGeometry g = new MaxPool2dSpec(new Size(1, 2), Size.of(1), Padding.VALID).geometry(new Shape(1, 1, 3));

        int[] argmax = MaxPool2d.forward(g, new double[] {1, 5, 2}).argmax();

        assertThat(MaxPool2d.backward(g, new double[] {3, 4}, argmax)).containsExactly(0, 7, 0);
    }

    @Test
    void paddingNeverWinsAMaximum() {
        Pool2dGeometry g = new MaxPool2dSpec(Size.of(2), Size.of(2), Padding.of(1)).geometry(new Shape(1, 2, 2));

        assertThat(MaxPool2d.forward(g, new double[] {-1, -2, -3, -4}).y()).containsExactly(-1, -2, -3, -4);
    }

    @Test
    void meansByHandAndPaddingDoesNotCount() {
        assertThat(AvgPool2d.forward(AVG, new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
                .containsExactly(3, 4.5, 7.5, 9);
        assertThat(AvgPool2d.backward(AVG, new double[] {4, 8, -2, 3})).containsExactly(1, 1, 4, 1, 1, 4, -1, -1, 3);
    }

    @Test
    void globalMeansByHand() {
        Shape shape = new Shape(2, 1, 2);

        assertThat(GlobalAvgPool.forward(1, shape, new double[] {1, 3, 10, 20})).containsExactly(2, 15);
        assertThat(GlobalAvgPool.backward(1, shape, new double[] {4, -2})).containsExactly(2, 2, -1, -1);
    }

    @Test
    void gradientOfMaximaAgreesWithFiniteDifferences() {
        Rng rng = Rng.of(SEED, 0);
        for (int i = 0; i < GEOMETRIES; i++) {
            Pool2dGeometry g = Draw.pool2d(rng);
            double[] x = Draw.apart(rng, g.xSize());
            double[] dy = Draw.values(rng, g.ySize());
            double[] dx = MaxPool2d.backward(g, dy, MaxPool2d.forward(g, x).argmax());

            GradientCheck check = GradientCheck.piecewise(
                    () -> {
                        MaxPool2d.Result result = MaxPool2d.forward(g, x);
                        return new GradientCheck.Point(result.y(), result.argmax());
                    },
                    dy);

            assertThat(check.error(x, dx)).as("dx of " + g).isLessThan(GradientCheck.TOLERANCE);
            assertThat(check.kinks()).isZero();
        }
    }

    @Test
    void gradientOfMeansAgreesWithFiniteDifferences() {
        Rng rng = Rng.of(SEED, 1);
        for (int i = 0; i < GEOMETRIES; i++) {
            Pool2dGeometry g = Draw.pool2d(rng);
            double[] x = Draw.values(rng, g.xSize());
            double[] dy = Draw.values(rng, g.ySize());

            GradientCheck check = GradientCheck.linear(() -> AvgPool2d.forward(g, x), dy);

            assertThat(check.error(x, AvgPool2d.backward(g, dy)))
                    .as("dx of " + g)
                    .isLessThan(GradientCheck.TOLERANCE);
        }
    }

    @Test
    void gradientOfGlobalMeansAgreesWithFiniteDifferences() {
        Rng rng = Rng.of(SEED, 2);
        for (int i = 0; i < GEOMETRIES; i++) {
            int n = 1 + rng.nextInt(2);
            Shape shape = new Shape(1 + rng.nextInt(3), 1 + rng.nextInt(6), 1 + rng.nextInt(6));
            double[] x = Draw.values(rng, n * shape.size());
            double[] dy = Draw.values(rng, n * shape.channels());

            GradientCheck check = GradientCheck.linear(() -> GlobalAvgPool.forward(n, shape, x), dy);

            assertThat(check.error(x, GlobalAvgPool.backward(n, shape, dy)))
                    .as("dx of " + n + " of " + shape)
                    .isLessThan(GradientCheck.TOLERANCE);
        }
    }

    @Test
    void backwardOfMeansIsTheAdjoint() {
        Rng rng = Rng.of(SEED, 3);
        for (int i = 0; i < GEOMETRIES; i++) {
            Pool2dGeometry g = Draw.pool2d(rng);
            double[] x = Draw.values(rng, g.xSize());
            double[] u = Draw.values(rng, g.ySize());

            assertThat(Algebra.inner(AvgPool2d.forward(g, x), u))
                    .as("⟨Ax, u⟩ = ⟨x, Aᵀu⟩ of " + g)
                    .isCloseTo(Algebra.inner(x, AvgPool2d.backward(g, u)), within(Algebra.ROUNDING));
        }
    }

    @Test
    void backwardOfGlobalMeansIsTheAdjoint() {
        Rng rng = Rng.of(SEED, 4);
        Shape shape = new Shape(3, 5, 4);
        double[] x = Draw.values(rng, 2 * shape.size());
        double[] u = Draw.values(rng, 2 * shape.channels());

        assertThat(Algebra.inner(GlobalAvgPool.forward(2, shape, x), u))
                .isCloseTo(Algebra.inner(x, GlobalAvgPool.backward(2, shape, u)), within(Algebra.ROUNDING));
    }
}
