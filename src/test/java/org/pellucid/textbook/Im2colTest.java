package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.support.Draw;
import org.pellucid.tensor.Rng;

class Im2colTest {
    private static final int GEOMETRIES = 60;
    private static final long SEED = 2;

    /** The example of docs/ops/im2col.md. */
    private static final Conv2dGeometry G = new Conv2dGeometry(
            1, 1, 1, 1, Window.of(new Shape(1, 3, 3), Size.of(2), Size.of(1), Size.of(1), Padding.VALID));

    @Test
    void columnsByHand() {
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};

        assertThat(Im2col.columns(G, x, 0, 0)).containsExactly(1, 2, 4, 5, 2, 3, 5, 6, 4, 5, 7, 8, 5, 6, 8, 9);
    }

    @Test
    void backToThePictureByHand() {
        double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        double[] x = new double[9];

        Im2col.addColumns(G, ones, 0, 0, x);

        assertThat(x).as("in how many windows each pixel stands").containsExactly(1, 2, 1, 2, 4, 2, 1, 2, 1);
    }

    @Test
    void productsEqualTheLoops() {
        Rng rng = Rng.of(SEED, 0);
        for (int i = 0; i < GEOMETRIES; i++) {
            Conv2dGeometry g = Draw.conv2d(rng);
            double[] x = Draw.values(rng, g.xSize());
            double[] w = Draw.values(rng, g.wSize());
            double[] b = Draw.values(rng, g.cOut());
            double[] dy = Draw.values(rng, g.ySize());
            double[] dwLoops = Draw.values(rng, g.wSize());
            double[] dbLoops = Draw.values(rng, g.cOut());
            double[] dw = dwLoops.clone();
            double[] db = dbLoops.clone();

            Conv2d.backwardParameters(g, x, dy, dwLoops, dbLoops);
            Im2col.backwardParameters(g, x, dy, dw, db);

            assertThat(Im2col.forward(g, x, w, b))
                    .as("y of " + g)
                    .containsExactly(Conv2d.forward(g, x, w, b), within(Algebra.ROUNDING));
            assertThat(Im2col.backwardInput(g, dy, w))
                    .as("dx of " + g)
                    .containsExactly(Conv2d.backwardInput(g, dy, w), within(Algebra.ROUNDING));
            assertThat(dw).as("dw of " + g).containsExactly(dwLoops, within(Algebra.ROUNDING));
            assertThat(db).as("db of " + g).containsExactly(dbLoops, within(Algebra.ROUNDING));
        }
    }

    @Test
    void addColumnsIsTheAdjointOfColumns() {
        Rng rng = Rng.of(SEED, 1);
        for (int i = 0; i < GEOMETRIES; i++) {
            Conv2dGeometry g = Draw.conv2d(rng);
            double[] x = Draw.values(rng, g.xSize());
            int n = g.n() - 1;
            int group = g.groups() - 1;
            double[] columns = Im2col.columns(g, x, n, group);
            double[] u = Draw.values(rng, columns.length);
            double[] back = new double[x.length];
            Im2col.addColumns(g, u, n, group, back);

            assertThat(Algebra.inner(columns, u))
                    .as("⟨Ax, u⟩ = ⟨x, Aᵀu⟩ of " + g)
                    .isCloseTo(Algebra.inner(x, back), within(Algebra.ROUNDING));
        }
    }
}
