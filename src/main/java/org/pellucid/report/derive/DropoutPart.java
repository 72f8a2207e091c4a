package org.pellucid.report.derive;

import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.Shape;

/** Dropout. */
final class DropoutPart {
    /** What the example takes where the model drops nothing. */
    private static final double USUAL = 0.5;

    private DropoutPart() {}

    static Section section(Inventory inventory, Examples examples) {
        double own = inventory.of(DropoutSpec.class).stream()
                .mapToDouble(node -> ((DropoutSpec) node.layer()).rate())
                .max()
                .orElseThrow();
        DropoutSpec dropout = new DropoutSpec(own > 0 ? own : USUAL);
        Example e = examples.run("dropout", dropout, Shape.flat(6), 1);
        double[] keep = new double[6];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = e.y()[i] == 0 ? 0 : 1; // no x is 0
        }
        return new Blocks()
                .text(
                        "While training, each value is set to 0 with the probability $r$; the others are divided by $1 - r$, so that"
                                + " the expectation stays and prediction needs no correction [@srivastava2014]. "
                                + inventory.sentence(DropoutSpec.class)
                                + (own > 0
                                        ? ""
                                        : " With $r = 0$ nothing is dropped and $y = x$; the example has a rate of its own."))
                .text(
                        "**Forward.** With $k_i = 1$ if value $i$ is kept, which happens with the probability $1 - r$, and 0"
                                + " otherwise,")
                .formula("y_i = \\frac{k_i}{1 - r} \\cdot x_i, \\qquad E[y_i] = \\frac{1 - r}{1 - r} \\cdot x_i = x_i.")
                .text("For prediction $y = x$.")
                .text("**Backward.** The mask does not depend on $x$; it is a constant factor:")
                .lines(
                        "dx_i",
                        "= \\sum_j dy_j \\cdot \\frac{\\partial y_j}{\\partial x_i}",
                        "chain rule",
                        "",
                        "= \\frac{k_i}{1 - r} \\cdot dy_i.",
                        "each value times its own constant")
                .text("**Example.** With the rate $r = " + Settings.number(dropout.rate()) + "$:")
                .tensors(
                        "dropout",
                        Tensor.of("x", e.x(), 1, 6),
                        Tensor.of("k", keep, 0, 6),
                        Tensor.of("y", e.y(), 4, 6),
                        Tensor.of("dy", e.dy(), 1, 6),
                        Tensor.of("dx", e.dx(), 4, 6))
                .add(e.check().verdict())
                .section(2, "Dropout");
    }
}
