package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * A plot's area with an axis of shares, from 0 to 1, or a part of that.
 *
 * @param area on the page
 * @param xLow where the horizontal axis begins
 * @param xHigh where it ends
 * @param yLow where the vertical axis begins
 * @param yHigh where it ends
 */
record Frame(Rectangle2D area, double xLow, double xHigh, double yLow, double yHigh) {
    private static final BasicStroke THIN = new BasicStroke(1);

    static Frame ofShares(double x, double y, double width, double height) {
        return new Frame(new Rectangle2D.Double(x, y, width, height), 0, 1, 0, 1);
    }

    double x(double value) {
        return area.getX() + (value - xLow) / (xHigh - xLow) * area.getWidth();
    }

    double y(double value) {
        return area.getMaxY() - (value - yLow) / (yHigh - yLow) * area.getHeight();
    }

    /** Lines across at each step of the vertical axis, and its numbers. */
    void verticalTicks(Graphics2D g, double step, String format) {
        g.setFont(Canvas.SMALL);
        for (int i = (int) Math.ceil(yLow / step - 1e-9); i * step <= yHigh + 1e-9; i++) {
            double y = y(i * step);
            g.setColor(Palette.GRID);
            g.setStroke(THIN);
            g.draw(new Line2D.Double(area.getX(), y, area.getMaxX(), y));
            g.setColor(Palette.INK);
            String text = String.format(Locale.ROOT, format, i * step);
            right(g, text, area.getX() - 7, y + 0.36 * g.getFontMetrics().getAscent());
        }
    }

    /** Lines upwards at each step of the horizontal axis, and its numbers. */
    void horizontalTicks(Graphics2D g, double step, String format) {
        g.setFont(Canvas.SMALL);
        for (int i = (int) Math.ceil(xLow / step - 1e-9); i * step <= xHigh + 1e-9; i++) {
            double x = x(i * step);
            g.setColor(Palette.GRID);
            g.setStroke(THIN);
            g.draw(new Line2D.Double(x, area.getY(), x, area.getMaxY()));
            g.setColor(Palette.INK);
            String text = String.format(Locale.ROOT, format, i * step);
            centred(g, text, x, area.getMaxY() + 5 + g.getFontMetrics().getAscent());
        }
    }

    /** The two axes and their names. */
    void axes(Graphics2D g, String xName, String yName, double yNameAt) {
        g.setColor(Palette.MUTED);
        g.setStroke(THIN);
        g.draw(new Line2D.Double(area.getX(), area.getMaxY(), area.getMaxX(), area.getMaxY()));
        g.draw(new Line2D.Double(area.getX(), area.getY(), area.getX(), area.getMaxY()));
        g.setColor(Palette.INK);
        g.setFont(Canvas.TEXT);
        centred(g, xName, area.getCenterX(), area.getMaxY() + 50);
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2, yNameAt, area.getCenterY());
        centred(g, yName, yNameAt, area.getCenterY());
        g.setTransform(upright);
    }

    static void title(Graphics2D g, String title, int width) {
        g.setColor(Palette.INK);
        g.setFont(Canvas.TITLE);
        g.drawString(Canvas.fit(g, title, width - 40), 20, 36);
    }

    static void centred(Graphics2D g, String text, double x, double baseline) {
        g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
    }

    static void right(Graphics2D g, String text, double x, double baseline) {
        g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text)), (float) baseline);
    }
}
