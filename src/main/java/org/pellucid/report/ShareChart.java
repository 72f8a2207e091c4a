package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;

/** Shares against shares, a line a class, such as ROC and precision–recall: colour and dashes tell the lines apart. */
final class ShareChart {
    static final int WIDTH = 800;
    static final int HEIGHT = 600;

    private static final double LEFT = 84;
    private static final double TOP = 62;
    private static final double EDGE = 460;
    private static final double KEY = LEFT + EDGE + 26;
    private static final double SAMPLE = 40;
    private static final float LINE = 2.2f;

    /**
     * A line.
     *
     * @param name of the class
     * @param x shares, as many as {@code y}
     * @param y shares
     * @param value its area, written behind the name
     */
    record Line(String name, double[] x, double[] y, double value) {}

    private final String title;
    private final String xName;
    private final String yName;
    private final String valueName;
    private final boolean steps;
    private final List<Line> lines;

    /**
     * @param valueName what the values are, at the head of the key
     * @param steps whether y holds from the x before, as average precision is summed; otherwise straight lines, and a diagonal
     *     for what guessing gives
     */
    ShareChart(String title, String xName, String yName, String valueName, boolean steps, List<Line> lines) {
        this.title = title;
        this.xName = xName;
        this.yName = yName;
        this.valueName = valueName;
        this.steps = steps;
        this.lines = lines;
    }

    void draw(Graphics2D g) {
        Frame.title(g, title, WIDTH);
        Frame frame = Frame.ofShares(LEFT, TOP, EDGE, EDGE);
        frame.verticalTicks(g, 0.2, "%.1f");
        frame.horizontalTicks(g, 0.2, "%.1f");
        if (!steps) {
            g.setColor(Palette.MUTED);
            g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {2, 4}, 0));
            g.draw(new Line2D.Double(frame.x(0), frame.y(0), frame.x(1), frame.y(1)));
        }
        frame.axes(g, xName, yName, 30);
        g.setFont(Canvas.SMALL);
        g.setColor(Palette.MUTED);
        Frame.right(g, valueName, WIDTH - 20, TOP + 10);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            g.setColor(Palette.line(i));
            g.setStroke(Palette.stroke(i, LINE));
            g.draw(path(frame, line));
            double y = TOP + 40 + 30 * i;
            g.draw(new Line2D.Double(KEY, y - 6, KEY + SAMPLE, y - 6));
            g.setColor(Palette.INK);
            g.setFont(Canvas.TEXT);
            String value = String.format(Locale.ROOT, "%.3f", line.value());
            Frame.right(g, value, WIDTH - 20, y);
            double room = WIDTH - 20 - g.getFontMetrics().stringWidth(value) - 8 - (KEY + SAMPLE + 8);
            g.drawString(Canvas.fit(g, line.name(), room), (float) (KEY + SAMPLE + 8), (float) y);
        }
    }

    private Path2D path(Frame frame, Line line) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < line.x().length; i++) {
            double x = frame.x(line.x()[i]);
            double y = frame.y(line.y()[i]);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                if (steps) {
                    path.lineTo(path.getCurrentPoint().getX(), y);
                }
                path.lineTo(x, y);
            }
        }
        return path;
    }
}
