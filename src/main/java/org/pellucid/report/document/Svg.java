package org.pellucid.report.document;

import java.util.List;
import java.util.Locale;
import org.pellucid.report.Markup;

/** Drawings and plots as SVG. */
final class Svg {
    private static final double CM = 37.8; // pixels
    private static final String FONT = "font-family=\"Georgia, 'Times New Roman', serif\"";
    private static final List<String> STROKES =
            List.of("stroke=\"#1f5f99\"", "stroke=\"#c4660b\" stroke-dasharray=\"6 3\"");

    private Svg() {}

    static String of(Drawing d, String title) {
        StringBuilder out = head(d.width() * CM, d.height() * CM, title);
        for (Drawing.Shape shape : d.shapes()) {
            if (shape instanceof Drawing.Box b) {
                out.append(text(
                        "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\" stroke=\"#222\""
                                + " stroke-width=\"%s\"/>\n",
                        b.x() * CM,
                        b.y() * CM,
                        b.width() * CM,
                        b.height() * CM,
                        b.fill().colour(),
                        b.thick() ? "2" : "0.6"));
            } else if (shape instanceof Drawing.Line l) {
                out.append(text(
                        "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"#222\" stroke-width=\"0.8\"%s/>\n",
                        l.x1() * CM,
                        l.y1() * CM,
                        l.x2() * CM,
                        l.y2() * CM,
                        l.arrow() ? " marker-end=\"url(#head)\"" : ""));
            } else if (shape instanceof Drawing.Label w) {
                out.append(text(
                        "<text x=\"%.2f\" y=\"%.2f\" %s font-size=\"%.1fpt\" text-anchor=\"%s\""
                                + " dominant-baseline=\"central\">%s</text>\n",
                        w.x() * CM, w.y() * CM, FONT, w.size(), anchor(w.align()), Markup.escape(w.text())));
            }
        }
        return out.append("</svg>").toString();
    }

    static String of(Plot plot, String title) {
        double width = 12 * CM;
        double height = 6.5 * CM;
        double left = 60;
        double bottom = height - 45;
        double right = width - 10;
        double top = 12;
        double low = plot.curves().stream()
                .flatMap(c -> c.y().stream())
                .min(Double::compare)
                .orElse(0.0);
        double high = plot.curves().stream()
                .flatMap(c -> c.y().stream())
                .max(Double::compare)
                .orElse(1.0);
        int points = plot.curves().stream().mapToInt(c -> c.y().size()).max().orElse(1);
        double span = high > low ? high - low : 1;
        StringBuilder out = head(width, height, title);
        out.append(
                text("<path d=\"M%.1f %.1fV%.1fH%.1f\" fill=\"none\" stroke=\"#222\"/>\n", left, top, bottom, right));
        for (int i = 0; i <= 4; i++) {
            double value = low + span * i / 4;
            out.append(word(left - 6, bottom - (bottom - top) * i / 4, Numbers.fixed(value, 2), "end"));
        }
        int every = Math.max(1, (points + 9) / 10);
        for (int e = 1; e <= points; e += every) {
            out.append(word(x(e, points, left, right), bottom + 14, String.valueOf(e), "middle"));
        }
        out.append(word((left + right) / 2, bottom + 34, plot.xLabel(), "middle"));
        out.append(text("<g transform=\"translate(12 %.1f) rotate(-90)\">", (top + bottom) / 2))
                .append(word(0, 0, plot.yLabel(), "middle"))
                .append("</g>\n");
        for (int c = 0; c < plot.curves().size(); c++) {
            Plot.Curve curve = plot.curves().get(c);
            StringBuilder path = new StringBuilder();
            for (int e = 1; e <= curve.y().size(); e++) {
                path.append(text(
                        "%s%.2f %.2f",
                        e == 1 ? "M" : "L",
                        x(e, points, left, right),
                        bottom - (bottom - top) * (curve.y().get(e - 1) - low) / span));
            }
            String stroke = STROKES.get(c % STROKES.size());
            out.append("<path d=\"" + path + "\" fill=\"none\" stroke-width=\"1.6\" " + stroke + "/>\n");
            double y = (top + bottom) / 2 - 9 + 18 * c;
            out.append(text("<path d=\"M%.1f %.1fh26\" stroke-width=\"1.6\" %s/>\n", right - 110, y, stroke));
            out.append(word(right - 78, y, curve.name(), "start"));
        }
        return out.append("</svg>").toString();
    }

    private static double x(int epoch, int points, double left, double right) {
        return left + 10 + (right - left - 20) * (points == 1 ? 0.5 : (epoch - 1.0) / (points - 1));
    }

    private static StringBuilder head(double width, double height, String title) {
        return new StringBuilder(text(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.1f %.1f\" width=\"%.0f\" role=\"img\">",
                        width, height, width))
                .append("<title>")
                .append(Markup.escape(title))
                .append(
                        "</title>\n<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\"")
                .append(" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n");
    }

    private static String word(double x, double y, String word, String anchor) {
        return text(
                "<text x=\"%.1f\" y=\"%.1f\" %s font-size=\"9pt\" text-anchor=\"%s\" dominant-baseline=\"central\">%s</text>\n",
                x, y, FONT, anchor, Markup.escape(word));
    }

    private static String anchor(char align) {
        return align == 'l' ? "start" : align == 'r' ? "end" : "middle";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
