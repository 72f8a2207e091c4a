package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.textbook.Im2col;

/** Convolution as a product of matrices, with what it costs here. */
final class Im2colPart {
    private Im2colPart() {}

    static Section section(Inventory inventory, Examples examples) {
        Blocks b = new Blocks()
                .text(
                        "A convolution becomes a product of matrices if the pixels under each place of the kernel are copied into a"
                                + " column [@chellapilla2006]. For one picture and one group,")
                .formula("X_{(c \\cdot k_H + kh) \\cdot k_W + kw,\\ oh \\cdot w_{out} + ow} = x_{n,c,ih,iw}"
                        + " \\quad \\text{or } 0 \\text{ in the padding,}")
                .text("and with the weights of the group as a matrix $W$, one kernel in each row,")
                .formula("Y = W X + b.")
                .add(new Block.Figure(
                        FieldDrawing.im2col(),
                        "One channel of 4×4 and a kernel of 3×3 with padding 1. The window at place 6 is column 6 of $X$; numbers"
                                + " say which pixel a cell holds, empty cells hold 0."))
                .text("**Backward.**")
                .lines(
                        "dW_{ik}",
                        "= \\sum_{j} dY_{ij} \\cdot \\frac{\\partial Y_{ij}}{\\partial W_{ik}} = \\sum_j dY_{ij} X_{kj}",
                        "chain rule",
                        "dW",
                        "= dY \\cdot X^{\\mathsf T},",
                        "written as a product",
                        "dX_{kj}",
                        "= \\sum_{i} dY_{ij} \\cdot \\frac{\\partial Y_{ij}}{\\partial X_{kj}} = \\sum_i W_{ik} dY_{ij}",
                        "chain rule",
                        "dX",
                        "= W^{\\mathsf T} \\cdot dY.",
                        "written as a product")
                .text(
                        "$X$ is made of copies of $x$; a pixel's copies are its paths to the loss, and the gradients of several"
                                + " paths add: $dx_{n,c,h,w}$ is the sum of the entries of $dX$ whose entries of $X$ are copies of"
                                + " $x_{n,c,h,w}$. This is *col2im*, the adjoint of im2col, and not its inverse.");
        example(b, examples);
        return b.add(costs(inventory))
                .text(
                        "The product is the convolution's own multiply-adds, no more; what it costs besides is the memory of $X$. A"
                                + " kernel of 1×1 with stride 1 needs no copy: there $X$ is the picture.")
                .section(1, "Convolution as a product of matrices");
    }

    private static void example(Blocks b, Examples examples) {
        Conv2dSpec conv = Conv2dSpec.of(1, 2).withPadding(Padding.VALID).withoutBias();
        Shape in = new Shape(1, 3, 3);
        Conv2dGeometry g = conv.geometry(in);
        Example e = examples.run("im2col", conv, in, 1);
        double[] w = e.parameter("weight");
        double[] columns = Im2col.columns(g, e.x(), 0, 0);
        double[] dColumns = new double[16];
        for (int k = 0; k < 4; k++) {
            for (int j = 0; j < 4; j++) {
                dColumns[k * 4 + j] = w[k] * e.dy()[j];
            }
        }
        double[] dx = new double[9];
        Im2col.addColumns(g, dColumns, 0, 0, dx);
        double[] dw = new double[4];
        Im2col.backwardParameters(g, e.x(), e.dy(), dw, null);
        b.text("**Example.** One channel of 3×3, one kernel of 2×2, no padding:")
                .tensors(
                        "im2col",
                        Tensor.of("x", e.x(), 1, 3, 3),
                        Tensor.of("W", w, 1, 4),
                        Tensor.of("X", columns, 1, 4, 4),
                        Tensor.of("Y", Im2col.forward(g, e.x(), w, null), 2, 4))
                .tensors(
                        "im2col",
                        Tensor.of("dY", e.dy(), 1, 4),
                        Tensor.of("dW", dw, 2, 4),
                        Tensor.of("dX", dColumns, 2, 4, 4),
                        Tensor.of("dx", dx, 2, 3, 3))
                .add(e.check().verdict());
    }

    private static Block.Table costs(Inventory inventory) {
        Map<Conv2dGeometry, List<Node>> groups = Inventory.group(
                inventory.of(Conv2dSpec.class), node -> ((Conv2dSpec) node.layer()).geometry(node.input()));
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((g, nodes) -> {
            int places = g.window().hOut() * g.window().wOut();
            long size = (long) g.reduction() * places * g.groups();
            rows.add(List.of(
                    Inventory.names(nodes),
                    Numbers.whole(g.groups()),
                    g.cOutPerGroup() + "×" + g.reduction(),
                    g.reduction() + "×" + places,
                    Numbers.whole((long) g.ySize() * g.reduction()),
                    Numbers.whole(4 * size),
                    Numbers.fixed((double) size / g.xSize(), 2)));
        });
        return new Block.Table(
                "im2col",
                "The convolutions as products: groups $g$, sizes of $W$ and $X$ in each group, multiply-adds, bytes of all $X$ of"
                        + " a picture in float32, and how many times the picture that is. Layers of one size in one row.",
                "Prrrrrr",
                List.of("layers", "$g$", "$W$", "$X$", "MACs", "bytes of $X$", "times $x$"),
                rows);
    }
}
