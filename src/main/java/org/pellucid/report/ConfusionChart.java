package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/** A confusion matrix as a heat map: shade and percent say the share of the row, below it stands the count. */
final class ConfusionChart {
    static final int WIDTH = 800;
    static final int HEIGHT = 720;

    private static final double EDGE = 20;
    private static final double TOP = 62;
    private static final double BAR_WIDTH = 16;
    private static final double BAR_ROOM = 84;
    private static final double SLANT = Math.toRadians(35);

    private final String title;
    private final List<String> classes;
    private final int[][] counts;
    private final int k;

    ConfusionChart(String title, List<String> classes, int[][] counts) {
        this.title = title;
        this.classes = List.copyOf(classes);
        this.counts = counts;
        this.k = classes.size();
    }

    void draw(Graphics2D g) {
        g.setColor(Palette.INK);
        g.setFont(Canvas.TITLE);
        g.drawString(Canvas.fit(g, title, WIDTH - 2 * EDGE), (float) EDGE, 38);

        g.setFont(Canvas.TEXT);
        double line = g.getFontMetrics().getHeight();
        double names = Canvas.widest(g, classes, WIDTH * 0.18);
        double left = EDGE + line + 6 + names + 10;
        double width = WIDTH - left - BAR_ROOM - EDGE;
        boolean slanted = names > width / k - 8;
        double below = (slanted ? names * Math.sin(SLANT) + line : line) + 12 + line + EDGE;
        Rectangle2D map = new Rectangle2D.Double(left, TOP, width, HEIGHT - TOP - below);

        drawCells(g, map);
        g.setColor(Palette.INK);
        g.setFont(Canvas.TEXT);
        drawNames(g, map, names, slanted);
        centred(g, "predicted", map.getCenterX(), HEIGHT - EDGE);
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2, EDGE + line - 6, map.getCenterY());
        centred(g, "true", EDGE + line - 6, map.getCenterY());
        g.setTransform(upright);
        drawBar(g, map);
    }

    private void drawCells(Graphics2D g, Rectangle2D map) {
        double w = map.getWidth() / k;
        double h = map.getHeight() / k;
        Font large = Canvas.TEXT.deriveFont(largeSize(w, h));
        Font small = Canvas.TEXT.deriveFont(largeSize(w, h) * 0.8f);
        for (int row = 0; row < k; row++) {
            long support = support(row);
            for (int column = 0; column < k; column++) {
                int count = counts[row][column];
                double share = support == 0 ? 0 : (double) count / support;
                Color background = support == 0 ? Palette.EMPTY : Palette.shade(share);
                Rectangle2D cell = new Rectangle2D.Double(map.getX() + column * w, map.getY() + row * h, w, h);
                g.setColor(background);
                g.fill(cell);
                g.setColor(Palette.textOn(background));
                String percent = support == 0 ? "–" : percent(share);
                g.setFont(large);
                centred(g, percent, cell.getCenterX(), cell.getCenterY() - large.getSize2D() * 0.1);
                g.setFont(small);
                centred(g, Integer.toString(count), cell.getCenterX(), cell.getCenterY() + small.getSize2D() * 1.2);
            }
        }
        g.setColor(Palette.GRID);
        g.setStroke(new BasicStroke(1));
        for (int i = 0; i <= k; i++) {
            g.draw(new Line2D.Double(map.getX(), map.getY() + i * h, map.getMaxX(), map.getY() + i * h));
            g.draw(new Line2D.Double(map.getX() + i * w, map.getY(), map.getX() + i * w, map.getMaxY()));
        }
    }

    /** Percents such as 12.3% are about 3.2 times as wide as their type is high. */
    private static float largeSize(double w, double h) {
        return (float) Math.max(3, Math.min(26, Math.min((w - 12) / 3.4, h / 3)));
    }

    private static String percent(double share) {
        return share == 1 ? "100%" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private void drawNames(Graphics2D g, Rectangle2D map, double limit, boolean slanted) {
        double ascent = g.getFontMetrics().getAscent();
        for (int i = 0; i < k; i++) {
            String name = Canvas.fit(g, classes.get(i), limit);
            double width = g.getFontMetrics().stringWidth(name);
            double y = map.getY() + (i + 0.5) * map.getHeight() / k;
            g.drawString(name, (float) (map.getX() - 10 - width), (float) (y + 0.36 * ascent));

            double x = map.getX() + (i + 0.5) * map.getWidth() / k;
            if (slanted) {
                AffineTransform upright = g.getTransform();
                g.translate(x + 4, map.getMaxY() + 8 + 0.5 * ascent);
                g.rotate(-SLANT);
                g.drawString(name, (float) -width, (float) (0.36 * ascent));
                g.setTransform(upright);
            } else {
                centred(g, name, x, map.getMaxY() + 8 + ascent);
            }
        }
    }

    private void drawBar(Graphics2D g, Rectangle2D map) {
        double x = map.getMaxX() + 18;
        int steps = 256;
        for (int i = 0; i < steps; i++) {
            g.setColor(Palette.shade(1 - (i + 0.5) / steps));
            double y = map.getY() + i * map.getHeight() / steps;
            g.fill(new Rectangle2D.Double(x, y, BAR_WIDTH, map.getMaxY() - y));
        }
        g.setColor(Palette.GRID);
        g.draw(new Rectangle2D.Double(x, map.getY(), BAR_WIDTH, map.getHeight()));
        g.setColor(Palette.INK);
        g.setFont(Canvas.SMALL);
        double ascent = g.getFontMetrics().getAscent();
        for (int percent = 0; percent <= 100; percent += 25) {
            double y = map.getMaxY() - percent / 100.0 * map.getHeight();
            g.drawString(percent + "%", (float) (x + BAR_WIDTH + 6), (float) (y + 0.36 * ascent));
        }
    }

    private long support(int row) {
        long sum = 0;
        for (int count : counts[row]) {
            sum += count;
        }
        return sum;
    }

    private static void centred(Graphics2D g, String text, double x, double baseline) {
        g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
    }
}
