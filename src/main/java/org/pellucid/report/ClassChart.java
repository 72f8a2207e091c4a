package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.pellucid.evaluate.Interval;

/** Bars with intervals, a group a class; the kinds differ in lightness, so that they do in print, too. */
final class ClassChart {
    static final int WIDTH = 800;
    static final int HEIGHT = 500;

    private static final double LEFT = 76;
    private static final double TOP = 90;
    private static final double BOTTOM = 70;
    private static final List<Color> COLOURS =
            List.of(Palette.shade(0.82), Palette.shade(0.36), new Color(0xE69F00), Palette.MUTED);

    /**
     * One kind of bar.
     *
     * @param name in the key
     * @param values one a class
     * @param intervals one a class; null where there is none
     */
    record Bars(String name, double[] values, Interval[] intervals) {}

    private final String title;
    private final List<String> groups;
    private final List<Bars> kinds;

    ClassChart(String title, List<String> groups, List<Bars> kinds) {
        this.title = title;
        this.groups = groups;
        this.kinds = kinds;
    }

    void draw(Graphics2D g) {
        Frame.title(g, title, WIDTH);
        Frame frame = Frame.ofShares(LEFT, TOP, WIDTH - LEFT - 20, HEIGHT - TOP - BOTTOM);
        frame.verticalTicks(g, 0.2, "%.1f");
        double group = frame.area().getWidth() / groups.size();
        double bar = group * 0.76 / kinds.size();
        for (int k = 0; k < kinds.size(); k++) {
            for (int c = 0; c < groups.size(); c++) {
                double x = frame.area().getX() + c * group + group * 0.12 + k * bar;
                bar(g, frame, kinds.get(k), c, x, bar, COLOURS.get(k % COLOURS.size()));
            }
        }
        frame.axes(g, "", "", 0);
        g.setFont(Canvas.TEXT);
        boolean tight = Canvas.widest(g, groups, WIDTH) > group - 8;
        g.setFont(tight ? Canvas.SMALL : Canvas.TEXT);
        for (int c = 0; c < groups.size(); c++) {
            String name = Canvas.fit(g, groups.get(c), group - 4);
            Frame.centred(
                    g,
                    name,
                    frame.area().getX() + (c + 0.5) * group,
                    frame.area().getMaxY() + 28);
        }
        key(g);
    }

    private static void bar(Graphics2D g, Frame frame, Bars kind, int c, double x, double width, Color colour) {
        double value = kind.values()[c];
        Rectangle2D shape = new Rectangle2D.Double(
                x + 1, frame.y(value), width - 2, frame.area().getMaxY() - frame.y(value));
        g.setColor(colour);
        g.fill(shape);
        g.setColor(Palette.shade(0.9));
        g.setStroke(new BasicStroke(0.8f));
        g.draw(shape);
        Interval interval = kind.intervals()[c];
        if (interval == null) {
            return;
        }
        double middle = x + width / 2;
        double arm = Math.min(5, width / 4);
        // A white rim keeps the line visible on a dark bar.
        for (int pass = 0; pass < 2; pass++) {
            g.setColor(pass == 0 ? Color.WHITE : Palette.INK);
            g.setStroke(new BasicStroke(pass == 0 ? 4f : 1.6f));
            g.draw(new Line2D.Double(middle, frame.y(interval.low()), middle, frame.y(interval.high())));
            for (double end : new double[] {interval.low(), interval.high()}) {
                g.draw(new Line2D.Double(middle - arm, frame.y(end), middle + arm, frame.y(end)));
            }
        }
    }

    private void key(Graphics2D g) {
        g.setFont(Canvas.SMALL);
        double x = LEFT;
        for (int k = 0; k < kinds.size(); k++) {
            g.setColor(COLOURS.get(k % COLOURS.size()));
            g.fill(new Rectangle2D.Double(x, TOP - 32, 16, 13));
            g.setColor(Palette.INK);
            g.drawString(kinds.get(k).name(), (float) x + 22, (float) TOP - 20);
            x += 22 + g.getFontMetrics().stringWidth(kinds.get(k).name()) + 24;
        }
    }
}
