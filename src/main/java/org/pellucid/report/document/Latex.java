package org.pellucid.report.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pellucid.report.LatexText;

/**
 * A document as LaTeX: a body that goes into a thesis by {@code \input}, a wrapper that compiles as it is with two runs of
 * pdflatex, and the references as BibTeX.
 */
public final class Latex {
    private static final String PREAMBLE = """
            \\usepackage[T1]{fontenc}
            \\usepackage[utf8]{inputenc}
            \\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}
            \\usepackage[a4paper, margin=2.6cm]{geometry}
            """;

    private static final String NEEDED = """
            \\usepackage{amsmath, amssymb}
            \\usepackage{booktabs, longtable, array}
            \\usepackage{tikz, pgfplots}
            \\pgfplotsset{compat=1.16}
            """;

    /** Rows of a table that a page does not break. */
    private static final int UNBROKEN = 10;

    /** Rows that stay together at the ends of a longer table. */
    private static final int TOGETHER = 4;

    /** Letters in a name, with its quotes. */
    private static final int SHORT_NAME = 14;

    private Latex() {}

    /** The files by name: {@code main.tex}, {@code appendix.tex}, {@code references.bib}. */
    public static Map<String, String> files(Document document) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("main.tex", main(document));
        files.put("appendix.tex", body(document));
        files.put(
                "references.bib",
                document.cited().stream().map(Reference::bibtex).collect(Collectors.joining("\n")));
        return files;
    }

    private static String main(Document d) {
        String items = d.cited().stream()
                .map(r -> "\\bibitem{" + r.key() + "} " + inline(r.text()) + "\n")
                .collect(Collectors.joining("\n"));
        return "% Compile with pdflatex, twice. For a thesis take appendix.tex and references.bib instead.\n"
                + "\\documentclass[11pt]{article}\n"
                + PREAMBLE
                + NEEDED
                + "\\usepackage[hidelinks]{hyperref}\n"
                + "\\title{" + inline(d.title()) + "}\n\\author{}\n\\date{}\n"
                + "\\begin{document}\n\\maketitle\n\\begin{abstract}\n\\noindent " + inline(d.summary())
                + "\n\\end{abstract}\n\\tableofcontents\n\\input{appendix}\n"
                + "\\begin{thebibliography}{99}\n" + items + "\\end{thebibliography}\n"
                + "\\end{document}\n";
    }

    private static String body(Document d) {
        StringBuilder out = new StringBuilder("% " + d.title().replace("`", "") + "\n"
                + "% Goes into a thesis by \\input{appendix}; the preamble needs:\n"
                + NEEDED.lines().map(line -> "%   " + line + "\n").collect(Collectors.joining())
                + "% and the bibliography references.bib.\n"
                + "\\begingroup\n\\allowdisplaybreaks[3]\\predisplaypenalty=1000 \\emergencystretch=3em\n"
                + "\\setlength{\\LTcapwidth}{\\linewidth}\n"
                + Tikz.colours());
        for (Document.Section section : d.sections()) {
            String command = section.level() == 1 ? "section" : "subsection";
            out.append("\n\\" + command + "{" + inline(section.title()) + "}\n");
            Block before = null;
            for (Block block : section.blocks()) {
                out.append(gap(before, block)).append(block(block));
                before = block;
            }
        }
        return out.append("\\endgroup\n").toString();
    }

    /** A display belongs to the paragraph before it, and so does text that goes on after it. */
    private static String gap(Block before, Block block) {
        if (before instanceof Block.Paragraph && isDisplay(block)) {
            return "";
        }
        boolean goesOn = block instanceof Block.Paragraph p
                && Character.isLowerCase(p.text().charAt(0))
                && isDisplay(before);
        return goesOn ? "\n\\noindent\n" : "\n";
    }

    private static boolean isDisplay(Block block) {
        return block instanceof Block.Formula || block instanceof Block.Derivation;
    }

    private static String block(Block block) {
        if (block instanceof Block.Paragraph p) {
            return inline(p.text()) + "\n";
        }
        if (block instanceof Block.Formula f) {
            return "\\[\n" + f.tex() + "\n\\]\n";
        }
        if (block instanceof Block.Derivation d) {
            return "\\begin{align*}\n"
                    + d.lines().stream().map(Latex::line).collect(Collectors.joining(" \\\\\n"))
                    + "\n\\end{align*}\n";
        }
        if (block instanceof Block.Tensors t) {
            return tensors(t);
        }
        if (block instanceof Block.Sum s) {
            return "% sum\n{\\par\\smallskip\\noindent\\raggedright $" + s.left() + " = "
                    + String.join(
                            " + ", s.products().stream().map(p -> "{" + p + "}").toList()) + " = "
                    + Numbers.fixed(s.value(), s.digits()) + "$\\par}\n";
        }
        if (block instanceof Block.Table t) {
            return table(t);
        }
        if (block instanceof Block.Figure f) {
            return figure(Tikz.of(f.drawing()), f.caption());
        }
        if (block instanceof Block.Chart c) {
            return figure(Tikz.of(c.plot()), c.caption());
        }
        Block.Verdict v = (Block.Verdict) block;
        return v.passed()
                ? "\\par\\smallskip\\noindent\\textbf{Checked.} " + inline(v.text()) + "\n"
                : "\\noindent\\colorbox{yellow}{\\textbf{FAIL}} \\textbf{" + inline(v.text()) + "}\n";
    }

    private static String line(Block.Line line) {
        String rule = line.rule().isEmpty() ? "" : " && \\text{\\small (" + inline(line.rule()) + ")}";
        return "  " + line.left() + " &" + line.right() + rule;
    }

    private static String tensors(Block.Tensors t) {
        String names = t.tensors().stream()
                .map(tensor -> tensor.name() + " " + (tensor.shape().isEmpty() ? "1" : tensor.sizes()))
                .collect(Collectors.joining("; "));
        String matrices = t.tensors().stream()
                .flatMap(tensor -> tensor.matrices().stream())
                .map(matrix -> "$" + matrix.tex() + "$")
                .collect(Collectors.joining("\\qquad\n"));
        return "% tensors " + t.id() + ": " + names
                + "\n\\par\\nobreak\\vskip 6pt plus 2pt\n{\\centering\\small\\lineskip=6pt\\lineskiplimit=6pt\n"
                + matrices + "\\par}\n\\vskip 6pt plus 2pt\n";
    }

    private static String table(Block.Table t) {
        StringBuilder out = new StringBuilder(
                "% table " + t.id() + "\n{\\fontsize{9}{11}\\selectfont\\setlength{\\tabcolsep}{4pt}\n"
                        + "\\begin{longtable}{@{}" + columns(t) + "@{}}\n"
                        + "\\caption{" + inline(t.caption()) + "}\\\\\n\\toprule\n");
        String head = t.head().stream().map(Latex::inline).collect(Collectors.joining(" & ")) + " \\\\\n\\midrule\n";
        out.append(head).append("\\endfirsthead\n\\toprule\n").append(head).append("\\endhead\n");
        out.append("\\bottomrule\n\\endlastfoot\n");
        int rows = t.rows().size();
        for (int i = 0; i < rows; i++) {
            List<String> row = t.rows().get(i);
            boolean held = rows <= UNBROKEN || i + 1 < TOGETHER || i >= rows - TOGETHER;
            out.append(
                    row.isEmpty()
                            ? held ? "\\midrule\\nopagebreak\n" : "\\midrule\n"
                            : row.stream().map(Latex::cell).collect(Collectors.joining(" & "))
                                    + (held && i + 1 < rows ? " \\\\*\n" : " \\\\\n"));
        }
        return out.append("\\end{longtable}}\n").toString();
    }

    /** Leading blanks, which say how deep a row lies, become space. */
    private static String cell(String text) {
        int depth = 0;
        while (depth < text.length() && text.charAt(depth) == ' ') {
            depth++;
        }
        return (depth > 0 ? "\\hspace*{" + depth + "ex}" : "") + inline(text.substring(depth));
    }

    /** A text beside short names has room for longer lines. */
    private static String columns(Block.Table t) {
        boolean shortNames = t.rows().stream()
                .filter(row -> !row.isEmpty())
                .allMatch(row -> row.get(0).length() <= SHORT_NAME);
        return t.alignment()
                .chars()
                .mapToObj(letter -> switch (letter) {
                    case 's' -> wrapped(0.18);
                    case 'p' -> wrapped(0.23);
                    case 'P' -> wrapped(shortNames ? 0.39 : 0.34);
                    case 'W' -> wrapped(0.65);
                    default -> Character.toString(letter);
                })
                .collect(Collectors.joining());
    }

    /** A column of text, of so much of the line. */
    private static String wrapped(double width) {
        return ">{\\raggedright\\arraybackslash}p{" + width + "\\linewidth}";
    }

    private static String figure(String picture, String caption) {
        // A thesis may have narrower lines than main.tex: the picture shrinks to fit.
        return "\\begin{figure}[htbp]\n\\centering\n"
                + "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n" + picture
                + "}\n\\caption{" + inline(caption)
                + "}\n\\end{figure}\n";
    }

    private static String inline(String text) {
        StringBuilder out = new StringBuilder();
        for (Inline part : Inline.parse(text)) {
            if (part instanceof Inline.Text t) {
                out.append(LatexText.escape(t.value()));
            } else if (part instanceof Inline.Strong s) {
                out.append("\\textbf{" + LatexText.escape(s.value()) + "}");
            } else if (part instanceof Inline.Emphasis e) {
                out.append("\\emph{" + LatexText.escape(e.value()) + "}");
            } else if (part instanceof Inline.Code c) {
                out.append("\\texttt{" + breakable(c.value()) + "}");
            } else if (part instanceof Inline.Formula f) {
                out.append("$" + f.tex() + "$");
            } else if (part instanceof Inline.Cite c) {
                out.append("\\cite{" + c.key() + "}");
            }
        }
        return out.toString();
    }

    /** Names may be broken after a point, long words such as hashes after every eighth letter. */
    private static String breakable(String code) {
        if (code.length() <= 24 || code.contains(".")) {
            return LatexText.escape(code).replace(".", ".\\allowbreak{}");
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < code.length(); i += 8) {
            out.append(i > 0 ? "\\allowbreak{}" : "")
                    .append(LatexText.escape(code.substring(i, Math.min(code.length(), i + 8))));
        }
        return out.toString();
    }
}
