package org.pellucid.data;

/**
 * Resamples a picture through one affine map: each pixel of the result is taken, bilinearly, from where the map sends it in
 * the source; edges repeat outward. A shift by whole pixels, and a flip, move pixels exactly.
 */
final class Affine {
    private double xx;
    private double xy;
    private double x0;
    private double yx;
    private double yy;
    private double y0;

    /**
     * Composes the map, about the middle of the picture. The result shows the source flipped, then sheared, turned and
     * magnified, then shifted.
     *
     * @param flip left and right swapped
     * @param degrees turned clockwise on the screen, where y points down; at most 180 either way
     * @param scale 2 shows everything twice as large
     * @param shear rows slide by this much of their distance from the middle row
     * @param right shift in pixels
     * @param down shift in pixels
     */
    void compose(int h, int w, boolean flip, double degrees, double scale, double shear, double right, double down) {
        double angle = degrees * (Math.PI / 180);
        double c = series(1, 0, angle * angle);
        double s = series(angle, 1, angle * angle);
        // The inverse, from result to source: unshift, unturn and shrink, unshear, unflip.
        double ax = c / scale;
        double ay = s / scale;
        double bx = -s / scale;
        double by = c / scale;
        ax -= shear * bx;
        ay -= shear * by;
        xx = flip ? -ax : ax;
        xy = flip ? -ay : ay;
        yx = bx;
        yy = by;
        double mx = (w - 1) / 2.0;
        double my = (h - 1) / 2.0;
        x0 = mx - xx * (mx + right) - xy * (my + down);
        y0 = my - yx * (mx + right) - yy * (my + down);
    }

    /**
     * Taylor's series of cosine (from 1, 0) or sine (from x, 1); the terms left out are below 1e-17 up to half a turn. Not
     * {@link StrictMath}'s, which on newer platforms allocates.
     */
    private static double series(double first, int order, double square) {
        double term = first;
        double sum = first;
        for (int n = order + 1; n < 30; n += 2) {
            term *= -square / (n * (n + 1));
            sum += term;
        }
        return sum;
    }

    /** Resamples every channel. */
    void apply(float[] from, float[] to, int offset, int channels, int h, int w) {
        for (int ch = 0; ch < channels; ch++) {
            int plane = ch * h * w;
            for (int y = 0; y < h; y++) {
                int row = offset + plane + y * w;
                for (int x = 0; x < w; x++) {
                    double sx = clamp(xx * x + xy * y + x0, w - 1);
                    double sy = clamp(yx * x + yy * y + y0, h - 1);
                    int left = (int) sx;
                    int top = (int) sy;
                    int right = Math.min(left + 1, w - 1);
                    int bottom = Math.min(top + 1, h - 1);
                    float tx = (float) (sx - left);
                    float ty = (float) (sy - top);
                    int a = plane + top * w;
                    int b = plane + bottom * w;
                    float upper = from[a + left] * (1 - tx) + from[a + right] * tx;
                    float lower = from[b + left] * (1 - tx) + from[b + right] * tx;
                    to[row + x] = upper * (1 - ty) + lower * ty;
                }
            }
        }
    }

    private static double clamp(double v, int most) {
        return v < 0 ? 0 : v > most ? most : v;
    }
}
