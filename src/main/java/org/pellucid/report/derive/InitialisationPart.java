package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.engine.Initialiser;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;

/** How weights are drawn at the start, and why so. */
final class InitialisationPart {
    private InitialisationPart() {}

    private record Key(int fanIn, int fanOut, List<Integer> shape, double deviation) {}

    static Section section(Inventory inventory, Initialiser initialiser) {
        NetworkSpec spec = inventory.spec();
        Map<Key, List<Node>> groups = new LinkedHashMap<>();
        for (Node node : inventory.nodes()) {
            for (ParameterSpec p : node.parameters()) {
                if (p.role() == ParameterSpec.Role.WEIGHT) {
                    Key key = new Key(p.fanIn(), p.fanOut(), p.shape(), initialiser.deviation(spec, p));
                    groups.computeIfAbsent(key, k -> new ArrayList<>()).add(node);
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((key, nodes) -> rows.add(List.of(
                Inventory.names(nodes),
                String.join("×", key.shape().stream().map(String::valueOf).toList()),
                Numbers.whole(key.fanIn()),
                Numbers.whole(key.fanOut()),
                Numbers.fixed(key.deviation(), 6))));
        boolean he = initialiser == Initialiser.HE_NORMAL || initialiser == Initialiser.HE_UNIFORM;
        boolean normal = initialiser == Initialiser.HE_NORMAL || initialiser == Initialiser.GLOROT_NORMAL;
        return new Blocks()
                .text(
                        "If each layer made values a little larger or smaller, many layers would make them infinite or nothing; so"
                                + " weights are drawn such that the variance stays. Let the weights be independent of mean 0, and"
                                + " $y = \\sum_{i=1}^{k} w_i x_i$ a sum over $k$ inputs, the *fan-in*: for a convolution"
                                + " $k = c_{in} / g \\cdot k_H \\cdot k_W$, for a dense layer its features.")
                .text(
                        "**Forward, after a ReLU** (He [@he2015]). Let $x = \\max(q, 0)$ with $q$ symmetric about 0, the output of"
                                + " the layer before:")
                .lines(
                        "\\text{Var}(y)",
                        "= \\sum_{i=1}^{k} \\text{Var}(w_i x_i)",
                        "independent terms of mean 0",
                        "",
                        "= k \\cdot \\text{Var}(w) \\cdot E[x^2]",
                        "$E[w] = 0$, so $\\text{Var}(w x) = E[w^2] E[x^2]$",
                        "",
                        "= k \\cdot \\text{Var}(w) \\cdot \\tfrac{1}{2} \\text{Var}(q).",
                        "ReLU drops half of $E[q^2]$")
                .text("The variance stays if $\\text{Var}(w) = 2 / k$.")
                .text("**Forward and backward** (Glorot [@glorot2010]). Without a ReLU the same argument gives"
                        + " $\\text{Var}(w) = 1 / k$; and backward, where $dx$ is a sum over the outputs that an input reaches"
                        + " (the *fan-out* $k'$), it gives $\\text{Var}(w) = 1 / k'$. The compromise is"
                        + " $\\text{Var}(w) = 2 / (k + k')$.")
                .text("Here weights are drawn " + (he ? "after He" : "after Glorot") + ", "
                        + (normal
                                ? "from a normal distribution of this variance"
                                : "evenly from $\\pm \\sqrt{3}$ times the deviation, which has this variance")
                        + "; biases and shifts start at 0, scales and variances at 1. The last weight, which gives the logits, is"
                        + " drawn with a tenth of the deviation, so that training begins at a loss of about $\\log k$ of the $k$"
                        + " classes.")
                .add(new Block.Table(
                        "initialisation",
                        "Standard deviation of each weight at the start, $\\sqrt{"
                                + (he ? "2 / \\text{fan-in}" : "2 / (\\text{fan-in} + \\text{fan-out})")
                                + "}$; layers of one shape in one row.",
                        "Plrrr",
                        List.of("layers", "weight", "fan-in", "fan-out", "deviation"),
                        rows))
                .section(1, "Initialisation");
    }
}
