package org.pellucid.report.document;

import java.util.List;
import java.util.stream.Collectors;
import org.pellucid.report.Markup;
import org.pellucid.report.math.MathMl;

/** A document as one page that needs nothing else: formulas in MathML, figures in SVG, no script, no request. */
public final class Html {
    private static final String STYLE = """
            :root { color-scheme: light; }
            body { font: 17px/1.55 Georgia, 'Times New Roman', serif; color: #1a1a1a; background: #fff;
                   max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.9rem; line-height: 1.2; } h2 { margin-top: 3rem; border-bottom: 1px solid #ccc; }
            h3 { margin-top: 2.2rem; } code { font-size: .88em; overflow-wrap: anywhere; }
            math { font-size: 1.05em; } math[display=block] { margin: 1em 0; }
            .wide { overflow-x: auto; } .tensors { display: flex; flex-wrap: wrap; gap: .8rem 2rem; align-items: center;
                   margin: 1rem 0; justify-content: center; }
            table { border-collapse: collapse; margin: 1rem auto; font-size: .88rem; }
            table.data { border-top: 2px solid; border-bottom: 2px solid; } .data th { border-bottom: 1px solid; }
            .data td, .data th { padding: .15rem .6rem; vertical-align: baseline; text-align: left; }
            .data .r { text-align: right; font-variant-numeric: tabular-nums; } .data .c { text-align: center; }
            .data tr.rule td { border-top: 1px solid; } caption, figcaption { font-size: .9rem; padding: .4rem 0;
                   text-align: left; color: #333; }
            .steps td { padding: .35rem .3rem; } .steps td:first-child { text-align: right; }
            .steps .rule { color: #555; padding-left: 1.5rem; font-size: .92rem; }
            figure { margin: 1.5rem 0; text-align: center; } svg { max-width: 100%; height: auto; }
            .fail { background: #ffe08a; border-left: 6px solid #b00020; padding: .5rem; font-weight: bold; }
            nav ol { columns: 2; font-size: .95rem; } nav .sub { margin-left: 1.2rem; }
            @media (max-width: 40rem) { body { font-size: 16px; } nav ol { columns: 1; } }
            @media print { body { max-width: none; margin: 0; font-size: 10.5pt; } .wide { overflow: visible; }
                   table, figure, .tensors { break-inside: avoid; } h2, h3 { break-after: avoid; } }
            """;

    private Html() {}

    /** The page. */
    public static String page(Document d) {
        StringBuilder out =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        + "<link rel=\"icon\" href=\"data:,\">\n"
                        + "<title>" + Markup.escape(Markdown.plain(d.title())) + "</title>\n<style>\n" + STYLE
                        + "</style>\n</head>\n<body>\n"
                        + "<h1>" + inline(d.title()) + "</h1>\n<p>" + inline(d.summary()) + "</p>\n");
        out.append(contents(d));
        for (int i = 0; i < d.sections().size(); i++) {
            Document.Section section = d.sections().get(i);
            String tag = section.level() == 1 ? "h2" : "h3";
            out.append("\n<" + tag + " id=\"s" + i + "\">" + inline(section.title()) + "</" + tag + ">\n");
            section.blocks().forEach(block -> out.append(block(block)).append('\n'));
        }
        out.append("\n<h2>References</h2>\n<ul>\n");
        for (Reference r : d.cited()) {
            out.append("<li id=\"" + r.key() + "\">[" + r.key() + "] " + inline(r.text()) + "</li>\n");
        }
        return out.append("</ul>\n</body>\n</html>\n").toString();
    }

    private static String contents(Document d) {
        StringBuilder out = new StringBuilder("<nav><ol>\n");
        for (int i = 0; i < d.sections().size(); i++) {
            if (d.sections().get(i).level() == 1) {
                out.append("<li><a href=\"#s" + i + "\">"
                        + inline(d.sections().get(i).title()) + "</a></li>\n");
            }
        }
        return out.append("</ol></nav>\n").toString();
    }

    private static String block(Block block) {
        if (block instanceof Block.Paragraph p) {
            return "<p>" + inline(p.text()) + "</p>";
        }
        if (block instanceof Block.Formula f) {
            return "<div class=\"wide\">" + MathMl.of(f.tex(), true) + "</div>";
        }
        if (block instanceof Block.Derivation d) {
            return "<div class=\"wide\"><table class=\"steps\">\n"
                    + d.lines().stream().map(Html::line).collect(Collectors.joining())
                    + "</table></div>";
        }
        if (block instanceof Block.Tensors t) {
            return "<div class=\"tensors\" data-id=\"" + Markup.escape(t.id()) + "\">"
                    + t.tensors().stream()
                            .flatMap(tensor -> tensor.matrices().stream())
                            .map(matrix -> MathMl.of(matrix.tex(), false))
                            .collect(Collectors.joining("\n"))
                    + "</div>";
        }
        if (block instanceof Block.Sum s) {
            // A formula for each term, so that the line can break between them.
            return "<p>" + MathMl.of(s.left() + " =", false) + " "
                    + s.products().stream().map(p -> MathMl.of(p, false)).collect(Collectors.joining(" + ")) + " "
                    + MathMl.of("= " + Numbers.fixed(s.value(), s.digits()), false) + "</p>";
        }
        if (block instanceof Block.Table t) {
            return table(t);
        }
        if (block instanceof Block.Figure f) {
            return figure(Svg.of(f.drawing(), Markdown.plain(f.caption())), f.caption());
        }
        if (block instanceof Block.Chart c) {
            return figure(Svg.of(c.plot(), Markdown.plain(c.caption())), c.caption());
        }
        Block.Verdict v = (Block.Verdict) block;
        return v.passed()
                ? "<p><strong>Checked.</strong> " + inline(v.text()) + "</p>"
                : "<p class=\"fail\">FAIL " + inline(v.text()) + "</p>";
    }

    private static String line(Block.Line line) {
        return "<tr><td>" + math(line.left()) + "</td><td>" + math(line.right()) + "</td><td class=\"rule\">"
                + (line.rule().isEmpty() ? "" : "(" + inline(line.rule()) + ")") + "</td></tr>\n";
    }

    private static String math(String tex) {
        return tex.isEmpty() ? "" : MathMl.of(tex, false).replaceFirst("<math>", "<math displaystyle=\"true\">");
    }

    private static String table(Block.Table t) {
        StringBuilder out = new StringBuilder("<div class=\"wide\"><table class=\"data\"><caption>"
                + inline(t.caption()) + "</caption>\n<thead>" + row(t, t.head(), "th", false) + "</thead>\n<tbody>\n");
        boolean rule = false;
        for (List<String> row : t.rows()) {
            if (!row.isEmpty()) {
                out.append(row(t, row, "td", rule)).append('\n');
            }
            rule = row.isEmpty();
        }
        return out.append("</tbody></table></div>").toString();
    }

    private static String row(Block.Table t, List<String> cells, String tag, boolean rule) {
        StringBuilder out = new StringBuilder(rule ? "<tr class=\"rule\">" : "<tr>");
        for (int c = 0; c < cells.size(); c++) {
            char align = t.alignment().charAt(c);
            String text = cells.get(c).stripLeading();
            int depth = cells.get(c).length() - text.length();
            String style = depth == 0 ? "" : " style=\"padding-left:" + (0.6 + depth / 2.0) + "rem\"";
            out.append("<" + tag + (align == 'r' || align == 'c' ? " class=\"" + align + "\"" : "") + style + ">"
                    + inline(text) + "</" + tag + ">");
        }
        return out.append("</tr>").toString();
    }

    private static String figure(String svg, String caption) {
        return "<figure>\n" + svg.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "") + "\n<figcaption>"
                + inline(caption) + "</figcaption></figure>";
    }

    private static String inline(String text) {
        StringBuilder out = new StringBuilder();
        for (Inline part : Inline.parse(text)) {
            if (part instanceof Inline.Text t) {
                out.append(Markup.escape(t.value()));
            } else if (part instanceof Inline.Strong s) {
                out.append("<strong>" + Markup.escape(s.value()) + "</strong>");
            } else if (part instanceof Inline.Emphasis e) {
                out.append("<em>" + Markup.escape(e.value()) + "</em>");
            } else if (part instanceof Inline.Code c) {
                out.append("<code>" + Markup.escape(c.value()) + "</code>");
            } else if (part instanceof Inline.Formula f) {
                out.append(MathMl.of(f.tex(), false));
            } else if (part instanceof Inline.Cite c) {
                out.append("[<a href=\"#" + c.key() + "\">" + c.key() + "</a>]");
            }
        }
        return out.toString();
    }
}
