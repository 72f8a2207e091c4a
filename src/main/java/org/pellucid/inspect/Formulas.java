package org.pellucid.inspect;

import java.util.List;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.SqueezeExciteSpec;

/**
 * The formulas of each kind of layer, in TeX and in the symbols of {@code docs/notation.md}; the same that the textbook's files
 * open with.
 *
 * @param output y
 * @param weight dw or dγ; empty if there is none
 * @param bias db or dβ; empty if there is none
 * @param input dx
 */
public record Formulas(String output, String weight, String bias, String input) {
    private static final String SOFTMAX = " , \\quad p_{i,j} = \\frac{e^{z_{i,j}}}{\\sum_{l} e^{z_{i,l}}}";

    private static final Formulas CONVOLUTION = new Formulas(
            "y_{n,o,oh,ow} = b_{o} + \\sum_{c,kh,kw} x_{n,c,ih,iw} \\cdot w_{o,c,kh,kw}",
            "dw_{o,c,kh,kw} = \\sum_{n,oh,ow} dy_{n,o,oh,ow} \\cdot x_{n,c,ih,iw}",
            "db_{o} = \\sum_{n,oh,ow} dy_{n,o,oh,ow}",
            "dx_{n,c,h,w} = \\sum_{o,oh,ow,kh,kw} [ih = h] [iw = w] \\cdot dy_{n,o,oh,ow} \\cdot w_{o,c,kh,kw}");

    private static final Formulas DENSE = new Formulas(
            "y_{n,u} = b_{u} + \\sum_{f} x_{n,f} \\cdot w_{u,f}",
            "dw_{u,f} = \\sum_{n} dy_{n,u} \\cdot x_{n,f}",
            "db_{u} = \\sum_{n} dy_{n,u}",
            "dx_{n,f} = \\sum_{u} dy_{n,u} \\cdot w_{u,f}");

    private static final String NORMALISED =
            "y = \\gamma \\hat x + \\beta , \\quad \\hat x = \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}}";

    /**
     * The formulas of a layer.
     *
     * @param train whether batch normalisation takes the batch's statistics and dropout drops
     */
    public static Formulas of(LayerSpec layer, boolean train) {
        if (layer instanceof Conv2dSpec) {
            return CONVOLUTION;
        }
        if (layer instanceof DenseSpec) {
            return DENSE;
        }
        if (layer instanceof BatchNormSpec) {
            return batchNorm(train);
        }
        if (layer instanceof ActivationSpec f) {
            return activation(f);
        }
        if (layer instanceof DropoutSpec dropout && train && dropout.rate() == 0) {
            return simple("y_{i} = x_{i} , \\quad \\text{rate } r = 0 \\text{: nothing is dropped}", "dx_{i} = dy_{i}");
        }
        if (layer instanceof DropoutSpec && train) {
            return simple("y_{i} = k_{i} \\cdot \\frac{x_{i}}{1 - r}", "dx_{i} = k_{i} \\cdot \\frac{dy_{i}}{1 - r}");
        }
        if (layer instanceof MaxPool2dSpec) {
            return simple(
                    "y_{n,c,oh,ow} = \\max_{kh,kw} x_{n,c,ih,iw}",
                    "dx_{n,c,h,w} = \\sum_{oh,ow} [\\text{argmax of } oh,ow \\text{ is } h,w] \\cdot dy_{n,c,oh,ow}");
        }
        if (layer instanceof AvgPool2dSpec) {
            return simple(
                    "y_{n,c,oh,ow} = \\frac{1}{m} \\sum_{kh,kw} x_{n,c,ih,iw}",
                    "dx_{n,c,h,w} = \\sum_{oh,ow} \\frac{1}{m} \\cdot dy_{n,c,oh,ow}");
        }
        if (layer instanceof GlobalAvgPoolSpec) {
            return simple(
                    "y_{n,c} = \\frac{1}{m} \\sum_{h,w} x_{n,c,h,w}", "dx_{n,c,h,w} = \\frac{1}{m} \\cdot dy_{n,c}");
        }
        if (layer instanceof ResidualSpec) {
            return simple(
                    "y = \\text{body}(x) + \\text{shortcut}(x)", "dx = dx_{\\text{body}} + dx_{\\text{shortcut}}");
        }
        if (layer instanceof SqueezeExciteSpec) {
            return simple(
                    "y_{n,c,h,w} = x_{n,c,h,w} \\cdot s_{n,c}",
                    "dx_{n,c,h,w} = dy_{n,c,h,w} \\cdot s_{n,c} + dx_{\\text{gate}}");
        }
        if (layer instanceof SeparableConv2dSpec) {
            return simple(
                    "y = \\text{pointwise}(\\text{depthwise}(x))", "dx = \\text{depthwise}'(\\text{pointwise}'(dy))");
        }
        assert layer instanceof FlattenSpec || layer instanceof DropoutSpec : layer.type();
        return simple("y_{i} = x_{i}", "dx_{i} = dy_{i}");
    }

    /** The loss, as {@code output}, and dz, as {@code input}. */
    public static Formulas of(LossRule rule) {
        boolean weighted = !rule.weights().isEmpty();
        String share = weighted ? "D" : "n";
        String term = (weighted ? "w_{j} " : "") + "t_{i,j} ";
        String loss = "L = -\\frac{1}{" + share + "} \\sum_{i,j} " + term
                + (rule.focus() > 0 ? "(1 - p_{i,j})^{\\gamma} " : "") + "\\log p_{i,j}" + SOFTMAX;
        String pull = rule.focus() > 0 ? "g_{i,j}" : "";
        String own = (term + pull).strip();
        String gradient = weighted || rule.focus() > 0
                ? "dz_{i,j} = \\frac{p_{i,j} \\sum_{l} " + own.replace("j}", "l}") + " - " + own + "}{" + share + "}"
                : "dz_{i,j} = \\frac{p_{i,j} - t_{i,j}}{n}";
        return simple(loss, gradient);
    }

    private static Formulas batchNorm(boolean train) {
        String weight = "d\\gamma = \\sum dy \\cdot \\hat x";
        String bias = "d\\beta = \\sum dy";
        String direct = "\\frac{d\\hat x}{\\sqrt{\\sigma^2 + \\varepsilon}}";
        return new Formulas(
                NORMALISED,
                weight,
                bias,
                train
                        ? "dx = " + direct + " + d\\sigma^2 \\cdot \\frac{2 (x - \\mu)}{m} + \\frac{d\\mu}{m}"
                        : "dx = " + direct);
    }

    private static Formulas activation(ActivationSpec f) {
        if (f instanceof ActivationSpec.Relu) {
            return simple("y = [x > 0] \\cdot x", "dx = [x > 0] \\cdot dy");
        }
        if (f instanceof ActivationSpec.LeakyRelu leaky) {
            String piece = "([x > 0] + " + leaky.slope() + " \\cdot [x \\le 0])";
            return simple("y = " + piece + " \\cdot x", "dx = " + piece + " \\cdot dy");
        }
        if (f instanceof ActivationSpec.Elu) {
            return simple(
                    "y = [x > 0] \\cdot x + [x \\le 0] \\cdot \\alpha (e^{x} - 1)",
                    "dx = ([x > 0] + [x \\le 0] \\cdot \\alpha e^{x}) \\cdot dy");
        }
        if (f instanceof ActivationSpec.Silu) {
            return simple(
                    "y = x \\cdot \\sigma(x) , \\quad \\sigma(x) = \\frac{1}{1 + e^{-x}}",
                    "dx = dy \\cdot \\sigma(x) (1 + x (1 - \\sigma(x)))");
        }
        if (f instanceof ActivationSpec.Sigmoid) {
            return simple("y = \\sigma(x) = \\frac{1}{1 + e^{-x}}", "dx = dy \\cdot \\sigma(x) (1 - \\sigma(x))");
        }
        return simple("y = \\tanh x", "dx = dy \\cdot (1 - \\tanh^2 x)");
    }

    private static Formulas simple(String output, String input) {
        return new Formulas(output, "", "", input);
    }

    /** Those of forward, then those of backward; at least one of each. */
    public List<String> all() {
        return List.of(output, weight, bias, input).stream()
                .filter(formula -> !formula.isEmpty())
                .toList();
    }
}
