package org.pellucid.report.document;

import java.util.ArrayList;
import java.util.List;

/**
 * A drawing in centimetres, x to the right and y down, that becomes TikZ or SVG.
 *
 * @param width of all
 * @param height of all
 * @param shapes from back to front
 */
public record Drawing(double width, double height, List<Shape> shapes) {
    public Drawing {
        shapes = List.copyOf(shapes);
    }

    /** What can be drawn. */
    public sealed interface Shape {}

    /** How a shape is filled; the same in print and on a screen, and apart in grey. */
    public enum Fill {
        NONE("none"),
        PALE("#eef2f7"),
        BLUE("#bcd3ea"),
        ORANGE("#f6c793"),
        GREEN("#c2e0c0"),
        GREY("#d9d9d9");

        private final String colour;

        Fill(String colour) {
            this.colour = colour;
        }

        String colour() {
            return colour;
        }
    }

    /** A rectangle by its upper left corner. */
    public record Box(double x, double y, double width, double height, Fill fill, boolean thick) implements Shape {}

    /** A line, with a head at its end if it is an arrow. */
    public record Line(double x1, double y1, double x2, double y2, boolean arrow) implements Shape {}

    /** A word at a point: {@code align} is l, c or r; {@code size} in points. Plain characters only. */
    public record Label(double x, double y, String text, char align, double size) implements Shape {}

    /** Collects shapes. */
    public static final class Builder {
        private final List<Shape> shapes = new ArrayList<>();

        public Builder box(double x, double y, double width, double height, Fill fill) {
            shapes.add(new Box(x, y, width, height, fill, false));
            return this;
        }

        /** A box with a thick border. */
        public Builder frame(double x, double y, double width, double height) {
            shapes.add(new Box(x, y, width, height, Fill.NONE, true));
            return this;
        }

        public Builder arrow(double x1, double y1, double x2, double y2) {
            shapes.add(new Line(x1, y1, x2, y2, true));
            return this;
        }

        public Builder line(double x1, double y1, double x2, double y2) {
            shapes.add(new Line(x1, y1, x2, y2, false));
            return this;
        }

        public Builder label(double x, double y, String text, char align, double size) {
            shapes.add(new Label(x, y, text, align, size));
            return this;
        }

        public Drawing build(double width, double height) {
            return new Drawing(width, height, shapes);
        }
    }
}
