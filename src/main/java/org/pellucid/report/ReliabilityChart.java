package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.pellucid.evaluate.Reliability;

/** How often a model is right against how sure it is, one panel or two side by side, with the number of pictures below. */
final class ReliabilityChart {
    static final int WIDTH = 800;
    static final int HEIGHT = 560;

    private static final double LEFT = 84;
    private static final double TOP = 92;
    private static final double EDGE = 310;
    private static final double PITCH = 374;
    private static final double COUNTS = 70;
    private static final Color GAP = new Color(0xD55E00);
    private static final Color GAP_INSIDE = new Color(0xF9DCC8);

    /**
     * A panel.
     *
     * @param name such as {@code as trained}
     * @param reliability what it shows
     */
    record Panel(String name, Reliability reliability) {}

    private final String title;
    private final List<Panel> panels;

    ReliabilityChart(String title, List<Panel> panels) {
        this.title = title;
        this.panels = panels;
    }

    void draw(Graphics2D g) {
        Frame.title(g, title, WIDTH);
        for (int i = 0; i < panels.size(); i++) {
            panel(g, panels.get(i), LEFT + i * PITCH, i == 0);
        }
    }

    private void panel(Graphics2D g, Panel panel, double left, boolean first) {
        Reliability r = panel.reliability();
        Frame frame = Frame.ofShares(left, TOP, EDGE, EDGE);
        frame.verticalTicks(g, 0.2, first ? "%.1f" : "");
        g.setStroke(new BasicStroke(1));
        for (Reliability.Bin bin : r.bins()) {
            if (bin.n() > 0) {
                double x = frame.x(bin.low());
                double width = frame.x(bin.high()) - x;
                double low = Math.min(bin.accuracy(), bin.confidence());
                double high = Math.max(bin.accuracy(), bin.confidence());
                bar(g, frame, x, width, 0, low, Palette.shade(0.42), Palette.shade(0.42));
                bar(g, frame, x, width, low, high, GAP_INSIDE, GAP);
                g.setColor(Palette.shade(0.95));
                g.fill(new Rectangle2D.Double(x + 0.5, frame.y(bin.accuracy()) - 1.5, width - 1, 3));
            }
        }
        g.setColor(Palette.INK);
        g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {5, 4}, 0));
        g.draw(new Line2D.Double(frame.x(0), frame.y(0), frame.x(1), frame.y(1)));
        g.setFont(Canvas.TEXT);
        g.drawString(
                String.format(Locale.ROOT, "%s: ECE %.3f", panel.name(), r.ece()), (float) left, (float) (TOP - 14));
        counts(g, r, left, first);
        if (first) {
            sideways(g, "share that is right", TOP + EDGE / 2);
        }
    }

    private static void bar(
            Graphics2D g, Frame frame, double x, double width, double low, double high, Color inside, Color edge) {
        Rectangle2D bar =
                new Rectangle2D.Double(x + 1, frame.y(high), width - 2, Math.max(0, frame.y(low) - frame.y(high)));
        g.setColor(inside);
        g.fill(bar);
        g.setColor(edge);
        g.draw(bar);
    }

    private static void counts(Graphics2D g, Reliability r, double left, boolean first) {
        int n = r.bins().stream().mapToInt(Reliability.Bin::n).sum();
        double most = r.bins().stream().mapToInt(Reliability.Bin::n).max().orElse(1);
        Frame frame = Frame.ofShares(left, TOP + EDGE + 16, EDGE, COUNTS);
        g.setStroke(new BasicStroke(1));
        for (Reliability.Bin bin : r.bins()) {
            double x = frame.x(bin.low());
            bar(g, frame, x, frame.x(bin.high()) - x, 0, bin.n() / most, Palette.EMPTY, Palette.MUTED);
        }
        g.setFont(Canvas.SMALL);
        g.setColor(Palette.INK);
        double ascent = g.getFontMetrics().getAscent();
        for (int i = 0; i <= 5; i++) {
            Frame.centred(
                    g,
                    String.format(Locale.ROOT, "%.1f", i / 5.0),
                    frame.x(i / 5.0),
                    frame.area().getMaxY() + 5 + ascent);
        }
        if (first) {
            Frame.right(
                    g,
                    String.format(Locale.ROOT, "%.0f%%", 100 * most / n),
                    left - 7,
                    frame.area().getY() + 0.5 * ascent);
            Frame.right(g, "0", left - 7, frame.area().getMaxY());
        }
        g.setColor(Palette.MUTED);
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(
                left, frame.area().getMaxY(), left + EDGE, frame.area().getMaxY()));
        g.draw(new Line2D.Double(left, TOP + EDGE, left + EDGE, TOP + EDGE));
        g.setColor(Palette.INK);
        g.setFont(Canvas.TEXT);
        Frame.centred(g, "confidence", left + EDGE / 2, frame.area().getMaxY() + 46);
    }

    private static void sideways(Graphics2D g, String text, double y) {
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2, 30, y);
        Frame.centred(g, text, 30, y);
        g.setTransform(upright);
    }
}
