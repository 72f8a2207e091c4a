package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Drawings as SVG 1.1, with text as text. Each says how wide it is meant to be, so that it fits its place in whatever type the
 * reader's machine has.
 */
final class SvgWriter {
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    private final StringBuilder body = new StringBuilder();
    private final List<String> clips = new ArrayList<>();
    private final Rectangle2D page;
    private final String id;

    private SvgWriter(int width, int height, String id) {
        this.page = new Rectangle2D.Double(0, 0, width, height);
        this.id = id;
    }

    /**
     * The document, or part of a page.
     *
     * @param id begins the names of what is referred to, so that several drawings can stand on one page
     * @param title for those who cannot see it
     */
    static String write(List<Marks.Mark> marks, int width, int height, String id, String title) {
        SvgWriter svg = new SvgWriter(width, height, id);
        marks.forEach(svg::mark);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " font-family=\"%s\"><title>%s</title>",
                width,
                height,
                width,
                height,
                Typeface.FAMILIES,
                Markup.escape(title)));
        for (int i = 0; i < svg.clips.size(); i++) {
            text.append("<clipPath id=\"").append(id).append("-c").append(i).append("\"><path d=\"");
            text.append(svg.clips.get(i)).append("\"/></clipPath>");
        }
        return text.append('\n').append(svg.body).append("</svg>\n").toString();
    }

    private void mark(Marks.Mark mark) {
        if (mark instanceof Marks.Form form) {
            body.append("<path d=\"").append(path(form.shape())).append('"');
            if (form.stroke().isPresent()) {
                body.append(" fill=\"none\"").append(colour("stroke", form.colour()));
                stroke(form.stroke().get());
            } else {
                body.append(colour("fill", form.colour()));
            }
            body.append(clip(mark.clip())).append("/>\n");
        } else if (mark instanceof Marks.Text text) {
            text(text);
        }
    }

    private void text(Marks.Text t) {
        double width = t.font().getStringBounds(t.text(), EXACT).getWidth();
        AffineTransform a = t.place();
        body.append("<text");
        if (a.getShearX() == 0 && a.getShearY() == 0 && a.getScaleX() == 1) {
            body.append(String.format(
                    Locale.ROOT, " x=\"%s\" y=\"%s\"", number(a.getTranslateX()), number(a.getTranslateY())));
        } else {
            body.append(String.format(
                    Locale.ROOT,
                    " transform=\"matrix(%s %s %s %s %s %s)\"",
                    number(a.getScaleX()),
                    number(a.getShearY()),
                    number(a.getShearX()),
                    number(a.getScaleY()),
                    number(a.getTranslateX()),
                    number(a.getTranslateY())));
        }
        body.append(" font-size=\"").append(number(t.font().getSize2D())).append('"');
        body.append(Typeface.of(t.font()) == Typeface.BOLD ? " font-weight=\"bold\"" : "");
        body.append(
                t.text().length() > 1 ? " textLength=\"" + number(width) + "\" lengthAdjust=\"spacingAndGlyphs\"" : "");
        body.append(colour("fill", t.colour())).append(clip(t.clip())).append('>');
        body.append(Markup.escape(t.text())).append("</text>\n");
    }

    private void stroke(BasicStroke s) {
        body.append(" stroke-width=\"").append(number(s.getLineWidth())).append('"');
        body.append(
                switch (s.getEndCap()) {
                    case BasicStroke.CAP_ROUND -> " stroke-linecap=\"round\"";
                    case BasicStroke.CAP_SQUARE -> " stroke-linecap=\"square\"";
                    default -> "";
                });
        body.append(s.getLineJoin() == BasicStroke.JOIN_ROUND ? " stroke-linejoin=\"round\"" : "");
        if (s.getDashArray() != null) {
            StringBuilder dashes = new StringBuilder();
            for (float dash : s.getDashArray()) {
                dashes.append(dashes.isEmpty() ? "" : " ").append(number(dash));
            }
            body.append(" stroke-dasharray=\"").append(dashes).append('"');
        }
    }

    private String clip(Optional<Shape> clip) {
        if (clip.isEmpty() || clip.get().contains(page)) {
            return "";
        }
        String path = path(clip.get());
        int at = clips.indexOf(path);
        if (at < 0) {
            at = clips.size();
            clips.add(path);
        }
        return " clip-path=\"url(#" + id + "-c" + at + ")\"";
    }

    private static String colour(String attribute, Color c) {
        String hex = String.format(Locale.ROOT, " %s=\"#%06x\"", attribute, c.getRGB() & 0xFFFFFF);
        return c.getAlpha() == 255 ? hex : hex + " " + attribute + "-opacity=\"" + number(c.getAlpha() / 255.0) + "\"";
    }

    private static String path(Shape shape) {
        StringBuilder d = new StringBuilder();
        double[] at = new double[6];
        for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
            int segment = i.currentSegment(at);
            d.append("MLQCZ".charAt(segment));
            int numbers = new int[] {2, 2, 4, 6, 0}[segment];
            for (int n = 0; n < numbers; n++) {
                d.append(n > 0 ? " " : "").append(number(at[n]));
            }
        }
        return d.toString();
    }

    /** At most two decimals, and none where they are 0. */
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        String sign = hundredths < 0 ? "-" : "";
        long whole = Math.abs(hundredths) / 100;
        long part = Math.abs(hundredths) % 100;
        return sign + whole + (part == 0 ? "" : part % 10 == 0 ? "." + part / 10 : (part < 10 ? ".0" : ".") + part);
    }
}
