package org.pellucid.report.derive;

import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.textbook.Activation;
import org.pellucid.textbook.Conv2d;
import org.pellucid.textbook.Dense;
import org.pellucid.textbook.GlobalAvgPool;
import org.pellucid.textbook.SqueezeExcite;

/** Layers made of layers: residual blocks, squeeze-and-excitation. */
final class BlockPart {
    private final Inventory inventory;
    private final Examples examples;

    BlockPart(Inventory inventory, Examples examples) {
        this.inventory = inventory;
        this.examples = examples;
    }

    Section residual() {
        Conv2dSpec conv = Conv2dSpec.of(1, 3).withoutBias();
        Shape in = new Shape(1, 3, 3);
        Example e = examples.run("residual", ResidualSpec.of(conv), in, 1);
        double[] body = Conv2d.forward(conv.geometry(in), e.x(), e.parameter("conv1.weight"), null);
        double[] back = Conv2d.backwardInput(conv.geometry(in), e.dy(), e.parameter("conv1.weight"));
        return new Blocks()
                .text(
                        "The block's layers, the *body* $F$, compute only what to add to the input; a *shortcut* $G$ carries the"
                                + " input around them [@he2016]. " + inventory.sentence(ResidualSpec.class))
                .text("**Forward.**")
                .formula("y = F(x) + G(x),")
                .text(
                        "where $G(x) = x$ if the shapes allow, else a projection, usually a convolution of 1×1 with the body's"
                                + " stride and channels.")
                .text(
                        "**Backward.** If $y = f_2(f_1(x))$, the chain rule gives $dx$ from $dy$ by going back through $f_2$, then"
                                + " through $f_1$: a chain of layers runs backward in reverse order. In the block $x$ reaches $y$ along"
                                + " two paths, and the gradients of the paths add:")
                .lines(
                        "dx_p",
                        "= \\sum_q dy_q \\cdot \\frac{\\partial y_q}{\\partial x_p}",
                        "chain rule",
                        "",
                        "= \\sum_q dy_q \\cdot \\frac{\\partial F_q}{\\partial x_p}"
                                + " + \\sum_q dy_q \\cdot \\frac{\\partial G_q}{\\partial x_p}.",
                        "derivative of a sum")
                .text(
                        "The first sum is what the body makes of $dy$ going backward, the second what the shortcut makes of it. If"
                                + " the shortcut is the identity the second sum is $dy$ itself: whatever the body does, the gradient"
                                + " arrives.")
                .text(
                        "**Example.** The body is one convolution of 3×3 with padding 1 and weights $w$, the shortcut the identity:")
                .tensors(
                        "residual",
                        Tensor.of("x", e.x(), 1, 3, 3),
                        Tensor.of("w", e.parameter("conv1.weight"), 1, 3, 3),
                        Tensor.of("F(x)", body, 2, 3, 3),
                        Tensor.of("y", e.y(), 2, 3, 3))
                .text("Backward, with $dx_F$ what comes back through the body:")
                .tensors(
                        "residual",
                        Tensor.of("dy", e.dy(), 1, 3, 3),
                        Tensor.of("dx_F", back, 2, 3, 3),
                        Tensor.of("dx", e.dx(), 2, 3, 3),
                        Tensor.of("dw", e.gradient("conv1.weight"), 2, 3, 3))
                .add(e.check().verdict())
                .section(2, "Residual blocks");
    }

    Section squeezeExcite() {
        ActivationSpec phi = ((SqueezeExciteSpec)
                        inventory.of(SqueezeExciteSpec.class).get(0).layer())
                .activation();
        Shape in = new Shape(2, 2, 2);
        Example e = examples.run("squeeze-excite", new SqueezeExciteSpec(2, phi), in, 1);
        double[] mean = GlobalAvgPool.forward(1, in, e.x());
        double[] hidden = Activation.forward(
                phi, Dense.forward(1, 2, 2, mean, e.parameter("dense1.weight"), e.parameter("dense1.bias")));
        double[] gate = Activation.forward(
                new ActivationSpec.Sigmoid(),
                Dense.forward(1, 2, 2, hidden, e.parameter("dense2.weight"), e.parameter("dense2.bias")));
        double[] ds = SqueezeExcite.backwardGate(1, in, e.x(), e.dy());
        return new Blocks()
                .text(
                        "From the means of all channels a small network computes one number between 0 and 1 for each, its *gate*,"
                                + " and each channel is multiplied by its gate [@hu2018]. "
                                + inventory.sentence(SqueezeExciteSpec.class))
                .text(
                        "**Forward.** The gate is a chain of global average pooling, dense, an activation $\\varphi$ (here "
                                + Settings.activation(phi) + "), dense, sigmoid:")
                .formula("s = \\sigma \\left( W_2 \\varphi (W_1 \\text{mean}(x) + b_1) + b_2 \\right), \\qquad"
                        + " y_{n,c,h,w} = x_{n,c,h,w} \\cdot s_{n,c}.")
                .text(
                        "**Backward.** $y$ is a product, and both factors depend on $x$. $s_{n,c}$ multiplies every pixel of its"
                                + " channel:")
                .lines(
                        "ds_{n,c}",
                        "= \\sum_{h,w} dy_{n,c,h,w} \\cdot \\frac{\\partial y_{n,c,h,w}}{\\partial s_{n,c}}",
                        "chain rule",
                        "",
                        "= \\sum_{h,w} dy_{n,c,h,w} \\cdot x_{n,c,h,w},",
                        "product with one factor fixed",
                        "dx_{n,c,h,w}",
                        "= dy_{n,c,h,w} \\cdot s_{n,c} + (\\text{back through the gate})_{n,c,h,w}.",
                        "product rule")
                .text(
                        "The second term comes from going backward through sigmoid, dense, activation, dense and global average"
                                + " pooling; on the way the two dense layers get their gradients.")
                .text("**Example.** One picture of two channels, two squeezed units:")
                .tensors(
                        "squeeze-excite",
                        Tensor.of("x", e.x(), 1, 1, 2, 2, 2),
                        Tensor.of("W_1", e.parameter("dense1.weight"), 1, 2, 2),
                        Tensor.of("b_1", e.parameter("dense1.bias"), 1, 2),
                        Tensor.of("W_2", e.parameter("dense2.weight"), 1, 2, 2),
                        Tensor.of("b_2", e.parameter("dense2.bias"), 1, 2),
                        Tensor.of("s", gate, 4, 2),
                        Tensor.of("y", e.y(), 4, 1, 2, 2, 2))
                .text("With what the loss sends back,")
                .tensors(
                        "squeeze-excite",
                        Tensor.of("dy", e.dy(), 1, 1, 2, 2, 2),
                        Tensor.of("ds", ds, 4, 2),
                        Tensor.of("dx", e.dx(), 4, 1, 2, 2, 2),
                        Tensor.of("dW_1", e.gradient("dense1.weight"), 4, 2, 2),
                        Tensor.of("db_1", e.gradient("dense1.bias"), 4, 2),
                        Tensor.of("dW_2", e.gradient("dense2.weight"), 4, 2, 2),
                        Tensor.of("db_2", e.gradient("dense2.bias"), 4, 2))
                .add(e.check().verdict())
                .section(2, "Squeeze-and-excitation");
    }
}
