package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pellucid.inspect.Bounds;
import org.pellucid.inspect.WinogradBounds;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.textbook.Conv2d;
import org.pellucid.textbook.Winograd;

/** Winograd's way to compute a 3×3 convolution with a quarter of the multiplications. */
final class WinogradPart {
    private static final Winograd F4 = Winograd.F4;
    /** Roundings along the longest way to an output, beside the sum over channels: see {@code docs/winograd.md}. */
    private static final int ROUNDINGS = 19;

    private WinogradPart() {}

    /** Whether Winograd's way is open to a layer. */
    static boolean takes(Node node) {
        return node.layer() instanceof Conv2dSpec c
                && c.kernel().equals(Size.of(3))
                && c.stride().equals(Size.of(1))
                && c.dilation().equals(Size.of(1))
                && c.groups() == 1;
    }

    static Section section(Inventory inventory, Examples examples) {
        Blocks b = new Blocks()
                .text(
                        "Four outputs of a kernel of three along a line are (the transpose of) a product of polynomials of degrees 3"
                                + " and 2, hence of degree 5: known once its values at six points are, and the value at a point is *one*"
                                + " multiplication [@winograd1980]. With the points 0, 1, −1, 2, −2 and infinity that is 6"
                                + " multiplications for 12; in two dimensions, on tiles of 6×6 inputs that give 4×4 outputs, 36 for 144"
                                + " [@lavin2016]. With $d$ the inputs of a tile, $g$ a kernel and $\\odot$ the product element by element,")
                .formula("V = B^{\\mathsf T} d B, \\qquad U = G g G^{\\mathsf T}, \\qquad"
                        + " y = A^{\\mathsf T} \\left[ \\sum_c U_c \\odot V_c \\right] A + b,")
                .formula("B^{\\mathsf T} = " + matrix(F4.bT()) + ", \\qquad G = " + matrix(F4.g()) + ",")
                .formula("A^{\\mathsf T} = " + matrix(F4.aT()) + ".")
                .text(
                        "**Backward.** $y$ is linear in $d$ and linear in $g$. $dx$ is a convolution of $dy$ with the kernels turned by"
                                + " half a circle, channels exchanged: the same code again. $dg$ is the adjoint, read from right to left:")
                .lines(
                        "dM",
                        "= A \\, dy \\, A^{\\mathsf T},",
                        "adjoint of $A^{\\mathsf T} M A$",
                        "dU_c",
                        "= V_c \\odot dM,",
                        "product with one factor fixed",
                        "dg",
                        "= G^{\\mathsf T} dU_c \\, G, \\text{ summed over all tiles.}",
                        "adjoint of $G g G^{\\mathsf T}$");
        example(b, examples);
        return rounding(b, inventory).section(1, "Winograd’s minimal filtering");
    }

    private static void example(Blocks b, Examples examples) {
        Conv2dSpec conv = Conv2dSpec.of(1, 3).withPadding(Padding.VALID).withoutBias();
        Conv2dGeometry g = conv.geometry(new Shape(1, 6, 6));
        double[] d = Examples.tenths(examples.rng("winograd", "d"), 36);
        double[] w = Examples.tenths(examples.rng("winograd", "g"), 9);
        double[][] v = F4.transformTile(F4.tile(g, d, 0, 0, 0, 0));
        double[][] u = F4.transformKernel(Winograd.kernel(g, w, 0, 0));
        double[] product = new double[36];
        for (int i = 0; i < product.length; i++) {
            product[i] = u[i / 6][i % 6] * v[i / 6][i % 6];
        }
        double[] y = F4.forward(g, d, w, null);
        double[] direct = Conv2d.forward(g, d, w, null);
        double off = 0;
        double largest = 0;
        double bound = 0;
        double[] bounds = new WinogradBounds(F4.out()).output(g, d, w, null);
        double[] sizes = Conv2d.forward(g, Bounds.abs(d), Bounds.abs(w), null);
        double defined = 0;
        for (int i = 0; i < y.length; i++) {
            off = Math.max(off, Math.abs(y[i] - direct[i]));
            largest = Math.max(largest, Math.abs(direct[i]));
            bound = Math.max(bound, bounds[i]);
            defined = Math.max(defined, 10 * Bounds.EPSILON * sizes[i]);
        }
        boolean passed = off <= 1e-12 * Math.max(1, largest);
        examples.note(new Check(y.length, passed ? "" : "Winograd's outputs are not the convolution's"));
        b.text("**Example.** One tile, one channel:")
                .tensors("winograd", Tensor.of("d", d, 1, 6, 6), Tensor.of("g", w, 1, 3, 3))
                .tensors(
                        "winograd",
                        Tensor.of("V", flat(v), 1, 6, 6),
                        Tensor.of("U", flat(u), 4, 6, 6),
                        Tensor.of("U \\odot V", product, 4, 6, 6),
                        Tensor.of("y", y, 2, 4, 4))
                .add(new Block.Verdict(
                        passed,
                        passed
                                ? "The 16 outputs are those of the convolution as defined, to $10^{-12}$ in double precision."
                                : "The outputs are not those of the convolution as defined."))
                .text(
                        "In float32 the bounds below allow an error of at most $" + Numbers.significant(bound, 3)
                                + "$ in this example, and of $" + Numbers.significant(defined, 3)
                                + "$ if the sums are taken as defined; the largest output is $"
                                + Numbers.fixed(largest, 2)
                                + "$ in absolute value. Bounds are for the worst of all roundings; errors that are met are far smaller.");
    }

    private static Blocks rounding(Blocks b, Inventory inventory) {
        b.text(
                        "**Rounding.** The transforms subtract numbers of like size, so errors are larger than those of the sums as defined."
                                + " Every number that occurs is a sum of products of matrix entries, inputs and weights; with"
                                + " $|X|$ the matrix of absolute values,")
                .formula(
                        "S = |A^{\\mathsf T}| \\left[ \\sum_c (|G| |g_c| |G^{\\mathsf T}|) \\odot (|B^{\\mathsf T}| |d_c| |B|) \\right]"
                                + " |A| + |b|")
                .text(
                        "bounds the sum of the magnitudes of all terms of an output. A term is rounded at most $r$ times on its way,"
                                + " each time by a factor $1 + \\delta$, $|\\delta| \\le u = 2^{-24}$, so the computed $\\hat y$ is off by")
                .formula("|\\hat y - y| \\le \\left( (1 + u)^r - 1 \\right) S \\le r \\cdot 2^{-23} \\cdot S,"
                        + " \\qquad r = c_{in} + " + ROUNDINGS + ".")
                .text(
                        "The largest sum of absolute values in a row of $B^{\\mathsf T}$, $G$ and $A^{\\mathsf T}$ is "
                                + rowSum(F4.bT()) + ", " + rowSum(F4.g()) + " and " + rowSum(F4.aT())
                                + ". The sum as defined has $S = |b| + \\sum |x| |w|$ and $r = 9 c_{in} + 1$: a smaller $S$ and a larger $r$.");
        Map<Conv2dGeometry, List<Node>> groups = Inventory.group(
                inventory.nodes().stream().filter(WinogradPart::takes).toList(),
                node -> ((Conv2dSpec) node.layer()).geometry(node.input()));
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((g, nodes) -> {
            long pairs = (long) g.cIn() * g.cOut();
            long tiles = (long) up(g.window().hOut()) * up(g.window().wOut());
            long direct = 9 * pairs * g.window().hOut() * g.window().wOut();
            rows.add(List.of(
                    Inventory.names(nodes),
                    Numbers.whole(tiles),
                    Numbers.whole(direct),
                    Numbers.whole(36 * tiles * pairs),
                    Numbers.fixed((double) direct / (36 * tiles * pairs), 2),
                    Numbers.whole(9L * g.cIn() + 1),
                    Numbers.whole(g.cIn() + ROUNDINGS)));
        });
        return b.add(new Block.Table(
                "winograd",
                "The layers that can be computed so, for one picture: tiles, multiplications as defined and by Winograd's way"
                        + " (without the transforms), how many times fewer, and the roundings $r$ of both. Layers of one size"
                        + " in one row.",
                "Prrrrrr",
                List.of("layers", "tiles", "as defined", "Winograd", "fewer", "$r$ defined", "$r$ Winograd"),
                rows));
    }

    private static int up(int pixels) {
        return (pixels + 3) / 4;
    }

    private static String rowSum(double[][] matrix) {
        double largest = 0;
        for (double[] row : matrix) {
            double sum = 0;
            for (double value : row) {
                sum += Math.abs(value);
            }
            largest = Math.max(largest, sum);
        }
        return Settings.number(largest);
    }

    private static double[] flat(double[][] matrix) {
        double[] values = new double[matrix.length * matrix[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix[i / matrix[0].length][i % matrix[0].length];
        }
        return values;
    }

    /** Entries as fractions with the denominators that occur: 4, 6, 12, 24. */
    private static String matrix(double[][] values) {
        StringBuilder tex = new StringBuilder("\\begin{pmatrix} ");
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                tex.append(j > 0 ? " & " : "").append(fraction(values[i][j]));
            }
            tex.append(i + 1 < values.length ? " \\\\ " : "");
        }
        return tex.append(" \\end{pmatrix}").toString();
    }

    private static String fraction(double value) {
        for (int denominator : new int[] {1, 2, 4, 6, 12, 24}) {
            double numerator = value * denominator;
            if (Math.abs(numerator - Math.rint(numerator)) < 1e-12) {
                long whole = Math.round(numerator);
                return denominator == 1
                        ? Long.toString(whole)
                        : (whole < 0 ? "-" : "") + Math.abs(whole) + "/" + denominator;
            }
        }
        return Settings.number(value);
    }
}
