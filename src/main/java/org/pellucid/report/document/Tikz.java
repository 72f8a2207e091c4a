package org.pellucid.report.document;

import java.util.Locale;
import org.pellucid.report.LatexText;

/** Drawings as TikZ, plots as pgfplots. */
final class Tikz {
    private Tikz() {}

    static String of(Drawing d) {
        StringBuilder out = new StringBuilder("\\begin{tikzpicture}[x=1cm, y=-1cm, line width=0.4pt]\n");
        out.append(text("  \\useasboundingbox (0,0) rectangle (%.2f,%.2f);\n", d.width(), d.height()));
        for (Drawing.Shape shape : d.shapes()) {
            if (shape instanceof Drawing.Box b) {
                String fill = b.fill() == Drawing.Fill.NONE ? "" : "fill=" + colour(b.fill());
                String thick = b.thick() ? "line width=1.2pt" : "";
                String both = fill + (fill.isEmpty() || thick.isEmpty() ? "" : ", ") + thick;
                out.append(text(
                        "  \\draw[%s] (%.3f,%.3f) rectangle +(%.3f,%.3f);\n",
                        both, b.x(), b.y(), b.width(), b.height()));
            } else if (shape instanceof Drawing.Line l) {
                out.append(text(
                        "  \\draw%s (%.3f,%.3f) -- (%.3f,%.3f);\n",
                        l.arrow() ? "[->]" : "", l.x1(), l.y1(), l.x2(), l.y2()));
            } else if (shape instanceof Drawing.Label w) {
                out.append(text(
                        "  \\node[anchor=%s, inner sep=0pt, font=\\fontsize{%.1f}{%.1f}\\selectfont] at (%.3f,%.3f) {%s};\n",
                        w.align() == 'l' ? "west" : w.align() == 'r' ? "east" : "center",
                        w.size(),
                        w.size() * 1.2,
                        w.x(),
                        w.y(),
                        LatexText.escape(w.text())));
            }
        }
        return out.append("\\end{tikzpicture}").toString();
    }

    /** The colours by the names used above. */
    static String colours() {
        StringBuilder out = new StringBuilder();
        for (Drawing.Fill fill : Drawing.Fill.values()) {
            if (fill != Drawing.Fill.NONE) {
                out.append("\\definecolor{" + colour(fill) + "}{HTML}{"
                        + fill.colour().substring(1).toUpperCase(Locale.ROOT) + "}\n");
            }
        }
        return out.toString();
    }

    private static String colour(Drawing.Fill fill) {
        return "pellucid" + fill.name().toLowerCase(Locale.ROOT);
    }

    static String of(Plot plot) {
        StringBuilder out = new StringBuilder("\\begin{tikzpicture}\n\\begin{axis}[width=0.8\\linewidth, height=6cm,"
                + " xlabel={" + LatexText.escape(plot.xLabel()) + "}, ylabel={" + LatexText.escape(plot.yLabel())
                + "},\n  xtick distance="
                + Math.max(1, (plot.curves().get(0).y().size() + 9) / 10)
                + ", yticklabel style={/pgf/number format/fixed, /pgf/number format/precision=3},\n  grid=major, grid style={gray!25}, legend pos=outer north east, legend cell align=left,"
                + " legend style={draw=none, font=\\small}]\n");
        String[] styles = {
            "blue!70!black, thick, mark=*, mark size=1pt",
            "orange!85!black, thick, dashed, mark=square*, mark size=1pt, mark options={solid}"
        };
        for (int c = 0; c < plot.curves().size(); c++) {
            Plot.Curve curve = plot.curves().get(c);
            out.append("\\addplot[" + styles[c % styles.length] + "] coordinates {");
            for (int e = 1; e <= curve.y().size(); e++) {
                out.append(" (" + e + "," + curve.y().get(e - 1) + ")");
            }
            out.append(" };\n\\addlegendentry{" + LatexText.escape(curve.name()) + "}\n");
        }
        return out.append("\\end{axis}\n\\end{tikzpicture}").toString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
