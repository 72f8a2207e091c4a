package org.pellucid.support;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Holds gradients against finite differences of ⟨y, dy⟩ in double precision.
 *
 * <p>Linear functions: (f(+h) − f(−h)) / 2h with h = 1, exact up to rounding. Smooth ones: the five-point formula
 * (f(−2h) − 8f(−h) + 8f(+h) − f(+2h)) / 12h with h = 2⁻¹⁰; its error is h⁴ f⁽⁵⁾ / 30, about 3e-14 f⁽⁵⁾, and that of
 * rounding about 1e-16 · |y| / h = 1e-13 |y|. Both stay far below the 1e-7 asked for.
 *
 * <p>Where a step crosses a kink or a tie it is made 16 times smaller, at most four times; after that the value is left
 * out and counted.
 */
public final class GradientCheck {
    /** The largest scaled error that passes. */
    public static final double TOLERANCE = 1e-7;

    /** Below this a whole gradient counts as 0: errors are not scaled up any further. */
    private static final double SMALLEST_SCALE = 1e-3;

    private static final double STEP = 0x1p-10;

    private final Supplier<Point> forward;
    private final double[] dy;
    private final boolean linear;

    private int kinks;
    private int checked;

    private GradientCheck(Supplier<Point> forward, double[] dy, boolean linear) {
        this.forward = forward;
        this.dy = dy;
        this.linear = linear;
    }

    /**
     * What a function gave.
     *
     * @param y its values
     * @param pieces on which of its smooth pieces they lie
     */
    public record Point(double[] y, int[] pieces) {
        static Point of(double[] y) {
            return new Point(y, new int[0]);
        }
    }

    /** Of a function linear (or affine) in each of its tensors. */
    public static GradientCheck linear(Supplier<double[]> forward, double[] dy) {
        return new GradientCheck(() -> Point.of(forward.get()), dy, true);
    }

    /** Of a smooth function. */
    public static GradientCheck smooth(Supplier<double[]> forward, double[] dy) {
        return new GradientCheck(() -> Point.of(forward.get()), dy, false);
    }

    /** Of a function smooth in pieces. */
    public static GradientCheck piecewise(Supplier<Point> forward, double[] dy) {
        return new GradientCheck(forward, dy, false);
    }

    /**
     * The largest error of a gradient, scaled by the gradient's largest value; infinite if no value could be compared.
     *
     * @param theta a tensor that {@code forward} reads; moved and put back
     * @param analytic its gradient
     */
    public double error(double[] theta, double[] analytic) {
        double worst = Double.POSITIVE_INFINITY;
        double scale = SMALLEST_SCALE;
        for (int i = 0; i < theta.length; i++) {
            double numeric = numeric(theta, i);
            if (Double.isNaN(numeric)) {
                kinks++;
                continue;
            }
            checked++;
            scale = Math.max(scale, Math.max(Math.abs(numeric), Math.abs(analytic[i])));
            double error = Math.abs(numeric - analytic[i]);
            worst = worst == Double.POSITIVE_INFINITY ? error : Math.max(worst, error);
        }
        return worst / scale;
    }

    /** Values left out because no step avoided a kink. */
    public int kinks() {
        return kinks;
    }

    /** Values that were compared. */
    public int checked() {
        return checked;
    }

    /** NaN if every step crosses a kink. */
    private double numeric(double[] theta, int i) {
        if (linear) {
            return dot(at(theta, i, 1), at(theta, i, -1)) / 2;
        }
        int[] here = at(theta, i, 0).pieces;
        double h = STEP;
        for (int attempt = 0; attempt < 5; attempt++, h /= 16) {
            double near = difference(theta, i, h, here);
            double far = difference(theta, i, 2 * h, here);
            if (!Double.isNaN(near + far)) {
                return (8 * near - far) / (12 * h);
            }
        }
        return Double.NaN;
    }

    /** ⟨y(+h) − y(−h), dy⟩; NaN if one of the two lies on another piece. */
    private double difference(double[] theta, int i, double h, int[] here) {
        Point plus = at(theta, i, h);
        Point minus = at(theta, i, -h);
        boolean same = Arrays.equals(here, plus.pieces) && Arrays.equals(here, minus.pieces);
        return same ? dot(plus, minus) : Double.NaN;
    }

    private Point at(double[] theta, int i, double step) {
        double kept = theta[i];
        theta[i] = kept + step;
        Point point = forward.get();
        theta[i] = kept;
        return point;
    }

    private double dot(Point plus, Point minus) {
        double sum = 0;
        for (int i = 0; i < dy.length; i++) {
            sum += dy[i] * (plus.y[i] - minus.y[i]);
        }
        return sum;
    }
}
