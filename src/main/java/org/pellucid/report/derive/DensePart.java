package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.Shape;

/** Dense layers, and flatten before them. */
final class DensePart {
    private DensePart() {}

    static Section section(Inventory inventory, Examples examples) {
        boolean bias = inventory.of(DenseSpec.class).stream().anyMatch(node -> ((DenseSpec) node.layer()).bias());
        Example e = examples.run("dense", new DenseSpec(3, bias), Shape.flat(3), 2);
        Blocks b = new Blocks()
                .text("Every output is a weighted sum of all inputs [@rumelhart1986]. "
                        + inventory.sentence(DenseSpec.class));
        if (inventory.has(FlattenSpec.class)) {
            b.text(
                    "Before it a picture is written as one vector, channel by channel, row by row (*flatten*). The values lie in"
                            + " memory in that order already, so flatten does nothing, forward or backward: $y_i = x_i$ and"
                            + " $dx_i = dy_i$.");
        }
        b.text("**Forward.**")
                .formula(
                        "y_{n,u} = b_u + \\sum_f x_{n,f} \\cdot w_{u,f}, \\qquad \\text{or} \\qquad Y = X W^{\\mathsf T} + b.")
                .text(
                        "**Backward.** $b_u$ stands in $y_{n,u}$ of every example, with factor 1; $w_{u,f}$ likewise, with factor"
                                + " $x_{n,f}$; and $x_{n,f}$ in all outputs of its example, with factors $w_{u,f}$:")
                .lines(
                        "db_u",
                        "= \\sum_{n} dy_{n,u} \\cdot \\frac{\\partial y_{n,u}}{\\partial b_u}",
                        "chain rule",
                        "",
                        "= \\sum_n dy_{n,u},",
                        "the factor is 1",
                        "dw_{u,f}",
                        "= \\sum_{n} dy_{n,u} \\cdot \\frac{\\partial y_{n,u}}{\\partial w_{u,f}}",
                        "chain rule",
                        "",
                        "= \\sum_n dy_{n,u} \\cdot x_{n,f},",
                        "product with one factor fixed",
                        "dW",
                        "= dY^{\\mathsf T} X,",
                        "written as a product",
                        "dx_{n,f}",
                        "= \\sum_{u} dy_{n,u} \\cdot \\frac{\\partial y_{n,u}}{\\partial x_{n,f}}",
                        "chain rule",
                        "",
                        "= \\sum_u dy_{n,u} \\cdot w_{u,f},",
                        "product with one factor fixed",
                        "dX",
                        "= dY \\, W.",
                        "written as a product");
        List<Tensor> given = new ArrayList<>(
                List.of(matrix("X", "x", e.x(), 1, 2, 3), matrix("W", "w", e.parameter("weight"), 1, 3, 3)));
        List<Tensor> found = new ArrayList<>(List.of(
                matrix("dY", "dy", e.dy(), 1, 2, 3),
                matrix("dX", "dx", e.dx(), 2, 2, 3),
                matrix("dW", "dw", e.gradient("weight"), 2, 3, 3)));
        if (bias) {
            given.add(Tensor.of("b", e.parameter("bias"), 1, 3));
            found.add(Tensor.of("db", e.gradient("bias"), 2, 3));
        }
        given.add(matrix("Y", "y", e.y(), 2, 2, 3));
        double[] w = e.parameter("weight");
        List<double[]> y = new ArrayList<>();
        if (bias) {
            y.add(new double[] {e.parameter("bias")[0]});
        }
        List<double[]> dw = new ArrayList<>();
        List<double[]> dx = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            y.add(new double[] {e.x()[i], w[i]});
            dx.add(new double[] {e.dy()[i], w[i * 3]});
        }
        for (int i = 0; i < 2; i++) {
            dw.add(new double[] {e.dy()[i * 3], e.x()[i * 3]});
        }
        return b.text("**Example.** Two examples of three features, three units:")
                .tensors("dense", given)
                .text("With what the loss sends back,")
                .tensors("dense", found)
                .text("The first value of each, term by term:")
                .add(new Block.Sum("y_{0,0}", y, e.y()[0], 1, 2))
                .add(new Block.Sum("dw_{0,0}", dw, e.gradient("weight")[0], 1, 2))
                .add(new Block.Sum("dx_{0,0}", dx, e.dx()[0], 1, 2))
                .add(e.check().verdict())
                .section(2, inventory.has(FlattenSpec.class) ? "Flatten and dense" : "Dense");
    }

    private static Tensor matrix(String symbol, String name, double[] values, int digits, int rows, int columns) {
        return new Tensor(symbol, name, List.of(rows, columns), values, digits);
    }
}
