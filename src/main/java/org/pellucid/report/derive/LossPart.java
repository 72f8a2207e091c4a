package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.pellucid.inspect.LossRule;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;
import org.pellucid.report.document.Tensor;
import org.pellucid.textbook.SoftmaxCrossEntropy;

/** The loss: softmax and cross-entropy as one, or the focal loss. */
final class LossPart {
    private static final int N = 2;
    private static final int K = 4;

    private LossPart() {}

    /**
     * @param classes of the model
     * @param smoothing of the labels; 0 for none
     * @param focus γ of the focal loss; 0 for cross-entropy
     * @param balanced whether classes are weighted
     */
    static Section section(Examples examples, int classes, double smoothing, double focus, boolean balanced) {
        boolean focal = focus > 0;
        Blocks b = new Blocks()
                .text(
                        "The network gives each class a score, the logit $z$. Softmax makes probabilities of them [@bridle1990],"
                                + " cross-entropy asks how surprised one who believes these is by the truth. The two are computed as"
                                + " one: by itself $e^z$ overflows, and $\\log p$ of a $p$ rounded to 0 is infinite."
                                + (focal
                                        ? " This run trains with the focal loss [@lin2017], in which each term counts by the doubt that"
                                                + " is left, $(1 - p)^\\gamma$ with $\\gamma = "
                                                + Settings.number(focus) + "$: less, the surer the network already is."
                                        : ""))
                .text("**Targets.** $t_{ij}$ is 1 if example $i$ is of class $j$, else 0."
                        + (smoothing > 0
                                ? " This run smooths labels [@szegedy2016] with $\\varepsilon = "
                                        + Settings.number(smoothing)
                                        + "$: $t_{ij} \\leftarrow (1 - \\varepsilon) t_{ij} + \\varepsilon / k$."
                                : " Label smoothing [@szegedy2016], $t_{ij} \\leftarrow (1 - \\varepsilon) t_{ij} + \\varepsilon / k$,"
                                        + " is not used.")
                        + (balanced
                                ? " Class weights $w_j$ make every class count the same: $w_j$ is the number of examples over"
                                        + " $k$ times those of class $j$."
                                : " All class weights $w_j$ are 1."))
                .text("**Forward**, stable, with $m_i = \\max_j z_{ij}$:")
                .lines(
                        "\\log p_{ij}",
                        "= z_{ij} - m_i - \\log \\sum_l e^{z_{il} - m_i},",
                        "$m_i$ cancels in $p_{ij}$",
                        "L",
                        "= -\\frac{1}{D} \\sum_{i,j} w_j t_{ij} " + (focal ? "(1 - p_{ij})^\\gamma " : "")
                                + "\\log p_{ij}, \\qquad D = \\sum_{i,j} w_j t_{ij}.",
                        "definition")
                .text(
                        "The largest exponent is 0, so that no exponential overflows, and the sum is at least 1, so that its"
                                + " logarithm is finite. A network that knows nothing gives $p = 1 / k$ and the loss "
                                + (focal
                                        ? "$(1 - 1/k)^\\gamma \\log k$, here $"
                                        : "$\\log k$, here $\\log " + classes + " = ")
                                + Numbers.fixed(StrictMath.pow(1 - 1.0 / classes, focus) * StrictMath.log(classes), 4)
                                + "$.")
                .text(
                        "**Backward.** Let $a_{ij} = w_j t_{ij}$; neither $a$ nor $D$ depends on $z$. First one logarithm, with"
                                + " $\\log p_{ij} = z_{ij} - \\log \\sum_l e^{z_{il}}$:")
                .lines(
                        "\\frac{\\partial \\log p_{ij}}{\\partial z_{iq}}",
                        "= [j = q] - \\frac{1}{\\sum_l e^{z_{il}}} \\cdot \\frac{\\partial}{\\partial z_{iq}} \\sum_l e^{z_{il}}",
                        "logarithm, chain rule",
                        "",
                        "= [j = q] - \\frac{e^{z_{iq}}}{\\sum_l e^{z_{il}}}",
                        "only $l = q$ depends on $z_{iq}$",
                        "",
                        "= [j = q] - p_{iq}.",
                        "definition of $p$");
        if (focal) {
            slope(b);
        }
        String a = focal ? "a_{ij} g_{ij}" : "a_{ij}";
        b.text("Then the loss:")
                .lines(
                        "dz_{iq}",
                        "= -\\frac{1}{D} \\sum_j " + a + " \\frac{\\partial \\log p_{ij}}{\\partial z_{iq}}",
                        "chain rule",
                        "",
                        "= -\\frac{1}{D} \\sum_j " + a + " \\left( [j = q] - p_{iq} \\right)",
                        "above",
                        "",
                        "= \\frac{1}{D} \\left( p_{iq} \\sum_j " + a + " - " + a.replace("ij", "iq") + " \\right).",
                        "sum of $" + a + " [j = q]$");
        if (!focal) {
            b.text(
                    "Without weights, and with targets that sum to 1, this is $dz = (p - t) / n$: what the network believes"
                            + " less what is true.");
        }
        return example(b, examples, smoothing, focus, balanced);
    }

    /** g, the slope of a term of the focal loss. */
    private static void slope(Blocks b) {
        b.text("A term as a function of $u = \\log p_{ij}$ is $(1 - e^u)^\\gamma u$, and its slope")
                .lines(
                        "g_{ij}",
                        "= (1 - e^u)^\\gamma - \\gamma (1 - e^u)^{\\gamma - 1} e^u u",
                        "product rule, chain rule",
                        "",
                        "= (1 - p_{ij})^\\gamma \\left( 1 - \\gamma \\, \\frac{p_{ij} \\log p_{ij}}{1 - p_{ij}} \\right).",
                        "$e^u = p_{ij}$");
    }

    private static Section example(Blocks b, Examples examples, double smoothing, double focus, boolean balanced) {
        double[] z = Examples.tenths(examples.rng("loss", "z"), N * K);
        int[] labels = {examples.rng("loss", "t").nextInt(K), K - 1};
        double[] t = SoftmaxCrossEntropy.smooth(K, smoothing, SoftmaxCrossEntropy.targets(K, labels));
        double[] w = {0.5, 1, 1.5, 2};
        LossRule rule = new LossRule(
                smoothing, focus, balanced ? DoubleStream.of(w).boxed().toList() : List.of());
        Check check = examples.note(Check.of(
                "z", moved -> new double[] {rule.value(K, moved, t)}, z, new double[] {1}, rule.gradient(K, z, t)));
        List<Tensor> tensors =
                new ArrayList<>(List.of(Tensor.of("z", z, 1, N, K), Tensor.of("t", t, smoothing > 0 ? 4 : 0, N, K)));
        if (balanced) {
            tensors.add(Tensor.of("w", w, 1, K));
        }
        tensors.add(Tensor.of("p", SoftmaxCrossEntropy.softmax(N, K, z), 4, N, K));
        tensors.add(Tensor.of("L", new double[] {rule.value(K, z, t)}, 6));
        tensors.add(Tensor.of("dz", rule.gradient(K, z, t), 4, N, K));
        return b.text("**Example.** Two examples, four classes, " + (balanced ? "" : "no ") + "class weights"
                        + (focus > 0 ? ", focus $\\gamma = " + Settings.number(focus) + "$:" : ":"))
                .tensors("loss", tensors)
                .add(check.verdict("L"))
                .section(1, "Loss");
    }
}
