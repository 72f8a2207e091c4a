package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Conv2d;

/** Convolution: plain, with a stride, in groups, separable. */
final class ConvolutionPart {
    private final Inventory inventory;
    private final Examples examples;

    ConvolutionPart(Inventory inventory, Examples examples) {
        this.inventory = inventory;
        this.examples = examples;
    }

    Section convolution() {
        List<Node> all = inventory.of(Conv2dSpec.class);
        Blocks b = new Blocks()
                .text(
                        "A small pattern of weights, the kernel, slides over the picture; at each place the output is the weighted"
                                + " sum of the pixels under the kernel [@lecun1998]. Convolution means cross-correlation: the kernel"
                                + " is not flipped. " + inventory.sentence(Conv2dSpec.class))
                .text(
                        "**Forward.** The weight at $(kh, kw)$ of the kernel that stands at the output place $(oh, ow)$ meets"
                                + " the pixel")
                .formula("ih = oh \\cdot s_h - p_h + kh \\cdot d_h, \\qquad iw = ow \\cdot s_w - p_w + kw \\cdot d_w,")
                .text("and with $x = 0$ outside the picture and $c$ counted inside the group of $o$,")
                .formula("y_{n,o,oh,ow} = b_o + \\sum_{c} \\sum_{kh} \\sum_{kw} x_{n,c,ih,iw} \\cdot w_{o,c,kh,kw}.")
                .text(
                        "**Backward.** Every output is a sum of products $x \\cdot w$, so every product has exactly one $x$, one"
                                + " $w$ and one $y$. The bias $b_o$ stands in every output of channel $o$, with factor 1; the weight"
                                + " $w_{o,c,kh,kw}$ once in each of them, with the pixel it meets there as its factor; and a pixel in"
                                + " those outputs whose kernel covers it, with the weight that lies on it:")
                .lines(
                        "db_o",
                        "= \\sum_{n,oh,ow} dy_{n,o,oh,ow} \\cdot \\frac{\\partial y_{n,o,oh,ow}}{\\partial b_o}",
                        "chain rule",
                        "",
                        "= \\sum_{n,oh,ow} dy_{n,o,oh,ow},",
                        "the factor is 1",
                        "dw_{o,c,kh,kw}",
                        "= \\sum_{n,oh,ow} dy_{n,o,oh,ow} \\cdot \\frac{\\partial y_{n,o,oh,ow}}{\\partial w_{o,c,kh,kw}}",
                        "chain rule",
                        "",
                        "= \\sum_{n,oh,ow} dy_{n,o,oh,ow} \\cdot x_{n,c,ih,iw},",
                        "one factor fixed",
                        "dx_{n,c,h,w}",
                        "= \\sum_{o,oh,ow} dy_{n,o,oh,ow} \\cdot \\frac{\\partial y_{n,o,oh,ow}}{\\partial x_{n,c,h,w}}",
                        "chain rule",
                        "",
                        "= \\sum_{o,oh,ow} \\sum_{kh,kw} dy_{n,o,oh,ow} \\cdot w_{o,c,kh,kw} \\cdot [ih = h] [iw = w].",
                        "meets the pixel")
                .text(
                        "There is no need to solve $ih = h$ for $oh$: the program walks over the same products as forward and adds"
                                + " each one where it belongs. The map from $x$ to $y - b$ is linear, and the map from $dy$ to $dx$ is"
                                + " its adjoint, the *transposed convolution*.");
        boolean bias = all.stream().anyMatch(node -> ((Conv2dSpec) node.layer()).bias());
        Conv2dSpec plain = Conv2dSpec.of(2, 3);
        example(b, "conv2d", bias ? plain : plain.withoutBias(), new Shape(2, 4, 4), true);
        if (all.stream().anyMatch(ConvolutionPart::isStrided)) {
            example(b, "conv2d-strided", Conv2dSpec.of(1, 3).withStride(2).withoutBias(), new Shape(1, 5, 5), false);
        }
        if (all.stream().anyMatch(ConvolutionPart::isGrouped)) {
            b.text("With as many groups as channels each kernel sees one channel alone (*depthwise*): $w$ has one input"
                    + " channel, and no term mixes channels.");
            example(b, "conv2d-depthwise", Conv2dSpec.of(2, 3).withGroups(2).withoutBias(), new Shape(2, 3, 3), false);
        }
        return b.section(2, "Convolution");
    }

    private static boolean isStrided(Node node) {
        Window window = ReceptiveField.window(node);
        return window.strideH() > 1 || window.strideW() > 1;
    }

    private static boolean isGrouped(Node node) {
        return ((Conv2dSpec) node.layer()).groups() > 1;
    }

    private void example(Blocks b, String id, Conv2dSpec conv, Shape in, boolean sums) {
        Example e = examples.run(id, conv, in, 1);
        Conv2dGeometry g = conv.geometry(in);
        Window win = g.window();
        b.text("**Example.** One picture of " + in.channels() + (in.channels() == 1 ? " channel" : " channels") + ", "
                + g.cOut() + (g.cOut() == 1 ? " kernel" : " kernels") + " of " + win.kH() + "×" + win.kW() + ", stride "
                + win.strideH() + ", padding " + win.padTop() + ", groups " + g.groups() + ":");
        int[] x = {1, g.cIn(), win.hIn(), win.wIn()};
        int[] w = {g.cOut(), g.cInPerGroup(), win.kH(), win.kW()};
        int[] y = {1, g.cOut(), win.hOut(), win.wOut()};
        List<Tensor> given =
                new ArrayList<>(List.of(Tensor.of("x", e.x(), 1, x), Tensor.of("w", e.parameter("weight"), 1, w)));
        List<Tensor> found =
                new ArrayList<>(List.of(Tensor.of("dx", e.dx(), 2, x), Tensor.of("dw", e.gradient("weight"), 2, w)));
        if (conv.bias()) {
            given.add(Tensor.of("b", e.parameter("bias"), 1, g.cOut()));
            found.add(Tensor.of("db", e.gradient("bias"), 2, g.cOut()));
        }
        given.add(Tensor.of("y", e.y(), 2, y));
        b.tensors(id, given);
        b.text("Let the loss send back $dy$. Then");
        found.add(0, Tensor.of("dy", e.dy(), 1, y));
        b.tensors(id, found);
        if (sums) {
            b.text("The first value of each, term by term:");
            b.add(sum("y_{0,0,0,0}", e, g, Target.Y)).add(sum("dw_{0,0,0,0}", e, g, Target.DW));
            b.add(sum("dx_{0,0,0,0}", e, g, Target.DX));
        }
        b.add(e.check().verdict());
    }

    private enum Target {
        Y,
        DW,
        DX
    }

    /** The terms of the first value of a tensor: all products of the convolution, those kept that belong to it. */
    private static Block.Sum sum(String left, Example e, Conv2dGeometry g, Target target) {
        Window win = g.window();
        double[] w = e.parameter("weight");
        List<double[]> terms = new ArrayList<>();
        if (target == Target.Y && e.parameter("bias") != null) {
            terms.add(new double[] {e.parameter("bias")[0]});
        }
        for (int o = 0; o < g.cOut(); o++) {
            for (int oh = 0; oh < win.hOut(); oh++) {
                for (int ow = 0; ow < win.wOut(); ow++) {
                    for (int c = 0; c < g.cIn(); c++) {
                        for (int k = 0; k < win.kH() * win.kW(); k++) {
                            int ih = oh * win.strideH() - win.padTop() + k / win.kW();
                            int iw = ow * win.strideW() - win.padLeft() + k % win.kW();
                            boolean inside = ih >= 0 && ih < win.hIn() && iw >= 0 && iw < win.wIn();
                            int xAt = (c * win.hIn() + ih) * win.wIn() + iw;
                            int wAt = (o * g.cIn() + c) * win.kH() * win.kW() + k;
                            int yAt = (o * win.hOut() + oh) * win.wOut() + ow;
                            if (inside && target == Target.Y && yAt == 0) {
                                terms.add(new double[] {e.x()[xAt], w[wAt]});
                            } else if (inside && target == Target.DW && wAt == 0) {
                                terms.add(new double[] {e.dy()[yAt], e.x()[xAt]});
                            } else if (inside && target == Target.DX && xAt == 0) {
                                terms.add(new double[] {e.dy()[yAt], w[wAt]});
                            }
                        }
                    }
                }
            }
        }
        double value = target == Target.Y ? e.y()[0] : target == Target.DW ? e.gradient("weight")[0] : e.dx()[0];
        return new Block.Sum(left, terms, value, 1, 2);
    }

    Section separable() {
        Blocks b = new Blocks()
                .text(
                        "A depthwise convolution, one kernel $v_c$ a channel, and after it a convolution of 1×1 that mixes the"
                                + " channels [@chollet2017]. " + inventory.sentence(SeparableConv2dSpec.class))
                .text("**Forward.** With $q$ what stands between the two,")
                .lines(
                        "q_{n,c,oh,ow}",
                        "= \\sum_{kh,kw} x_{n,c,ih,iw} \\cdot v_{c,kh,kw},",
                        "",
                        "y_{n,o,oh,ow}",
                        "= b_o + \\sum_{c} q_{n,c,oh,ow} \\cdot w_{o,c}.",
                        "")
                .text("**Backward.** A chain runs backward in reverse order: first through the mixing, then through the"
                        + " depthwise convolution, each as derived above.")
                .lines(
                        "dw_{o,c}",
                        "= \\sum_{n,oh,ow} dy_{n,o,oh,ow} \\cdot q_{n,c,oh,ow},",
                        "convolution of 1×1",
                        "dq_{n,c,oh,ow}",
                        "= \\sum_{o} dy_{n,o,oh,ow} \\cdot w_{o,c},",
                        "convolution of 1×1",
                        "dv_{c,kh,kw}",
                        "= \\sum_{n,oh,ow} dq_{n,c,oh,ow} \\cdot x_{n,c,ih,iw},",
                        "depthwise convolution",
                        "dx_{n,c,h,w}",
                        "= \\sum_{oh,ow} \\sum_{kh,kw} dq_{n,c,oh,ow} \\cdot v_{c,kh,kw} \\cdot [ih = h] \\cdot [iw = w].",
                        "depthwise convolution")
                .text(
                        "A plain convolution of $c_{in}$ to $c_{out}$ channels has $k_H k_W c_{in} c_{out}$ weights, this one"
                                + " $k_H k_W c_{in} + c_{in} c_{out}$.");
        SeparableConv2dSpec first = (SeparableConv2dSpec)
                inventory.of(SeparableConv2dSpec.class).get(0).layer();
        SeparableConv2dSpec layer = new SeparableConv2dSpec(2, Size.of(3), Size.of(1), Padding.SAME, first.bias());
        Shape in = new Shape(2, 3, 3);
        Example e = examples.run("separable", layer, in, 1);
        double[] q = Conv2d.forward(
                ((Conv2dSpec) layer.body(in).get(0)).geometry(in), e.x(), e.parameter("conv1.weight"), null);
        List<Tensor> given = new ArrayList<>(List.of(
                Tensor.of("x", e.x(), 1, 1, 2, 3, 3),
                Tensor.of("v", e.parameter("conv1.weight"), 1, 2, 3, 3),
                Tensor.of("w", e.parameter("conv2.weight"), 1, 2, 2)));
        List<Tensor> found = new ArrayList<>(List.of(
                Tensor.of("dy", e.dy(), 1, 1, 2, 3, 3),
                Tensor.of("dx", e.dx(), 3, 1, 2, 3, 3),
                Tensor.of("dv", e.gradient("conv1.weight"), 3, 2, 3, 3),
                Tensor.of("dw", e.gradient("conv2.weight"), 3, 2, 2)));
        if (layer.bias()) {
            given.add(Tensor.of("b", e.parameter("conv2.bias"), 1, 2));
            found.add(Tensor.of("db", e.gradient("conv2.bias"), 2, 2));
        }
        given.add(Tensor.of("q", q, 2, 1, 2, 3, 3));
        given.add(Tensor.of("y", e.y(), 3, 1, 2, 3, 3));
        b.text("**Example.** One picture of 2 channels, kernels of 3×3, stride 1, padding 1:");
        b.tensors("separable", given).text("With what the loss sends back,").tensors("separable", found);
        return b.add(e.check().verdict()).section(2, "Separable convolution");
    }
}
