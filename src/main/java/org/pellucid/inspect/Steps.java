package org.pellucid.inspect;

import java.util.Arrays;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.SqueezeExciteSpec;

/**
 * How far to step from a point to see a slope, and with how many points.
 *
 * <p>Of a linear function any step gives the slope, and the larger it is the less rounding matters. A piecewise linear one
 * allows any step that crosses no kink. Of a curved one the difference of fourth order is off by about h⁴/30 times the fifth
 * derivative: 10⁻¹³ and less at the steps taken here, which are relative to how far the values of a channel spread.
 *
 * @param sizes of the step, one for each value of the tensor
 * @param everywhere what the sizes are multiplied with if all values move at once
 * @param curved whether the loss is a curved function of the tensor: then differences of fourth order are taken
 * @param shrinks whether a step that crosses a kink is worth another, smaller try
 */
record Steps(double[] sizes, double everywhere, boolean curved, boolean shrinks) {
    private static final double SIMPLE = 1e-3;
    private static final double COMPOSITE = 3e-4;
    /** For a step of all values at once, to be small enough that it likely crosses none of the kinks inside. */
    private static final double AMONG_KINKS = 0.03;

    static Steps of(Subject s, String tensor) {
        Node node = s.node();
        LayerSpec layer = node.layer();
        double[] values = s.tensor(tensor);
        boolean input = tensor.equals(Subject.INPUT);
        if (!input || !(bent(layer) || curved(layer))) {
            double[] sizes = new double[values.length];
            Arrays.fill(sizes, orOne(rootMeanSquare(values)));
            return new Steps(sizes, 1, false, false);
        }
        boolean composite = !node.body().isEmpty();
        boolean kinksInside = composite && Kinks.within(node);
        double relative = composite ? COMPOSITE : SIMPLE;
        double[] sizes = spread(values, s.n(), node.input());
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = relative * Math.min(1, sizes[i]);
        }
        return new Steps(sizes, kinksInside ? AMONG_KINKS : 1, curved(layer), kinksInside);
    }

    private static boolean bent(LayerSpec layer) {
        return layer instanceof MaxPool2dSpec || Kinks.bends(layer);
    }

    private static boolean curved(LayerSpec layer) {
        return (layer instanceof ActivationSpec && !(layer instanceof ActivationSpec.Relu))
                || layer instanceof BatchNormSpec
                || layer instanceof ResidualSpec
                || layer instanceof SqueezeExciteSpec;
    }

    /** The standard deviation of the channel that each value belongs to; never much below that of all values. */
    private static double[] spread(double[] x, int n, Shape shape) {
        double[] spread = new double[x.length];
        double floor = 1e-3 * orOne(rootMeanSquare(x));
        int area = shape.height() * shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n * area; i++) {
                double value = x[(i / area * shape.channels() + c) * area + i % area];
                sum += value;
                squares += value * value;
            }
            double mean = sum / (n * area);
            double deviation = Math.sqrt(Math.max(0, squares / (n * area) - mean * mean));
            for (int i = 0; i < n * area; i++) {
                spread[(i / area * shape.channels() + c) * area + i % area] = Math.max(deviation, floor);
            }
        }
        return spread;
    }

    private static double orOne(double value) {
        return value > 0 ? value : 1;
    }

    private static double rootMeanSquare(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }
}
