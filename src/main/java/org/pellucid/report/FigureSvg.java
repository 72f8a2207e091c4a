package org.pellucid.report;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.pellucid.report.Figure.Anchor;
import org.pellucid.report.FigureMark.Area;
import org.pellucid.report.FigureMark.Box;
import org.pellucid.report.FigureMark.Line;
import org.pellucid.report.FigureMark.Raster;
import org.pellucid.report.FigureMark.Text;

/**
 * Figures as SVG, whose texts the reader's machine measures. Not by {@link SvgWriter}, which says how wide each text is to be and
 * so depends on a font.
 */
final class FigureSvg {
    private static final String FONTS = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

    private FigureSvg() {}

    static String write(List<FigureMark> marks, int width, int height, String title) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " font-family=\"%s\">%n<title>%s</title>%n",
                width,
                height,
                width,
                height,
                FONTS,
                Markup.escape(title)));
        out.append("<rect width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height)
                .append("\" fill=\"#fff\"/>\n");
        marks.forEach(mark -> out.append(svg(mark)).append('\n'));
        return out.append("</svg>\n").toString().replace(System.lineSeparator(), "\n");
    }

    private static String svg(FigureMark mark) {
        if (mark instanceof Raster r) {
            return "<image x=\"" + SvgWriter.number(r.x()) + "\" y=\"" + SvgWriter.number(r.y()) + "\" width=\""
                    + SvgWriter.number(r.w()) + "\" height=\""
                    + SvgWriter.number(r.h())
                    + "\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\""
                    + Markup.dataUri(r.image()) + "\"/>";
        }
        if (mark instanceof Text t) {
            return "<text x=\"" + SvgWriter.number(t.x()) + "\" y=\"" + SvgWriter.number(t.y()) + "\" font-size=\""
                    + SvgWriter.number(t.size()) + "\" fill=\""
                    + hex(t.colour()) + "\""
                    + (t.anchor() == Anchor.START ? "" : " text-anchor=\"" + lower(t.anchor()) + "\"")
                    + (t.bold() ? " font-weight=\"bold\"" : "")
                    + (t.turn() == 0
                            ? ""
                            : " transform=\"rotate(" + t.turn() + " " + SvgWriter.number(t.x()) + " "
                                    + SvgWriter.number(t.y()) + ")\"")
                    + ">"
                    + Markup.escape(t.text()) + "</text>";
        }
        if (mark instanceof Line l) {
            StringBuilder path = new StringBuilder();
            boolean pen = false;
            for (int i = 0; i < l.x().length; i++) {
                boolean here = Double.isFinite(l.x()[i]) && Double.isFinite(l.y()[i]);
                if (here) {
                    path.append(pen ? "L" : "M")
                            .append(SvgWriter.number(l.x()[i]))
                            .append(' ')
                            .append(SvgWriter.number(l.y()[i]));
                }
                pen = here;
            }
            return "<path d=\"" + path + "\" fill=\"none\" stroke=\"" + hex(l.colour()) + "\" stroke-width=\""
                    + SvgWriter.number(l.width())
                    + "\""
                    + (l.dash() > 0
                            ? " stroke-dasharray=\"" + SvgWriter.number(l.dash()) + "\""
                            : " stroke-linejoin=\"round\"")
                    + "/>";
        }
        if (mark instanceof Area a) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < a.x().length; i++) {
                points.append(i > 0 ? " " : "")
                        .append(SvgWriter.number(a.x()[i]))
                        .append(',')
                        .append(SvgWriter.number(a.y()[i]));
            }
            return "<polygon points=\"" + points + "\" fill=\"" + hex(a.colour()) + "\""
                    + (a.opacity() < 1 ? " fill-opacity=\"" + SvgWriter.number(a.opacity()) + "\"" : "") + "/>";
        }
        Box b = (Box) mark;
        return "<rect x=\"" + SvgWriter.number(b.x()) + "\" y=\"" + SvgWriter.number(b.y()) + "\" width=\""
                + SvgWriter.number(b.w()) + "\" height=\"" + SvgWriter.number(b.h())
                + "\" fill=\"" + (b.fill() == null ? "none" : hex(b.fill())) + "\""
                + (b.edge() == null
                        ? ""
                        : " stroke=\"" + hex(b.edge()) + "\" stroke-width=\"" + SvgWriter.number(b.width()) + "\"")
                + "/>";
    }

    private static String lower(Anchor anchor) {
        return anchor.name().toLowerCase(Locale.ROOT);
    }

    private static String hex(Color c) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", c.getRed(), c.getGreen(), c.getBlue());
    }
}
