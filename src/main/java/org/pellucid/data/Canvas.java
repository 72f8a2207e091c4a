package org.pellucid.data;

import java.util.Arrays;

/**
 * A small grey picture drawn from signed distances, anti-aliased: a pixel is covered by a shape as far as its middle lies
 * inside, half at the edge.
 *
 * <p>Shapes are given in the coordinates of a face (middle 0, 0; chin at y = 1), which a pose places in the picture. Only
 * +, −, ×, / and square roots are used, which IEEE 754 rounds in one way: every machine draws the same bits.
 */
final class Canvas {
    /** The signed distance of a point from the edge of a shape, negative inside; near the edge is enough. */
    interface Shape {
        double distance(double x, double y);
    }

    private final int edge;
    private final double[] tones;
    private final Pose pose;
    private final double scale;

    Canvas(int edge, double background, Pose pose) {
        this.edge = edge;
        this.tones = new double[edge * edge];
        Arrays.fill(tones, background);
        this.pose = pose;
        this.scale = pose.scale();
    }

    /**
     * Paints a shape.
     *
     * @param cx middle of a circle that holds the shape
     * @param cy middle of that circle
     * @param radius of that circle
     * @param tone 0 black … 1 white
     * @param opacity 0 … 1
     */
    void fill(double cx, double cy, double radius, double tone, double opacity, Shape shape) {
        double px = pose.column(cx, cy);
        double py = pose.row(cx, cy);
        double reach = radius * scale + 1;
        int left = (int) Math.max(0, px - reach);
        int right = (int) Math.min(edge - 1, px + reach + 1);
        int top = (int) Math.max(0, py - reach);
        int bottom = (int) Math.min(edge - 1, py + reach + 1);
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double d = shape.distance(pose.x(column, row), pose.y(column, row)) * scale;
                double cover = Math.max(0, Math.min(1, 0.5 - d)) * opacity;
                if (cover > 0) {
                    int i = row * edge + column;
                    tones[i] += cover * (tone - tones[i]);
                }
            }
        }
    }

    /** Paints a line bent as a quadratic Bézier curve, with round ends. */
    void stroke(double tone, double half, double x0, double y0, double x1, double y1, double x2, double y2) {
        double cx = (x0 + x2) / 2;
        double cy = (y0 + y2) / 2;
        double toEnd = Math.sqrt((x0 - cx) * (x0 - cx) + (y0 - cy) * (y0 - cy));
        double toBend = Math.sqrt((x1 - cx) * (x1 - cx) + (y1 - cy) * (y1 - cy));
        fill(cx, cy, Math.max(toEnd, toBend) + half, tone, 1, curve(x0, y0, x1, y1, x2, y2, half));
    }

    /** Paints an ellipse whose axes lie along x and y. */
    void ellipse(double tone, double opacity, double cx, double cy, double rx, double ry) {
        fill(cx, cy, Math.max(rx, ry), tone, opacity, ellipse(cx, cy, rx, ry));
    }

    /** The picture's tones, row by row; shared. */
    double[] tones() {
        return tones;
    }

    /** An ellipse whose axes lie along x and y; the distance is exact on the edge and to first order beside it. */
    static Shape ellipse(double cx, double cy, double rx, double ry) {
        return (x, y) -> {
            double u = (x - cx) / rx;
            double v = (y - cy) / ry;
            double k = Math.sqrt(u * u + v * v);
            if (k < 1e-9) {
                return -Math.min(rx, ry);
            }
            double g = Math.sqrt(u * u / (rx * rx) + v * v / (ry * ry));
            return k * (k - 1) / g;
        };
    }

    /** A line of this half-width with round ends, bent as a quadratic Bézier curve: eight straight pieces. */
    private static Shape curve(double x0, double y0, double x1, double y1, double x2, double y2, double half) {
        int pieces = 8;
        double[] px = new double[pieces + 1];
        double[] py = new double[pieces + 1];
        for (int i = 0; i <= pieces; i++) {
            double t = (double) i / pieces;
            double s = 1 - t;
            px[i] = s * s * x0 + 2 * s * t * x1 + t * t * x2;
            py[i] = s * s * y0 + 2 * s * t * y1 + t * t * y2;
        }
        return (x, y) -> {
            double nearest = Double.MAX_VALUE;
            for (int i = 0; i < pieces; i++) {
                nearest = Math.min(nearest, squared(x, y, px[i], py[i], px[i + 1], py[i + 1]));
            }
            return Math.sqrt(nearest) - half;
        };
    }

    private static double squared(double x, double y, double ax, double ay, double bx, double by) {
        double dx = bx - ax;
        double dy = by - ay;
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
        double ex = x - ax - t * dx;
        double ey = y - ay - t * dy;
        return ex * ex + ey * ey;
    }
}
