package org.pellucid.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.pellucid.report.Figure.Anchor;

/** Something on a figure. */
sealed interface FigureMark {
    record Raster(BufferedImage image, double x, double y, double w, double h) implements FigureMark {}

    record Text(String text, double x, double y, double size, Anchor anchor, Color colour, boolean bold, int turn)
            implements FigureMark {}

    record Line(double[] x, double[] y, Color colour, double width, double dash) implements FigureMark {}

    record Area(double[] x, double[] y, Color colour, double opacity) implements FigureMark {}

    record Box(double x, double y, double w, double h, Color fill, Color edge, double width) implements FigureMark {}
}
