package org.pellucid.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.NumberTickUnit;
import org.pellucid.report.Figure.Anchor;

/** Lines in a frame with two axes, each linear or logarithmic; small enough to stand in rows. */
final class Plot {
    private static final int LEFT = 52;
    private static final int TOP = 24;
    private static final int RIGHT = 12;
    private static final int BOTTOM = 34;

    /**
     * An axis.
     *
     * @param low its beginning; above 0 if logarithmic
     * @param high its end, greater
     */
    record Axis(String label, double low, double high, boolean logarithmic) {
        static Axis linear(String label, double low, double high) {
            return new Axis(label, low, high > low ? high : low + 1, false);
        }

        /** From the least to the greatest of these that are above 0, both rounded to decades. */
        static Axis decades(String label, List<double[]> values) {
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            for (double[] some : values) {
                for (double value : some) {
                    if (value > 0 && Double.isFinite(value)) {
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
            }
            if (high == 0) {
                return new Axis(label, 0.1, 1, true);
            }
            double from = Math.floor(Math.log10(low) + 1e-9);
            double to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
            return new Axis(label, Math.pow(10, from), Math.pow(10, to), true);
        }

        /** 0 at the beginning, 1 at the end; not finite where a logarithm is not. */
        double at(double value) {
            if (!logarithmic) {
                return (value - low) / (high - low);
            }
            return value > 0 ? Math.log(value / low) / Math.log(high / low) : Double.NaN;
        }

        List<Double> ticks(int most) {
            List<Double> ticks = new ArrayList<>();
            if (logarithmic) {
                int from = (int) Math.ceil(Math.log10(low) - 1e-9);
                int to = (int) Math.floor(Math.log10(high) + 1e-9);
                int every = Math.max(1, (int) Math.ceil((to - from) / (double) most));
                for (int e = from; e <= to; e += every) {
                    ticks.add(Math.pow(10, e));
                }
            } else {
                double step = Ticks.unit(high - low, most, 0).getSize();
                for (double k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
                    ticks.add(k * step);
                }
            }
            return ticks;
        }

        String name(double tick, int most) {
            if (logarithmic) {
                int e = (int) Math.round(Math.log10(tick));
                return e >= -2 && e <= 3
                        ? String.format(Locale.ROOT, e < 0 ? "%." + -e + "f" : "%.0f", tick)
                        : ("1e" + e).replace('-', '−');
            }
            NumberTickUnit unit = Ticks.unit(high - low, most, 0);
            return unit.valueToString(Math.abs(tick) < unit.getSize() * 1e-6 ? 0 : tick)
                    .replace('-', '−');
        }
    }

    private final Figure figure;
    private final Axis x;
    private final Axis y;
    private final double w;
    private final double h;

    Plot(String title, int width, int height, Axis x, Axis y) {
        this(new Figure(width, height, title), title, x, y);
    }

    private Plot(Figure figure, String title, Axis x, Axis y) {
        this.figure = figure;
        this.x = x;
        this.y = y;
        w = figure.width() - LEFT - RIGHT;
        h = figure.height() - TOP - BOTTOM;
        figure.heading(title, LEFT, 15, 12, Anchor.START, Palette.INK);
        int down = (int) Math.max(2, h / 28);
        for (double tick : y.ticks(down)) {
            double at = py(tick);
            figure.line(LEFT, at, LEFT + w, at, Palette.GRID, 1);
            figure.text(y.name(tick, down), LEFT - 5, at + 3.5, 10, Anchor.END, Palette.INK);
        }
        int across = (int) Math.max(2, w / 55);
        for (double tick : x.ticks(across)) {
            double at = px(tick);
            figure.line(at, TOP + h, at, TOP + h + 3, Palette.MUTED, 0.8);
            figure.text(x.name(tick, across), at, TOP + h + 14, 10, Anchor.MIDDLE, Palette.INK);
        }
        figure.line(LEFT, TOP + h, LEFT + w, TOP + h, Palette.MUTED, 0.8);
        figure.text(x.label(), LEFT + w, TOP + h + 28, 10, Anchor.END, Palette.MUTED);
        figure.upright(y.label(), 11, TOP + h / 2, 10, Anchor.MIDDLE, Palette.MUTED);
    }

    private double px(double value) {
        return LEFT + w * x.at(value);
    }

    private double py(double value) {
        return TOP + h * (1 - y.at(value));
    }

    /** Cut off where it leaves the frame. */
    Plot line(double[] xs, double[] ys, Color colour, double thickness) {
        List<double[]> pen = new ArrayList<>();
        for (int i = 1; i < xs.length; i++) {
            piece(px(xs[i - 1]), py(ys[i - 1]), px(xs[i]), py(ys[i]), pen);
        }
        figure.line(
                pen.stream().mapToDouble(p -> p[0]).toArray(),
                pen.stream().mapToDouble(p -> p[1]).toArray(),
                colour,
                thickness);
        return this;
    }

    /** Adds what of a piece lies in the frame; the pen is lifted where that does not begin where the last ended. */
    private void piece(double x1, double y1, double x2, double y2, List<double[]> pen) {
        if (!Double.isFinite(y1) || !Double.isFinite(y2)) {
            return;
        }
        double from = share(y1, y2, true);
        double to = share(y1, y2, false);
        if (from < to) {
            double[] begin = {x1 + from * (x2 - x1), y1 + from * (y2 - y1)};
            if (pen.isEmpty() || !Arrays.equals(pen.get(pen.size() - 1), begin)) {
                pen.add(new double[] {Double.NaN, Double.NaN});
                pen.add(begin);
            }
            pen.add(to == 1 ? new double[] {x2, y2} : new double[] {x1 + to * (x2 - x1), y1 + to * (y2 - y1)});
        }
    }

    /** Where between its ends a line comes into the frame, or leaves it. */
    private double share(double y1, double y2, boolean first) {
        double top = TOP;
        double bottom = TOP + h;
        double end = first ? y1 : y2;
        if (end >= top && end <= bottom) {
            return first ? 0 : 1;
        }
        double bound = end < top ? top : bottom;
        double at = (bound - y1) / (y2 - y1);
        return Double.isFinite(at) && at >= 0 && at <= 1 ? at : first ? 1 : 0;
    }

    /** A line with its points, where there are few. */
    Plot dotted(double[] xs, double[] ys, Color colour) {
        line(xs, ys, colour, 1.8);
        for (int i = 0; i < xs.length && xs.length <= 30; i++) {
            double at = py(ys[i]);
            if (Double.isFinite(at)) {
                figure.box(px(xs[i]) - 2, at - 2, 4, 4, colour, null, 0);
            }
        }
        return this;
    }

    /** A dashed line at a height, named. */
    Plot level(double value, String name) {
        double at = py(value);
        if (at >= TOP && at <= TOP + h) {
            figure.dashed(LEFT, at, LEFT + w, at, Palette.MUTED, 1);
            figure.text(name, LEFT + w - 2, at - 3, 9, Anchor.END, Palette.MUTED);
        }
        return this;
    }

    /** A dashed line upright, named at a share of the height. */
    Plot mark(double value, String name, Color colour, double share) {
        double at = px(value);
        figure.dashed(at, TOP, at, TOP + h, colour, 1.4);
        boolean left = at > LEFT + 0.7 * w;
        figure.text(name, at + (left ? -5 : 5), TOP + h * share, 11, left ? Anchor.END : Anchor.START, colour);
        return this;
    }

    /** A name of a line, in its colour, above the frame; {@code right} is how far from its right edge it ends. */
    Plot key(String text, double right, Color colour) {
        figure.text(text, LEFT + w - right, 15, 11, Anchor.END, colour);
        return this;
    }

    Figure figure() {
        return figure;
    }
}
