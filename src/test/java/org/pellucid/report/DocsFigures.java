package org.pellucid.report;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.report.Figure.Anchor;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Rng;
import org.pellucid.textbook.Activation;
import org.pellucid.textbook.Conv2d;
import org.pellucid.textbook.Dense;
import org.pellucid.textbook.Im2col;
import org.pellucid.textbook.MaxPool2d;
import org.pellucid.textbook.SoftmaxCrossEntropy;
import org.pellucid.textbook.TextbookNetwork;
import org.pellucid.train.History;
import org.pellucid.train.Horizon;
import org.pellucid.train.Schedule;

/** The figures of {@code docs/}: drawn by the program, from numbers that the textbook computes. */
final class DocsFigures {
    private static final Color NONE = null;

    private DocsFigures() {}

    /** All, by the names of their files in {@code docs/figures}. */
    static Map<String, Figure> all() {
        Map<String, Figure> all = new LinkedHashMap<>();
        all.put("conv2d-dw", weightGradient());
        all.put("im2col", im2col());
        all.put("max-pool", maxPool());
        all.put("winograd", winograd());
        all.put("backprop", backprop());
        all.put("differences", differences());
        all.put("initialisation", initialisation());
        all.put("schedules", schedules());
        return all;
    }

    /** The convolution of docs/ops/conv2d.md. */
    static final class Example {
        static final Conv2dGeometry G = new Conv2dGeometry(
                1, 1, 1, 1, Window.of(new Shape(1, 3, 3), Size.of(2), Size.of(1), Size.of(1), Padding.VALID));
        static final double[] X = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        static final double[] W = {1, 2, 3, 4};
        static final double[] DY = {1, 0, -1, 2};

        private Example() {}
    }

    private static Figure weightGradient() {
        double[] dw = new double[4];
        Conv2d.backwardParameters(Example.G, Example.X, Example.DY, dw, null);
        Figure f = new Figure(720, 236, "Which pixels a weight meets, and so what its gradient is");
        Drawings.name(f, "dy", 20, 30);
        Drawings.grid(f, 20, 42, Example.DY, 2, i -> Drawings.TINTS[i]);
        for (int weight = 0; weight < 4; weight++) {
            int kh = weight / 2;
            int kw = weight % 2;
            double left = 130 + weight * 150;
            Drawings.name(f, "dw, weight (" + kh + ", " + kw + ")", left, 30);
            Drawings.grid(f, left, 42, Example.X, 3, cell -> {
                int oh = cell / 3 - kh;
                int ow = cell % 3 - kw;
                return oh < 0 || oh > 1 || ow < 0 || ow > 1 ? NONE : Drawings.TINTS[oh * 2 + ow];
            });
            StringBuilder sum = new StringBuilder();
            double total = 0;
            for (int place = 0; place < 4; place++) {
                double pixel = Example.X[(place / 2 + kh) * 3 + place % 2 + kw];
                double d = Example.DY[place];
                total += d * pixel;
                sum.append(place == 0 ? "" : d < 0 ? " − " : " + ")
                        .append(Drawings.number(place == 0 ? d : Math.abs(d)))
                        .append("·")
                        .append(Drawings.number(pixel));
            }
            check(total, dw[weight]);
            f.text(sum.toString(), left, 164, 11.5, Anchor.START, Palette.INK);
            f.heading("= " + Drawings.number(total), left, 184, 14, Anchor.START, Palette.INK);
        }
        f.text(
                "A cell's colour says which output it belongs to: the weight met that pixel when the kernel stood there.",
                20,
                218,
                12,
                Anchor.START,
                Palette.MUTED);
        return f;
    }

    private static void check(double drawn, double computed) {
        if (drawn != computed) {
            throw new AssertionError("the figure says " + drawn + " but the textbook " + computed);
        }
    }

    private static Figure im2col() {
        double[] columns = Im2col.columns(Example.G, Example.X, 0, 0);
        Figure f = new Figure(720, 240, "Each window becomes a column");
        Drawings.name(f, "x", 20, 30);
        Drawings.grid(f, 20, 42, Example.X, 3, i -> NONE);
        for (int place = 0; place < 4; place++) {
            double left = 148 + place * 84;
            Drawings.name(f, "window " + place, left, 30);
            double[] window = new double[4];
            for (int row = 0; row < 4; row++) {
                window[row] = columns[row * 4 + place];
            }
            int at = place;
            Drawings.grid(f, left, 42, window, 2, i -> Drawings.TINTS[at]);
        }
        Drawings.name(f, "X", 536, 30);
        Drawings.grid(f, 536, 42, columns, 4, i -> Drawings.TINTS[i % 4]);
        for (int row = 0; row < 4; row++) {
            f.text("w" + row / 2 + row % 2, 680, 64 + row * 34, 13, Anchor.START, Palette.MUTED);
        }
        f.arrow(490, 76, 526, 76, Palette.INK, 1.5);
        Drawings.word(f, "Row by row: what one weight meets, at all places. Column by column: one window.", 20, 226);
        return f;
    }

    private static Figure maxPool() {
        double[] x = {1, 3, 2, 2, 4, 4, 2, 0, -1, -2, 7, 5, -3, -4, 6, 8};
        double[] dy = {1, 2, 3, 4};
        Pool2dGeometry g = new Pool2dGeometry(
                1, 1, Window.of(new Shape(1, 4, 4), Size.of(2), Size.of(2), Size.of(1), Padding.VALID));
        MaxPool2d.Result result = MaxPool2d.forward(g, x);
        double[] dx = MaxPool2d.backward(g, dy, result.argmax());
        Figure f = new Figure(720, 230, "The route of a maximum, there and back");
        Drawings.name(f, "x: each window's winner in colour", 20, 30);
        Drawings.grid(f, 20, 42, x, 4, cell -> winner(result.argmax(), cell));
        f.line(20 + 68, 42, 20 + 68, 42 + 136, Palette.INK, 2).line(20, 42 + 68, 20 + 136, 42 + 68, Palette.INK, 2);
        f.arrow(172, 110, 222, 110, Palette.INK, 1.5);
        Drawings.name(f, "y", 240, 64);
        Drawings.grid(f, 240, 76, result.y(), 2, i -> Drawings.TINTS[i]);
        f.text("L", 340, 114, 15, Anchor.MIDDLE, Palette.INK);
        Drawings.name(f, "dy", 372, 64);
        Drawings.grid(f, 372, 76, dy, 2, i -> Drawings.TINTS[i]);
        f.arrow(456, 110, 506, 110, Palette.INK, 1.5);
        Drawings.name(f, "dx", 524, 30);
        Drawings.grid(f, 524, 42, dx, 4, cell -> winner(result.argmax(), cell));
        Drawings.word(
                f,
                "What comes back goes to the pixel that won; the others get nothing. Of equals the first wins.",
                20,
                212);
        return f;
    }

    private static Color winner(int[] argmax, int cell) {
        for (int i = 0; i < argmax.length; i++) {
            if (argmax[i] == cell) {
                return Drawings.TINTS[i];
            }
        }
        return NONE;
    }

    private static Figure winograd() {
        Figure f = new Figure(720, 300, "Tiles of Winograd's F(4×4, 3×3)");
        double cell = 16;
        Drawings.name(f, "tiles of 6×6 inputs, 4 apart", 20, 30);
        for (int i = 0; i < 14 * 14; i++) {
            f.box(20 + i % 14 * cell, 44 + i / 14 * cell, cell, cell, NONE, Palette.GRID, 0.7);
        }
        int[][] tiles = {{0, 0, 0}, {0, 4, 1}, {4, 0, 2}, {8, 8, 3}};
        for (int[] t : tiles) {
            double left = 20 + t[1] * cell;
            double top = 44 + t[0] * cell;
            double[] xs = {left, left + 6 * cell, left + 6 * cell, left};
            double[] ys = {top, top, top + 6 * cell, top + 6 * cell};
            f.area(xs, ys, Palette.line(t[2]), 0.16).box(left, top, 6 * cell, 6 * cell, NONE, Palette.line(t[2]), 1.5);
            f.box(left + cell, top + cell, 4 * cell, 4 * cell, NONE, Palette.line(t[2]), 1);
        }
        f.text("inside: the 4×4 outputs", 20, 290, 12, Anchor.START, Palette.MUTED);
        String[] names = {"d, 6×6", "V = Bᵀ d B", "M = Σ U ⊙ V", "y = Aᵀ M A"};
        String[] below = {"a tile", "additions", "36 products for 144", "additions"};
        int[] edges = {6, 6, 6, 4};
        for (int i = 0; i < 4; i++) {
            double left = 280 + i * 112;
            double small = 12;
            double shift = (6 - edges[i]) * small / 2;
            Drawings.name(f, names[i], left, 94);
            for (int c = 0; c < edges[i] * edges[i]; c++) {
                Color fill = i == 0 || i == 3 ? Drawings.TINTS[0] : Drawings.TINTS[1];
                f.box(
                        left + shift + c % edges[i] * small,
                        108 + shift + c / edges[i] * small,
                        small,
                        small,
                        fill,
                        Palette.MUTED,
                        0.5);
            }
            f.text(below[i], left, 200, 12, Anchor.START, Palette.MUTED);
            if (i < 3) {
                f.arrow(left + 78, 144, left + 106, 144, Palette.INK, 1.4);
            }
        }
        f.text(
                "The products of one of the 36 elements, over all channels and tiles,",
                280,
                236,
                12,
                Anchor.START,
                Palette.INK);
        f.text("are one product of matrices.", 280, 253, 12, Anchor.START, Palette.INK);
        return f;
    }

    /** The network of docs/backprop.md, forward and backward. */
    static final class Whole {
        static final NetworkSpec SPEC = new NetworkSpec(
                "whole", Shape.flat(2), List.of(DenseSpec.of(2), new ActivationSpec.Relu(), DenseSpec.of(2)));
        static final double[] X = {1, 2};
        static final double[] W1 = {1, 1, -1, 1};
        static final double[] W2 = {1, -1, 0, 2};

        private Whole() {}

        /** After forward and backward with the loss of class 0. */
        static TextbookNetwork run() {
            TextbookNetwork network = new TextbookNetwork(
                    SPEC,
                    Map.of(
                            "dense1.weight",
                            W1,
                            "dense1.bias",
                            new double[2],
                            "dense2.weight",
                            W2,
                            "dense2.bias",
                            new double[2]));
            double[] z = network.forward(X, 1, true, null);
            network.backward(SoftmaxCrossEntropy.backward(1, 2, z, new double[] {1, 0}, null));
            return network;
        }
    }

    private static Figure backprop() {
        TextbookNetwork network = Whole.run();
        Figure f = new Figure(790, 214, "A whole network, forward and backward");
        String[] layers = {"dense1", "relu1", "dense2"};
        String[] values = {"x", "h", "a", "z"};
        double[][] forward = new double[4][];
        double[][] back = new double[4][];
        for (int i = 0; i < 3; i++) {
            forward[i] = network.values(layers[i]).x();
            back[i] = network.values(layers[i]).dx();
            forward[i + 1] = network.values(layers[i]).y();
            back[i + 1] = network.values(layers[i]).dy();
        }
        f.text("forward", 20, 40, 12, Anchor.START, Palette.line(0));
        f.text("backward", 20, 186, 12, Anchor.START, Palette.line(1));
        for (int i = 0; i < 4; i++) {
            double left = 30 + i * 190;
            f.text(values[i] + " = " + vector(forward[i]), left, 72, 13, Anchor.START, Palette.line(0));
            f.text("d" + values[i] + " = " + vector(back[i]), left, 160, 13, Anchor.START, Palette.line(1));
            f.box(left + 78, 90, 84, 40, Palette.EMPTY, Palette.MUTED, 1);
            f.text(i < 3 ? layers[i] : "loss", left + 120, 115, 14, Anchor.MIDDLE, Palette.INK);
            f.arrow(left, 100, left + 76, 100, Palette.line(0), 1.5);
            f.arrow(left + 76, 121, left, 121, Palette.line(1), 1.5);
        }
        f.text("t = (1, 0)", 720, 72, 12, Anchor.START, Palette.MUTED);
        return f;
    }

    private static String vector(double[] v) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < v.length; i++) {
            text.append(i > 0 ? ", " : "").append(Drawings.number(v[i]));
        }
        return text.append(")").toString();
    }

    private static Figure differences() {
        double[] h = new double[61];
        double[] first = new double[h.length];
        double[] second = new double[h.length];
        ActivationSpec silu = new ActivationSpec.Silu();
        double x = 0.7;
        double slope = Activation.derivative(silu, x);
        for (int i = 0; i < h.length; i++) {
            h[i] = StrictMath.pow(10, -12 + i * 0.2);
            double above = Activation.value(silu, x + h[i]);
            double below = Activation.value(silu, x - h[i]);
            first[i] = Math.max(1e-16, Math.abs((above - Activation.value(silu, x)) / h[i] - slope));
            second[i] = Math.max(1e-16, Math.abs((above - below) / (2 * h[i]) - slope));
        }
        Plot plot = new Plot(
                "Error of a finite difference: SiLU′(0.7)",
                720,
                380,
                new Plot.Axis("step h", 1e-12, 1, true),
                new Plot.Axis("error", 1e-15, 1, true));
        plot.line(h, first, Palette.line(1), 1.6).line(h, second, Palette.line(0), 2);
        return plot.key("one-sided", 0, Palette.line(1))
                .key("central", 80, Palette.line(0))
                .figure();
    }

    private static Figure initialisation() {
        int width = 256;
        int depth = 20;
        double[] layers = new double[depth + 1];
        double[][] rms = new double[3][depth + 1];
        double[] gains = {1, 2, 4};
        for (int k = 0; k < 3; k++) {
            double[] x = new double[width];
            Rng rng = Rng.of(1);
            for (int i = 0; i < width; i++) {
                x[i] = rng.nextGaussian();
            }
            rms[k][0] = 1;
            for (int l = 1; l <= depth; l++) {
                double[] w = new double[width * width];
                double sigma = Math.sqrt(gains[k] / width);
                Rng draw = Rng.of(2, l);
                for (int i = 0; i < w.length; i++) {
                    w[i] = sigma * draw.nextGaussian();
                }
                x = Activation.forward(new ActivationSpec.Relu(), Dense.forward(1, width, width, x, w, null));
                double squares = 0;
                for (double value : x) {
                    squares += value * value;
                }
                layers[l] = l;
                rms[k][l] = Math.sqrt(squares / width);
            }
        }
        Plot plot = new Plot(
                "Activations through 20 layers of 256 units with ReLU",
                720,
                380,
                Plot.Axis.linear("layer", 0, depth),
                new Plot.Axis("root mean square", 1e-4, 1e4, true));
        plot.dotted(layers, rms[0], Palette.line(1))
                .dotted(layers, rms[1], Palette.line(0))
                .dotted(layers, rms[2], Palette.line(2));
        return plot.key("variance 4 / fanIn", 0, Palette.line(2))
                .key("2 / fanIn (He)", 116, Palette.line(0))
                .key("1 / fanIn", 212, Palette.line(1))
                .figure();
    }

    private static Figure schedules() {
        Horizon horizon = new Horizon(10, 30);
        Map<String, Schedule> kinds = new LinkedHashMap<>();
        kinds.put("constant", new Schedule.Constant());
        kinds.put("step", new Schedule.Step(10, 0.5));
        kinds.put("cosine", new Schedule.Cosine(0, 0));
        kinds.put("cosine, warmup=3", new Schedule.Cosine(3, 0.1));
        Plot plot = new Plot(
                "Factor on the learning rate, 30 epochs",
                720,
                380,
                Plot.Axis.linear("epoch", 0, 30),
                Plot.Axis.linear("factor", 0, 1.05));
        int colour = 0;
        double right = 0;
        for (Map.Entry<String, Schedule> kind : kinds.entrySet()) {
            double[] epochs = new double[300];
            double[] factors = new double[300];
            for (int step = 0; step < 300; step++) {
                epochs[step] = step / 10.0;
                factors[step] = kind.getValue().factor(step, horizon, History.EMPTY);
            }
            plot.line(epochs, factors, Palette.line(colour), 2);
            plot.key(kind.getKey(), right, Palette.line(colour));
            right += 24 + 6.2 * kind.getKey().length();
            colour++;
        }
        return plot.figure();
    }
}
