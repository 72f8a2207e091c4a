package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Shape;

/** The activations that the model uses. */
final class ActivationPart {
    /** Reference, f(x) for x above 0 and at most 0. */
    private record Formula(String reference, String right, String left) {}

    private static final Map<String, Formula> FORMULAS = Map.of(
            "relu", new Formula("ReLU [@nair2010]", "x", "0"),
            "leaky-relu", new Formula("LeakyReLU [@maas2013]", "x", "\\text{slope} \\cdot x"),
            "elu", new Formula("ELU [@clevert2016]", "x", "\\alpha (e^x - 1)"),
            "silu", new Formula("SiLU [@elfwing2018]", "x \\sigma(x)", "x \\sigma(x)"),
            "sigmoid", new Formula("sigmoid", "\\sigma(x)", "\\sigma(x) = 1 / (1 + e^{-x})"),
            "tanh", new Formula("tanh", "\\tanh x", "\\tanh x"));

    private ActivationPart() {}

    static Section section(Inventory inventory, Examples examples) {
        Set<ActivationSpec> used = new LinkedHashSet<>();
        inventory.of(ActivationSpec.class).forEach(node -> used.add((ActivationSpec) node.layer()));
        Blocks b = new Blocks()
                .text(
                        "A function $f$ that is not linear, applied to each value by itself; without it, any number of linear layers"
                                + " would be one linear layer. " + inventory.sentence(ActivationSpec.class))
                .text("**Forward.** $y_i = f(x_i)$ with");
        Set<String> types = new LinkedHashSet<>();
        used.forEach(f -> types.add(f.type()));
        b.add(new Block.Table(
                "activations",
                "Activations of the model.",
                "lll",
                List.of("", "$f(x)$ for $x > 0$", "$f(x)$ for $x \\le 0$"),
                types.stream()
                        .map(type -> FORMULAS.get(type))
                        .map(f -> List.of(f.reference(), "$" + f.right() + "$", "$" + f.left() + "$"))
                        .toList()));
        b.text("**Backward.** $y_i$ depends on $x_i$ alone, so the sum of the chain rule has one term:")
                .formula("dx_i = \\sum_j dy_j \\cdot \\frac{\\partial y_j}{\\partial x_i} = dy_i \\cdot f'(x_i).")
                .text("The derivatives, each with the rule that gives it:")
                .add(new Block.Derivation(derivatives(types)));
        if (types.contains("relu") || types.contains("leaky-relu") || types.contains("elu")) {
            b.text(
                    "Above 0 the derivative of a function that is $x$ there is 1. At the kink at 0 the program takes the derivative"
                            + " from the left.");
        }
        int number = 0;
        for (ActivationSpec f : used) {
            String id = "activation-" + f.type() + (number++ > 0 ? "-" + number : "");
            Example e = examples.run(id, f, Shape.flat(5), 1);
            int digits = f instanceof ActivationSpec.Relu ? 1 : 4;
            b.text("**Example.** " + Settings.activation(f) + ":")
                    .tensors(
                            id,
                            Tensor.of("x", e.x(), 1, 5),
                            Tensor.of("y", e.y(), digits, 5),
                            Tensor.of("dy", e.dy(), 1, 5),
                            Tensor.of("dx", e.dx(), digits, 5))
                    .add(e.check().verdict());
        }
        return b.section(2, "Activations");
    }

    private static List<Block.Line> derivatives(Set<String> types) {
        List<Block.Line> lines = new ArrayList<>();
        if (types.contains("sigmoid") || types.contains("silu")) {
            lines.add(line("\\sigma'(x)", "= \\frac{e^{-x}}{(1 + e^{-x})^2}", "derivative of a reciprocal"));
            lines.add(line(
                    "",
                    "= \\sigma(x) \\cdot \\frac{e^{-x}}{1 + e^{-x}} = \\sigma(x) (1 - \\sigma(x)),",
                    "$1 - \\sigma(x) = e^{-x} / (1 + e^{-x})$"));
        }
        if (types.contains("silu")) {
            lines.add(line("\\text{SiLU}'(x)", "= \\sigma(x) + x \\sigma(x) (1 - \\sigma(x))", "product rule"));
            lines.add(line("", "= \\sigma(x) \\left( 1 + x (1 - \\sigma(x)) \\right),", "taking out $\\sigma(x)$"));
        }
        if (types.contains("tanh")) {
            lines.add(line("\\tanh' x", "= 1 - \\tanh^2 x,", "quotient rule on $\\sinh / \\cosh$"));
        }
        if (types.contains("elu")) {
            lines.add(line("\\text{ELU}'(x)", "= \\alpha e^x \\text{ for } x \\le 0,", "derivative of an exponential"));
        }
        if (types.contains("leaky-relu")) {
            lines.add(line("\\text{LeakyReLU}'(x)", "= \\text{slope for } x \\le 0,", "derivative of a line"));
        }
        if (types.contains("relu")) {
            lines.add(line("\\text{ReLU}'(x)", "= 0 \\text{ for } x \\le 0,", "derivative of a constant"));
        }
        Block.Line last = lines.remove(lines.size() - 1);
        lines.add(new Block.Line(last.left(), last.right().replaceFirst(",$", "."), last.rule()));
        return lines;
    }

    private static Block.Line line(String left, String right, String rule) {
        return new Block.Line(left, right, rule);
    }
}
