package org.pellucid.inspect;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.engine.ConvChoice;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Window;
import org.pellucid.textbook.AvgPool2d;
import org.pellucid.textbook.Conv2d;
import org.pellucid.textbook.Dense;
import org.pellucid.textbook.GlobalAvgPool;
import org.pellucid.textbook.MaxPool2d;

/**
 * Every tolerance there is, with where it comes from. See {@code docs/tolerances.md}.
 *
 * <p>Let u = 2⁻²⁴ be half a unit in the last place of a float, and ε = 2u = 2⁻²³. A float operation returns the exact result
 * times 1 + δ, |δ| ≤ u. A sum of products in any order, with or without fused multiply-add, in which no product meets more
 * than k roundings on its way is off by at most ((1 + u)ᵏ − 1) Σ|aᵢbᵢ|, and that is less than k·ε·Σ|aᵢbᵢ| for k up to 2²³:
 * the factor two between u and ε pays for all terms of higher order, and for the roundings of the textbook in double. Σ comes from
 * the textbook's own loops run on absolute values.
 */
public final class Bounds {
    /** ε = 2⁻²³. */
    public static final double EPSILON = 0x1p-23;

    /** Scaled error that the textbook's gradients may have against central differences. */
    public static final double DIFFERENCES = 1e-7;

    /** Relative error of the engine's exponential, in ε; see the engine's test of it, which sweeps its domain. */
    public static final double EXPONENTIAL = 3;

    /** What a tiny result may lose: the engine's exponential is 0 below e^−87.33, which is 1.01 · 2⁻¹²⁶. */
    public static final double UNDERFLOW = 0x1.1p-126;

    /** The largest number of shards that the engine splits a batch into and then adds up. */
    private static final int SHARDS = 8;

    /** Half a unit in the last place of a double. */
    private static final double DOUBLE = 0x1p-53;

    private final Function<Conv2dGeometry, ConvChoice> choice;

    /** @param choice how the engine computes a convolution: what rounding may do depends on it */
    public Bounds(Function<Conv2dGeometry, ConvChoice> choice) {
        this.choice = choice;
    }

    /** The bounds of a simple layer without its ReLU: that is 1-Lipschitz and exact, and changes none of them. */
    public Tolerances of(Subject s) {
        return of(s, output(s));
    }

    /** The same, where those of the output are known already: they do not depend on dy. */
    Tolerances of(Subject s, double[] y) {
        LayerSpec layer = s.node().layer();
        if (layer instanceof Conv2dSpec conv) {
            return convolution(s, conv.geometry(s.node().input()).withBatch(s.n()), y);
        } else if (layer instanceof DenseSpec dense) {
            return dense(s, s.node().input().size(), dense.units(), y);
        } else if (layer instanceof BatchNormSpec norm) {
            return new BatchNormBounds(s, norm).tolerances();
        } else if (layer instanceof ActivationSpec f) {
            return activation(s, f);
        } else if (layer instanceof MaxPool2dSpec pool) {
            var g = pool.geometry(s.node().input()).withBatch(s.n());
            // Maxima are exact; a pixel that won several windows gets a sum of as many.
            double[] dx = MaxPool2d.backward(
                    g, abs(s.dy()), MaxPool2d.forward(g, s.x()).argmax());
            return simple(new double[s.dy().length], scaled(overlap(g.window()) - 1, dx));
        } else if (layer instanceof AvgPool2dSpec pool) {
            // 1/m, the product with it, and a sum: of the pixels forward, of the windows over a pixel backward.
            var g = pool.geometry(s.node().input()).withBatch(s.n());
            Window w = g.window();
            return simple(
                    scaled(w.kH() * w.kW() + 1, AvgPool2d.forward(g, abs(s.x()))),
                    scaled(overlap(w) + 1, AvgPool2d.backward(g, abs(s.dy()))));
        } else if (layer instanceof GlobalAvgPoolSpec) {
            var in = s.node().input();
            return simple(
                    scaled(in.height() * in.width(), GlobalAvgPool.forward(s.n(), in, abs(s.x()))),
                    scaled(1, GlobalAvgPool.backward(s.n(), in, abs(s.dy()))));
        } else if (layer instanceof DropoutSpec dropout) {
            // 1/(1 − rate) rounded, and the product with it.
            double scale = 1 / (1 - dropout.rate());
            return simple(scaled(2 * scale, abs(s.x())), scaled(2 * scale, abs(s.dy())));
        } else if (layer instanceof FlattenSpec) {
            return simple(new double[s.x().length], new double[s.x().length]); // moved, not computed
        }
        throw new IllegalArgumentException(s.node().name() + " is made of parts: ask for the bounds of those");
    }

    /** Of the output alone. */
    double[] output(Subject s) {
        LayerSpec layer = s.node().layer();
        double[] w = abs(s.parameters().get(s.node().name() + ".weight"));
        double[] b = abs(s.parameters().get(s.node().name() + ".bias"));
        if (layer instanceof Conv2dSpec conv) {
            Conv2dGeometry g = conv.geometry(s.node().input()).withBatch(s.n());
            return convolutionOutput(g, s.x(), w, b);
        } else if (layer instanceof DenseSpec dense) {
            int features = s.node().input().size();
            return scaled(features + 1, Dense.forward(s.n(), features, dense.units(), abs(s.x()), w, b));
        }
        return of(s, null).y();
    }

    /**
     * Of the relative difference of the two machines' losses at a step of training, 0 being the first.
     *
     * <p>This one is of first order and no proof: with kₗ the length of layer l's sums, each layer adds a relative error of
     * at most kₗ·ε, and each step of training as much again to the weights. It takes for granted that a relative error passes
     * through layers and steps without growing, which holds as long as the training itself is stable.
     */
    public static double trajectory(NetworkSpec spec, int step) {
        double lengths = 1;
        for (Node top : spec.nodes()) {
            for (Node node : top.flatten()) {
                lengths += reduction(node);
            }
        }
        return (step + 1) * lengths * EPSILON;
    }

    /** How many roundings stand behind one output value: the lengths of all sums in a layer, composite or not. */
    static double roundings(Node layer, int n) {
        double lengths = 0;
        for (Node node : layer.flatten()) {
            boolean overBatch = node.layer() instanceof BatchNormSpec;
            int area = node.input().height() * node.input().width();
            lengths += overBatch ? n * area : reduction(node);
        }
        return lengths;
    }

    /** The length of the sum behind one output value of a simple layer. */
    private static int reduction(Node node) {
        LayerSpec layer = node.layer();
        if (layer instanceof Conv2dSpec conv) {
            return conv.geometry(node.input()).reduction();
        }
        return layer instanceof DenseSpec ? node.input().size() : 1;
    }

    /** A sum of cIn/groups·kH·kW products and the bias, or Winograd's. */
    private double[] convolutionOutput(Conv2dGeometry g, double[] x, double[] w, double[] b) {
        ConvChoice chosen = choice.apply(g);
        return chosen.data() == ConvAlgorithm.WINOGRAD
                ? new WinogradBounds(chosen.tile()).output(g, x, w, b)
                : scaled(g.reduction() + 1, Conv2d.forward(g, abs(x), abs(w), abs(b)));
    }

    /**
     * dx by im2col: a product of dY and Wᵀ sums over the cOut/groups kernels, then up to kH·kW of those are added to a pixel;
     * directly, all cOut·kH·kW products are one sum. Winograd's
     * dx is a convolution of dy with the kernels turned. dw, db: sums over all pixels of the batch, shard by shard.
     */
    private Tolerances convolution(Subject s, Conv2dGeometry g, double[] y) {
        double[] w = s.parameters().get(s.node().name() + ".weight");
        double[] dy = abs(s.dy());
        double[] dw = new double[w.length];
        double[] bias = s.parameters().get(s.node().name() + ".bias");
        double[] db = bias == null ? null : new double[bias.length];
        Conv2d.backwardParameters(g, abs(s.x()), dy, dw, db);
        Window win = g.window();
        int pixels = g.n() * win.hOut() * win.wOut() + SHARDS;
        ConvChoice chosen = choice.apply(g);
        return learned(
                s,
                y,
                chosen.data() == ConvAlgorithm.WINOGRAD
                        ? new WinogradBounds(chosen.tile()).input(g, dy, w)
                        : scaled(inputRoundings(g, chosen), Conv2d.backwardInput(g, dy, abs(w))),
                chosen.parameters() == ConvAlgorithm.WINOGRAD
                        ? new WinogradBounds(chosen.tile()).parameters(g, s.x(), dy, SHARDS)
                        : scaled(pixels, dw),
                db == null ? null : scaled(pixels, db));
    }

    private static int inputRoundings(Conv2dGeometry g, ConvChoice chosen) {
        int area = g.window().kH() * g.window().kW();
        return chosen.data() == ConvAlgorithm.IM2COL ? g.cOutPerGroup() + area : g.cOutPerGroup() * area;
    }

    /** Sums over the features and the bias, over the units, over the batch. */
    private static Tolerances dense(Subject s, int features, int units, double[] y) {
        double[] x = abs(s.x());
        double[] w = abs(s.parameters().get(s.node().name() + ".weight"));
        double[] dy = abs(s.dy());
        double[] dw = new double[w.length];
        double[] bias = s.parameters().get(s.node().name() + ".bias");
        double[] db = bias == null ? null : new double[bias.length];
        Dense.backwardParameters(s.n(), features, units, x, dy, dw, db);
        return learned(
                s,
                y,
                scaled(units, Dense.backwardInput(s.n(), features, units, dy, w)),
                scaled(s.n(), dw),
                db == null ? null : scaled(s.n(), db));
    }

    private static Tolerances activation(Subject s, ActivationSpec f) {
        double[] y = new double[s.x().length];
        double[] dx = new double[s.x().length];
        for (int i = 0; i < y.length; i++) {
            y[i] = ActivationBounds.value(f, s.x()[i]);
            dx[i] = Math.abs(s.dy()[i]) * ActivationBounds.derivative(f, s.x()[i]);
        }
        return simple(y, dx);
    }

    /** How many windows a pixel can lie under. */
    private static int overlap(Window w) {
        int down = (w.kH() + w.strideH() - 1) / w.strideH();
        int across = (w.kW() + w.strideW() - 1) / w.strideW();
        return down * across;
    }

    /** Of a sum of m values in double, relative to the sum of their absolute values; twice, for both machines take it. */
    static double doubleSum(int m) {
        return 2 * m * DOUBLE;
    }

    /** k·ε·Σ. */
    static double[] scaled(double k, double[] sums) {
        double[] bound = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            bound[i] = k * EPSILON * sums[i];
        }
        return bound;
    }

    /** Absolute values; null of null. */
    public static double[] abs(double[] values) {
        if (values == null) {
            return null;
        }
        double[] absolute = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            absolute[i] = Math.abs(values[i]);
        }
        return absolute;
    }

    private static Tolerances simple(double[] y, double[] dx) {
        return new Tolerances(y, dx, Map.of(), Map.of());
    }

    private static Tolerances learned(Subject s, double[] y, double[] dx, double[] dw, double[] db) {
        Map<String, double[]> gradients = new HashMap<>();
        gradients.put(s.node().name() + ".weight", dw);
        if (db != null) {
            gradients.put(s.node().name() + ".bias", db);
        }
        return new Tolerances(y, dx, gradients, Map.of());
    }
}
