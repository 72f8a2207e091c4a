package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.pellucid.evaluate.Interval;

/** Accuracy against the multiply-adds of one picture, on a logarithmic axis, each model with its interval and name. */
final class CostChart {
    static final int WIDTH = 800;
    static final int HEIGHT = 520;

    private static final double LEFT = 92;
    private static final double TOP = 62;
    private static final double BOTTOM = 80;
    private static final double NAMES = 170;
    private static final double DOT = 5;

    /**
     * A model.
     *
     * @param name of it
     * @param macs of one picture, at least 1
     * @param accuracy a share
     * @param interval of the accuracy
     */
    record Point(String name, long macs, double accuracy, Interval interval) {}

    private final String title;
    private final List<Point> points;

    CostChart(String title, List<Point> points) {
        this.title = title;
        this.points = points;
    }

    void draw(Graphics2D g) {
        Frame.title(g, title, WIDTH);
        double[] logs =
                points.stream().mapToDouble(p -> Math.log10(p.macs() / 1e6)).toArray();
        double xLow = Arrays.stream(logs).min().orElse(0) - 0.15;
        double xHigh = Math.max(xLow + 0.6, Arrays.stream(logs).max().orElse(1) + 0.15);
        double least =
                points.stream().mapToDouble(p -> p.interval().low()).min().orElse(0);
        double most =
                points.stream().mapToDouble(p -> p.interval().high()).max().orElse(1);
        double step = most - least > 0.25 ? 0.1 : most - least > 0.1 ? 0.05 : 0.02;
        double yLow = Math.max(0, Math.floor(least / step) * step);
        double yHigh = Math.min(1, Math.ceil(most / step) * step);
        Frame frame = new Frame(
                new Rectangle2D.Double(LEFT, TOP, WIDTH - LEFT - NAMES, HEIGHT - TOP - BOTTOM),
                xLow,
                xHigh,
                yLow,
                yHigh);
        frame.verticalTicks(g, step, "%.2f");
        decades(g, frame);
        frame.axes(g, "million multiply-adds a picture", "accuracy", 30);
        for (int i = 0; i < points.size(); i++) {
            mark(g, frame, points.get(i), logs[i], i);
        }
        names(g, frame, logs);
    }

    private static void decades(Graphics2D g, Frame frame) {
        g.setFont(Canvas.SMALL);
        for (int exponent = (int) Math.floor(frame.xLow()); exponent <= frame.xHigh(); exponent++) {
            for (int factor : new int[] {1, 2, 5}) {
                double log = exponent + Math.log10(factor);
                if (log >= frame.xLow() && log <= frame.xHigh()) {
                    g.setColor(Palette.GRID);
                    g.setStroke(new BasicStroke(1));
                    double x = frame.x(log);
                    g.draw(new Line2D.Double(
                            x, frame.area().getY(), x, frame.area().getMaxY()));
                    g.setColor(Palette.INK);
                    double value = factor * Math.pow(10, exponent);
                    String text = value >= 1
                            ? String.format(Locale.ROOT, "%,.0f", value)
                            : String.format(Locale.ROOT, "%." + -exponent + "f", value);
                    Frame.centred(
                            g,
                            text,
                            x,
                            frame.area().getMaxY() + 5 + g.getFontMetrics().getAscent());
                }
            }
        }
    }

    private static void mark(Graphics2D g, Frame frame, Point p, double log, int i) {
        double x = frame.x(log);
        g.setColor(Palette.line(i));
        g.setStroke(new BasicStroke(1.8f));
        g.draw(new Line2D.Double(
                x, frame.y(p.interval().low()), x, frame.y(p.interval().high())));
        for (double end : new double[] {p.interval().low(), p.interval().high()}) {
            g.draw(new Line2D.Double(x - 5, frame.y(end), x + 5, frame.y(end)));
        }
        g.fill(new Ellipse2D.Double(x - DOT, frame.y(p.accuracy()) - DOT, 2 * DOT, 2 * DOT));
    }

    /** All names in a column at the right, joined to their dots by thin lines: beside the dots they would overlap. */
    private void names(Graphics2D g, Frame frame, double[] logs) {
        g.setFont(Canvas.SMALL);
        double[] heights = new double[points.size()];
        Arrays.fill(heights, g.getFontMetrics().getHeight() + 4.0);
        double[] wished =
                points.stream().mapToDouble(p -> frame.y(p.accuracy())).toArray();
        double[] centres = Labels.apart(
                wished, heights, 0, frame.area().getY(), frame.area().getMaxY());
        double left = frame.area().getMaxX() + 14;
        IntStream.range(0, points.size()).forEach(i -> {
            g.setColor(Palette.line(i));
            g.setStroke(new BasicStroke(0.7f));
            g.draw(new Line2D.Double(frame.x(logs[i]) + DOT, wished[i], left - 4, centres[i]));
            g.drawString(Canvas.fit(g, points.get(i).name(), WIDTH - left - 8), (float) left, (float)
                    (centres[i] + 0.36 * g.getFontMetrics().getAscent()));
        });
    }
}
