package org.pellucid.report.derive;

import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Tensor;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.textbook.MaxPool2d;

/** Maximum, average and global average pooling. */
final class PoolingPart {
    private static final int LARGEST = 3;

    private final Inventory inventory;
    private final Examples examples;

    PoolingPart(Inventory inventory, Examples examples) {
        this.inventory = inventory;
        this.examples = examples;
    }

    Section max() {
        MaxPool2dSpec pool =
                (MaxPool2dSpec) inventory.of(MaxPool2dSpec.class).get(0).layer();
        MaxPool2dSpec shown = isSmall(pool.kernel(), pool.stride()) ? pool : MaxPool2dSpec.of(2);
        Shape in = picture(shown.kernel(), shown.stride());
        Pool2dGeometry g = shown.geometry(in);
        Example e = examples.run("max-pool", shown, in, 1);
        int[] argmax = MaxPool2d.forward(g, e.x()).argmax();
        double[] winners = new double[argmax.length];
        for (int i = 0; i < winners.length; i++) {
            winners[i] = argmax[i];
        }
        Window win = g.window();
        return new Blocks()
                .text("Keeps the largest value under each window [@ranzato2007]. "
                        + inventory.sentence(MaxPool2dSpec.class))
                .text("**Forward.** With $ih = oh \\cdot s_h - p_h + kh$ and $iw = ow \\cdot s_w - p_w + kw$, over the"
                        + " pixels that lie inside the picture,")
                .formula("y_{n,c,oh,ow} = \\max_{kh,kw} x_{n,c,ih,iw}.")
                .text(
                        "Padding never wins. The winner's place is remembered, $a_{n,c,oh,ow} = \\arg\\max$; among equal values"
                                + " the first in reading order wins.")
                .text(
                        "**Backward.** As long as the winner stays the winner, $y_{oh,ow}$ equals the one pixel $x_a$ and depends"
                                + " on no other:")
                .lines(
                        "dx_p",
                        "= \\sum_{oh,ow} dy_{oh,ow} \\cdot \\frac{\\partial y_{oh,ow}}{\\partial x_p}",
                        "chain rule",
                        "",
                        "= \\sum_{oh,ow} dy_{oh,ow} \\cdot [a_{oh,ow} = p].",
                        "1 for the winner, 0 for all others")
                .text(
                        "A pixel that wins several windows gets the sum. At a tie the maximum has a kink and no derivative;"
                                + " giving all to the first winner is a choice.")
                .text("**Example.** Windows of " + size(win) + ", places $a$ counted in reading order from 0:")
                .tensors("max-pool", x(e, win), y("a", winners, 0, win), y("y", e.y(), 1, win))
                .tensors("max-pool", y("dy", e.dy(), 1, win), dx(e, 1, win))
                .add(e.check().verdict())
                .section(2, "Max pooling");
    }

    Section average() {
        AvgPool2dSpec pool =
                (AvgPool2dSpec) inventory.of(AvgPool2dSpec.class).get(0).layer();
        AvgPool2dSpec shown = isSmall(pool.kernel(), pool.stride()) ? pool : AvgPool2dSpec.of(2);
        Shape in = picture(shown.kernel(), shown.stride());
        Window win = shown.geometry(in).window();
        Example e = examples.run("avg-pool", shown, in, 1);
        return new Blocks()
                .text("The mean under each window [@lecun1998]. " + inventory.sentence(AvgPool2dSpec.class))
                .text(
                        "**Forward.** With $ih$, $iw$ as above and $m_{oh,ow}$ the number of pixels of the window that lie inside"
                                + " the picture (padding does not count),")
                .formula("y_{n,c,oh,ow} = \\frac{1}{m_{oh,ow}} \\sum_{kh,kw \\text{ inside}} x_{n,c,ih,iw}.")
                .text(
                        "**Backward.** $x_p$ stands in each window that covers it, with the factor $1 / m$ of that window:")
                .lines(
                        "dx_p",
                        "= \\sum_{oh,ow} dy_{oh,ow} \\cdot \\frac{\\partial y_{oh,ow}}{\\partial x_p}",
                        "chain rule",
                        "",
                        "= \\sum_{oh,ow \\text{ over } p} \\frac{dy_{oh,ow}}{m_{oh,ow}}.",
                        "derivative of a mean")
                .text("**Example.** Windows of " + size(win) + ":")
                .tensors("avg-pool", x(e, win), y("y", e.y(), 4, win))
                .tensors("avg-pool", y("dy", e.dy(), 1, win), dx(e, 4, win))
                .add(e.check().verdict())
                .section(2, "Average pooling");
    }

    Section global() {
        Example e = examples.run("global-avg-pool", new GlobalAvgPoolSpec(), new Shape(2, 2, 3), 1);
        return new Blocks()
                .text("One window as large as the picture, so that each channel becomes one number [@lin2014]. "
                        + inventory.sentence(GlobalAvgPoolSpec.class))
                .text("**Forward.**")
                .formula("y_{n,c} = \\frac{1}{h \\cdot w} \\sum_{h,w} x_{n,c,h,w}.")
                .text(
                        "**Backward.** Every pixel stands in one output, its channel's, with the factor $1 / (h \\cdot w)$:")
                .lines(
                        "dx_{n,c,h,w}",
                        "= dy_{n,c} \\cdot \\frac{\\partial y_{n,c}}{\\partial x_{n,c,h,w}}",
                        "chain rule",
                        "",
                        "= \\frac{dy_{n,c}}{h \\cdot w}.",
                        "derivative of a mean")
                .text("**Example.** One picture of two channels:")
                .tensors("global-avg-pool", Tensor.of("x", e.x(), 1, 1, 2, 2, 3), Tensor.of("y", e.y(), 4, 2))
                .tensors("global-avg-pool", Tensor.of("dy", e.dy(), 1, 2), Tensor.of("dx", e.dx(), 4, 1, 2, 2, 3))
                .add(e.check().verdict())
                .section(2, "Global average pooling");
    }

    private static boolean isSmall(Size kernel, Size stride) {
        return Math.max(kernel.height(), kernel.width()) <= LARGEST
                && Math.max(stride.height(), stride.width()) <= LARGEST;
    }

    private static Shape picture(Size kernel, Size stride) {
        return new Shape(1, kernel.height() + stride.height(), kernel.width() + stride.width());
    }

    private static String size(Window win) {
        return win.kH() + "×" + win.kW() + ", stride " + win.strideH() + ", padding " + win.padTop();
    }

    private static Tensor x(Example e, Window win) {
        return Tensor.of("x", e.x(), 1, 1, 1, win.hIn(), win.wIn());
    }

    private static Tensor dx(Example e, int digits, Window win) {
        return Tensor.of("dx", e.dx(), digits, 1, 1, win.hIn(), win.wIn());
    }

    private static Tensor y(String symbol, double[] values, int digits, Window win) {
        return Tensor.of(symbol, values, digits, 1, 1, win.hOut(), win.wOut());
    }
}
