package org.pellucid.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Charts as SVG to stand within a page: they print as they look. */
final class Svg {
    /** Colours that differ in lightness too, for printers without any. */
    static final Map<String, String> COLOURS = Map.of(
            "vector winograd", "#b2182b",
            "vector direct", "#2166ac",
            "vector auto", "#2166ac",
            "vector im2col", "#67a9cf",
            "jblas im2col", "#7f7f7f",
            "reference im2col", "#c7c7c7",
            "reference auto", "#c7c7c7");

    private static final int LABEL = 230;
    private static final int WIDTH = 860;
    private static final int BAR = 9;

    private Svg() {}

    /** Bars that belong together, under one label. */
    record Group(String label, List<Bar> bars) {}

    record Bar(String series, double value) {}

    /** Horizontal bars in groups, and a line at a limit. */
    static String bars(List<Group> groups, double limit, String limitLabel, String unit) {
        double most = limit;
        int height = 34;
        for (Group group : groups) {
            height += BAR * group.bars().size() + 9;
            for (Bar bar : group.bars()) {
                most = Double.isNaN(bar.value()) ? most : Math.max(most, bar.value());
            }
        }
        double scale = (WIDTH - LABEL - 60) / most;
        StringBuilder s = open(WIDTH, height);
        int y = 20;
        for (Group group : groups) {
            int middle = y + BAR * group.bars().size() / 2 + 4;
            text(s, LABEL - 8, middle, "end", group.label());
            for (Bar bar : group.bars()) {
                if (!Double.isNaN(bar.value())) {
                    s.append(String.format(
                            Locale.ROOT,
                            "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'><title>%s: %.1f %s</title></rect>",
                            LABEL,
                            y,
                            bar.value() * scale,
                            BAR - 1,
                            COLOURS.getOrDefault(bar.series(), "#444"),
                            bar.series(),
                            bar.value(),
                            unit));
                    s.append(String.format(
                            Locale.ROOT,
                            "<text x='%.1f' y='%d' class='n'>%.0f</text>",
                            LABEL + bar.value() * scale + 3,
                            y + BAR - 2,
                            bar.value()));
                }
                y += BAR;
            }
            y += 9;
        }
        double x = LABEL + limit * scale;
        s.append(String.format(
                Locale.ROOT, "<line x1='%.1f' y1='14' x2='%.1f' y2='%d' class='limit'/>", x, x, height - 14));
        text(s, (int) x, 10, "middle", limitLabel);
        text(s, LABEL, height - 2, "start", unit);
        return s.append("</svg>").toString();
    }

    /** A point of the roofline. */
    record Point(String series, double intensity, double rate, String label) {}

    /** Rates over arithmetic intensity, both logarithmic, under the roof of memory and arithmetic. */
    static String roofline(List<Point> points, double peak, double bandwidth) {
        int width = WIDTH;
        int height = 420;
        int left = 60;
        int bottom = height - 40;
        double[] xs = {0.5, 512};
        double[] ys = {1, 2 * peak};
        StringBuilder s = open(width, height);
        for (double x = 1; x <= xs[1]; x *= 2) {
            double at = place(x, xs, left, width - 20);
            s.append(line(at, 10, at, bottom, "grid"));
            text(s, (int) at, bottom + 15, "middle", String.format(Locale.ROOT, "%.0f", x));
        }
        for (double y = 1; y <= ys[1]; y *= 2) {
            double at = place(y, ys, bottom, 10);
            s.append(line(left, at, width - 20, at, "grid"));
            text(s, left - 6, (int) at + 4, "end", String.format(Locale.ROOT, "%.0f", y));
        }
        double ridge = peak / bandwidth;
        double floor = Math.max(xs[0], ys[0] / bandwidth);
        s.append(line(
                place(floor, xs, left, width - 20),
                place(floor * bandwidth, ys, bottom, 10),
                place(ridge, xs, left, width - 20),
                place(peak, ys, bottom, 10),
                "limit"));
        s.append(line(
                place(ridge, xs, left, width - 20),
                place(peak, ys, bottom, 10),
                width - 20,
                place(peak, ys, bottom, 10),
                "limit"));
        for (Point p : points) {
            if (!Double.isNaN(p.rate())) {
                s.append(String.format(
                        Locale.ROOT,
                        "<circle cx='%.1f' cy='%.1f' r='3.5' fill='%s' fill-opacity='0.8'><title>%s, %s: %.1f GFLOP/s</title></circle>",
                        place(Math.min(p.intensity(), xs[1]), xs, left, width - 20),
                        place(Math.max(p.rate(), ys[0]), ys, bottom, 10),
                        COLOURS.getOrDefault(p.series(), "#444"),
                        p.label(),
                        p.series(),
                        p.rate()));
            }
        }
        text(s, (left + width) / 2, height - 6, "middle", "floating-point operations a byte that must be moved");
        text(s, left + 4, 22, "start", "GFLOP/s");
        return s.append("</svg>").toString();
    }

    private static double place(double value, double[] range, double from, double to) {
        return from + (to - from) * Math.log(value / range[0]) / Math.log(range[1] / range[0]);
    }

    private static StringBuilder open(int width, int height) {
        return new StringBuilder(String.format(
                Locale.ROOT, "<svg viewBox='0 0 %d %d' xmlns='http://www.w3.org/2000/svg' role='img'>", width, height));
    }

    private static String line(double x1, double y1, double x2, double y2, String style) {
        return String.format(
                Locale.ROOT, "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' class='%s'/>", x1, y1, x2, y2, style);
    }

    private static void text(StringBuilder s, int x, int y, String anchor, String words) {
        s.append(String.format(Locale.ROOT, "<text x='%d' y='%d' text-anchor='%s'>%s</text>", x, y, anchor, words));
    }
}
