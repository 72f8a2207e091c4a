package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.FigureMark.Area;
import org.pellucid.report.FigureMark.Box;
import org.pellucid.report.FigureMark.Line;
import org.pellucid.report.FigureMark.Raster;
import org.pellucid.report.FigureMark.Text;

/**
 * A page of marks – pictures, lines, areas, text – to be had as SVG, as PNG or as an image in memory: the same marks, drawn
 * by the reader's browser or by Java. Marks are placed in points from the upper left corner, later ones over earlier.
 *
 * <p>The SVG depends on the marks alone and on no font of this machine, so equal figures are equal texts.
 */
public final class Figure {
    /** Where a text stands, seen from its point. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final int width;
    private final int height;
    private final String title;
    private final List<FigureMark> marks = new ArrayList<>();

    /** @param title said to those who cannot see it, and shown where the pointer rests */
    public Figure(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public String title() {
        return title;
    }

    /** A picture whose pixels become rectangles, not smoothed. */
    public Figure raster(BufferedImage image, double x, double y, double w, double h) {
        marks.add(new Raster(image, x, y, w, h));
        return this;
    }

    /** A line of text on the baseline {@code y}. */
    public Figure text(String text, double x, double y, double size, Anchor anchor, Color colour) {
        marks.add(new Text(text, x, y, size, anchor, colour, false, 0));
        return this;
    }

    /** Bold text. */
    public Figure heading(String text, double x, double y, double size, Anchor anchor, Color colour) {
        marks.add(new Text(text, x, y, size, anchor, colour, true, 0));
        return this;
    }

    /** Text that runs upwards. */
    public Figure upright(String text, double x, double y, double size, Anchor anchor, Color colour) {
        marks.add(new Text(text, x, y, size, anchor, colour, false, -90));
        return this;
    }

    /** A line through points; breaks where a coordinate is not finite. */
    public Figure line(double[] x, double[] y, Color colour, double thickness) {
        marks.add(new Line(x.clone(), y.clone(), colour, thickness, 0));
        return this;
    }

    public Figure line(double x1, double y1, double x2, double y2, Color colour, double thickness) {
        return line(new double[] {x1, x2}, new double[] {y1, y2}, colour, thickness);
    }

    /** A dashed line. */
    public Figure dashed(double x1, double y1, double x2, double y2, Color colour, double thickness) {
        marks.add(new Line(new double[] {x1, x2}, new double[] {y1, y2}, colour, thickness, 4));
        return this;
    }

    /** A filled polygon. */
    public Figure area(double[] x, double[] y, Color colour, double opacity) {
        marks.add(new Area(x.clone(), y.clone(), colour, opacity));
        return this;
    }

    /** A rectangle; {@code fill} or {@code edge} may be null for none. */
    public Figure box(double x, double y, double w, double h, Color fill, Color edge, double thickness) {
        marks.add(new Box(x, y, w, h, fill, edge, thickness));
        return this;
    }

    /** An arrow with its head at the second point. */
    public Figure arrow(double x1, double y1, double x2, double y2, Color colour, double thickness) {
        double length = Math.hypot(x2 - x1, y2 - y1);
        double ux = (x2 - x1) / length;
        double uy = (y2 - y1) / length;
        double head = 4 + 2 * thickness;
        double bx = x2 - head * ux;
        double by = y2 - head * uy;
        line(x1, y1, bx, by, colour, thickness);
        return area(
                new double[] {x2, bx - head / 2 * uy, bx + head / 2 * uy},
                new double[] {y2, by + head / 2 * ux, by - head / 2 * ux},
                colour,
                1);
    }

    /** As SVG, to be written to a file or into a page. */
    public String svg() {
        return FigureSvg.write(marks, width, height, title);
    }

    /** Draws all marks; the receiver's unit is a point. */
    public void draw(Graphics2D g) {
        for (FigureMark mark : marks) {
            draw(g, mark);
        }
    }

    private static void draw(Graphics2D g, FigureMark mark) {
        if (mark instanceof Raster r) {
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            Graphics2D placed = (Graphics2D) g.create();
            placed.translate(r.x(), r.y());
            placed.scale(r.w() / r.image().getWidth(), r.h() / r.image().getHeight());
            placed.drawImage(r.image(), 0, 0, null);
            placed.dispose();
        } else if (mark instanceof Text t) {
            g.setFont(new Font(Font.SANS_SERIF, t.bold() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) t.size()));
            g.setColor(t.colour());
            double w = g.getFontMetrics().getStringBounds(t.text(), g).getWidth();
            double shift = t.anchor() == Anchor.START ? 0 : t.anchor() == Anchor.MIDDLE ? w / 2 : w;
            Graphics2D placed = (Graphics2D) g.create();
            placed.translate(t.x(), t.y());
            placed.rotate(Math.toRadians(t.turn()));
            placed.drawString(t.text(), (float) -shift, 0);
            placed.dispose();
        } else if (mark instanceof Line l) {
            g.setColor(l.colour());
            g.setStroke(
                    l.dash() > 0
                            ? new BasicStroke(
                                    (float) l.width(),
                                    BasicStroke.CAP_BUTT,
                                    BasicStroke.JOIN_ROUND,
                                    1,
                                    new float[] {(float) l.dash()},
                                    0)
                            : new BasicStroke((float) l.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            for (int i = 1; i < l.x().length; i++) {
                Line2D piece = new Line2D.Double(l.x()[i - 1], l.y()[i - 1], l.x()[i], l.y()[i]);
                if (Double.isFinite(piece.getP1().distance(piece.getP2()))) {
                    g.draw(piece);
                }
            }
        } else if (mark instanceof Area a) {
            Path2D shape = new Path2D.Double();
            for (int i = 0; i < a.x().length; i++) {
                if (i == 0) {
                    shape.moveTo(a.x()[i], a.y()[i]);
                } else {
                    shape.lineTo(a.x()[i], a.y()[i]);
                }
            }
            shape.closePath();
            g.setColor(new Color(
                    a.colour().getRed(), a.colour().getGreen(), a.colour().getBlue(), (int)
                            Math.round(255 * a.opacity())));
            g.fill(shape);
        } else if (mark instanceof Box b) {
            Rectangle2D shape = new Rectangle2D.Double(b.x(), b.y(), b.w(), b.h());
            if (b.fill() != null) {
                g.setColor(b.fill());
                g.fill(shape);
            }
            if (b.edge() != null) {
                g.setColor(b.edge());
                g.setStroke(new BasicStroke((float) b.width()));
                g.draw(shape);
            }
        }
    }

    /** In memory, two pixels a point. */
    public BufferedImage image() {
        return Canvas.image(width, height, this::draw);
    }

    /**
     * Writes NAME.png and NAME.svg, each whole or not at all.
     *
     * @param folder that exists
     * @return the two files
     * @throws org.pellucid.model.ModelException if one cannot be written
     * @throws IOException if Java finds no fonts to write with
     */
    public List<Path> save(Path folder, String name) throws IOException {
        Path png = folder.resolve(name + ".png");
        Path svg = folder.resolve(name + ".svg");
        Canvas.save(png, width, height, this::draw);
        AtomicFiles.write(svg, svg().getBytes(StandardCharsets.UTF_8));
        return List.of(png, svg);
    }
}
