package org.pellucid.report.derive;

import java.util.List;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Shape;
import org.pellucid.textbook.BatchNorm;

/** Batch normalisation, with its three paths. */
final class BatchNormPart {
    private BatchNormPart() {}

    static Section section(Inventory inventory, Examples examples) {
        BatchNormSpec norm =
                (BatchNormSpec) inventory.of(BatchNormSpec.class).get(0).layer();
        Shape shape = new Shape(1, 2, 2);
        int n = 2;
        Example e = examples.run("batch-norm", norm, shape, n);
        Blocks b = new Blocks()
                .text(
                        "Takes each channel, shifts it to mean 0, scales it to variance 1, and lets the network choose scale"
                                + " $\\gamma$ and shift $\\beta$ anew [@ioffe2015]. "
                                + inventory.sentence(BatchNormSpec.class)
                                + " $\\varepsilon = " + Numbers.constant(norm.epsilon()) + "$ and $\\alpha = "
                                + Settings.number(norm.momentum()) + "$.")
                .text("**Forward.** All sums run over the $m = n \\cdot h \\cdot w$ values $x_i$ of one channel:")
                .lines(
                        "\\mu",
                        "= \\frac{1}{m} \\sum_i x_i, \\qquad \\sigma^2 = \\frac{1}{m} \\sum_i (x_i - \\mu)^2,",
                        "",
                        "\\hat x_i",
                        "= \\frac{x_i - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}}, \\qquad y_i = \\gamma \\hat x_i + \\beta.",
                        "")
                .text(
                        "For prediction running means take the place of $\\mu$ and $\\sigma^2$; after each batch they move by a"
                                + " part $\\alpha$ towards those of the batch, the variance with Bessel's correction $m / (m - 1)$.")
                .text(
                        "**Backward, parameters.** $y_i = \\gamma \\hat x_i + \\beta$, and all $m$ values share $\\gamma$ and"
                                + " $\\beta$:")
                .formula(
                        "d\\gamma = \\sum_i dy_i \\hat x_i, \\qquad d\\beta = \\sum_i dy_i, \\qquad d\\hat x_i = \\gamma dy_i.")
                .text(
                        "**Backward, input.** $x_i$ reaches $\\hat x$ along three paths: by itself, through $\\sigma^2$, and through"
                                + " $\\mu$; the last two reach all $\\hat x_j$. The gradients of the paths add; along the second $\\mu$ is held fixed, since"
                                + " it has a path of its own:")
                .formula(
                        "dx_i = \\underbrace{d\\hat x_i \\cdot \\frac{\\partial \\hat x_i}{\\partial x_i}}_{\\text{direct}}"
                                + " + \\underbrace{d\\sigma^2 \\cdot \\frac{\\partial \\sigma^2}{\\partial x_i}}_{\\text{through the variance}}"
                                + " + \\underbrace{d\\mu \\cdot \\frac{\\partial \\mu}{\\partial x_i}}_{\\text{through the mean}}.")
                .lines(
                        "d\\hat x_i \\cdot \\frac{\\partial \\hat x_i}{\\partial x_i}",
                        "= \\frac{d\\hat x_i}{\\sqrt{\\sigma^2 + \\varepsilon}},",
                        "$\\mu$ and $\\sigma^2$ held fixed",
                        "d\\sigma^2",
                        "= \\sum_j d\\hat x_j \\cdot \\frac{\\partial}{\\partial \\sigma^2} (x_j - \\mu) (\\sigma^2 + \\varepsilon)^{-1/2}",
                        "chain rule",
                        "",
                        "= -\\frac{1}{2} (\\sigma^2 + \\varepsilon)^{-3/2} \\sum_j d\\hat x_j (x_j - \\mu),",
                        "derivative of a power",
                        "\\frac{\\partial \\sigma^2}{\\partial x_i}",
                        "= \\frac{2 (x_i - \\mu)}{m},",
                        "derivative of a square",
                        "d\\mu",
                        "= \\sum_j d\\hat x_j \\cdot \\frac{-1}{\\sqrt{\\sigma^2 + \\varepsilon}}"
                                + " + d\\sigma^2 \\cdot \\frac{-2}{m} \\sum_j (x_j - \\mu)",
                        "chain rule, two paths",
                        "",
                        "= -\\frac{1}{\\sqrt{\\sigma^2 + \\varepsilon}} \\sum_j d\\hat x_j,",
                        "deviations from the mean sum to 0",
                        "\\frac{\\partial \\mu}{\\partial x_i}",
                        "= \\frac{1}{m}.",
                        "derivative of a mean")
                .text("Together, and then with $\\sqrt{\\sigma^2 + \\varepsilon}$ taken out,")
                .lines(
                        "dx_i",
                        "= \\frac{d\\hat x_i}{\\sqrt{\\sigma^2 + \\varepsilon}} + d\\sigma^2 \\cdot \\frac{2 (x_i - \\mu)}{m}"
                                + " + \\frac{d\\mu}{m}",
                        "the three paths",
                        "",
                        "= \\frac{\\gamma}{m \\sqrt{\\sigma^2 + \\varepsilon}} \\left( m dy_i - d\\beta - \\hat x_i d\\gamma \\right).",
                        "put in");
        return example(b, e, n, shape, norm).section(2, "Batch normalisation");
    }

    private static Blocks example(Blocks b, Example e, int n, Shape shape, BatchNormSpec norm) {
        BatchNorm.Statistics s = BatchNorm.statistics(n, shape, e.x());
        double[] gamma = e.parameter("gamma");
        double[] xHat = BatchNorm.forward(n, shape, norm.epsilon(), s, e.x(), new double[] {1}, new double[] {0});
        double deviation = Math.sqrt(s.variance()[0] + norm.epsilon());
        int m = e.x().length;
        double sum = 0;
        double centred = 0;
        for (int i = 0; i < m; i++) {
            sum += gamma[0] * e.dy()[i];
            centred += gamma[0] * e.dy()[i] * (e.x()[i] - s.mean()[0]);
        }
        double dVariance = -0.5 / (deviation * deviation * deviation) * centred;
        double dMean = -sum / deviation;
        double[] direct = new double[m];
        double[] throughVariance = new double[m];
        for (int i = 0; i < m; i++) {
            direct[i] = gamma[0] * e.dy()[i] / deviation;
            throughVariance[i] = dVariance * 2 * (e.x()[i] - s.mean()[0]) / m;
        }
        return b.text("**Example.** One channel, two examples of 2×2, so $m = 8$:")
                .tensors(
                        "batch-norm",
                        Tensor.of("x", e.x(), 1, 2, 2, 2),
                        Tensor.of("\\gamma", gamma, 1),
                        Tensor.of("\\beta", e.parameter("beta"), 1),
                        Tensor.of("\\mu", s.mean(), 4),
                        Tensor.of("\\sigma^2", s.variance(), 4),
                        Tensor.of("\\hat x", xHat, 4, 2, 2, 2),
                        Tensor.of("y", e.y(), 4, 2, 2, 2))
                .text(
                        "Backward, with the direct path and that through the variance apart; the third, $d\\mu / m$, is the same for all:")
                .tensors(
                        "batch-norm",
                        Tensor.of("dy", e.dy(), 1, 2, 2, 2),
                        Tensor.of("d\\gamma", e.gradient("gamma"), 4),
                        Tensor.of("d\\beta", e.gradient("beta"), 4),
                        Tensor.of("d\\sigma^2", new double[] {dVariance}, 4),
                        Tensor.of("d\\mu", new double[] {dMean}, 4),
                        new Tensor("\\text{direct}", "direct", List.of(2, 2, 2), direct, 4),
                        new Tensor("\\text{variance}", "variance", List.of(2, 2, 2), throughVariance, 4),
                        Tensor.of("dx", e.dx(), 4, 2, 2, 2))
                .add(e.check().verdict());
    }
}
