package org.pellucid.report;

/** Small maps laid over large pictures. */
final class Enlarge {
    private Enlarge() {}

    /** Between the centres of cells by straight lines, beyond the outermost as there. */
    static double[] bilinear(double[] map, int h, int w, int toH, int toW) {
        double[] large = new double[toH * toW];
        for (int y = 0; y < toH; y++) {
            double v = Math.min(h - 1, Math.max(0, (y + 0.5) * h / toH - 0.5));
            int y0 = Math.min((int) v, Math.max(0, h - 2));
            int y1 = Math.min(y0 + 1, h - 1);
            for (int x = 0; x < toW; x++) {
                double u = Math.min(w - 1, Math.max(0, (x + 0.5) * w / toW - 0.5));
                int x0 = Math.min((int) u, Math.max(0, w - 2));
                int x1 = Math.min(x0 + 1, w - 1);
                double upper = map[y0 * w + x0] + (u - x0) * (map[y0 * w + x1] - map[y0 * w + x0]);
                double lower = map[y1 * w + x0] + (u - x0) * (map[y1 * w + x1] - map[y1 * w + x0]);
                large[y * toW + x] = upper + (v - y0) * (lower - upper);
            }
        }
        return large;
    }
}
