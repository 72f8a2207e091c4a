package org.pellucid.report.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A document as Markdown, formulas between dollars as GitHub reads them; figures are SVG files beside it. */
public final class Markdown {
    private static final int LINE = 78;

    private final Document document;
    private final String folder;
    private final Map<String, String> files = new LinkedHashMap<>();

    private Markdown(Document document, String folder) {
        this.document = document;
        this.folder = folder;
    }

    /**
     * The files by name, the text first.
     *
     * @param name of the text, such as {@code derivation.md}
     */
    public static Map<String, String> files(Document document, String name) {
        return new Markdown(document, name.replaceFirst("\\.md$", "")).write(name);
    }

    private Map<String, String> write(String name) {
        StringBuilder out = new StringBuilder("# " + document.title() + "\n\n" + inline(document.summary()) + "\n");
        files.put(name, "");
        for (Document.Section section : document.sections()) {
            out.append("\n#" + "#".repeat(section.level()) + " " + inline(section.title()) + "\n");
            section.blocks()
                    .forEach(block -> out.append('\n').append(block(block)).append('\n'));
        }
        out.append("\n## References\n\n");
        for (Reference r : document.cited()) {
            out.append("- [" + r.key() + "] " + r.text() + "\n");
        }
        files.put(name, out.toString());
        return files;
    }

    private String block(Block block) {
        if (block instanceof Block.Paragraph p) {
            return inline(p.text());
        }
        if (block instanceof Block.Formula f) {
            return "$$\n" + f.tex() + "\n$$";
        }
        if (block instanceof Block.Derivation d) {
            return "$$\n\\begin{aligned}\n"
                    + d.lines().stream().map(Markdown::line).collect(Collectors.joining(" \\\\\n"))
                    + "\n\\end{aligned}\n$$";
        }
        if (block instanceof Block.Tensors t) {
            return tensors(t);
        }
        if (block instanceof Block.Sum s) {
            return "<!-- sum -->\n$" + s.left() + " = " + String.join(" + ", s.products()) + " = "
                    + Numbers.fixed(s.value(), s.digits()) + "$";
        }
        if (block instanceof Block.Table t) {
            return table(t);
        }
        if (block instanceof Block.Figure f) {
            return picture(Svg.of(f.drawing(), plain(f.caption())), f.caption());
        }
        if (block instanceof Block.Chart c) {
            return picture(Svg.of(c.plot(), plain(c.caption())), c.caption());
        }
        Block.Verdict v = (Block.Verdict) block;
        return (v.passed() ? "**Checked.** " : "**FAIL** ") + inline(v.text());
    }

    private static String line(Block.Line line) {
        String rule = line.rule().isEmpty() ? "" : " && \\text{(" + line.rule() + ")}";
        return line.left() + " &" + line.right() + rule;
    }

    private static String tensors(Block.Tensors t) {
        String names = t.tensors().stream()
                .map(tensor -> tensor.name() + " " + (tensor.shape().isEmpty() ? "1" : tensor.sizes()))
                .collect(Collectors.joining("; "));
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int width = 0;
        for (Tensor tensor : t.tensors()) {
            for (Tensor.Matrix matrix : tensor.matrices()) {
                if (width > 0 && width + matrix.width() > LINE) {
                    lines.add(line.toString());
                    line.setLength(0);
                    width = 0;
                }
                line.append(line.isEmpty() ? "" : " \\qquad ").append(matrix.tex());
                width += matrix.width();
            }
        }
        lines.add(line.toString());
        return "<!-- tensors " + t.id() + ": " + names + " -->\n"
                + lines.stream().map(l -> "$$\n" + l + "\n$$").collect(Collectors.joining("\n\n"));
    }

    private static String table(Block.Table t) {
        StringBuilder out = new StringBuilder("<!-- table " + t.id() + " -->\n*" + t.caption() + "*\n\n");
        out.append(row(t.head()));
        out.append("|");
        for (char c : t.alignment().toCharArray()) {
            out.append(c == 'r' ? "---:|" : c == 'c' ? ":---:|" : "---|");
        }
        out.append('\n');
        t.rows().stream().filter(row -> !row.isEmpty()).forEach(row -> out.append(row(row)));
        return out.toString();
    }

    private static String row(List<String> cells) {
        return "| "
                + cells.stream().map(cell -> indented(cell).replace("|", "\\|")).collect(Collectors.joining(" | "))
                + " |\n";
    }

    private static String indented(String cell) {
        String stripped = cell.stripLeading();
        return "&nbsp;".repeat(cell.length() - stripped.length()) + inline(stripped);
    }

    private String picture(String svg, String caption) {
        String name = folder + "-" + files.size() + ".svg";
        files.put(name, svg + "\n");
        return "![" + plain(caption) + "](" + name + ")\n\n*" + caption + "*";
    }

    /** A caption without formulas and citations, for those who cannot see the picture. */
    static String plain(String text) {
        return text.replaceAll(" ?\\[@\\w+]", "").replaceAll("[$*`\\\\{}]", "");
    }

    private static String inline(String text) {
        return Inline.parse(text).stream().map(Markdown::part).collect(Collectors.joining());
    }

    private static String part(Inline part) {
        if (part instanceof Inline.Formula f) {
            return "$" + f.tex() + "$";
        }
        if (part instanceof Inline.Strong s) {
            return "**" + s.value() + "**";
        }
        if (part instanceof Inline.Emphasis e) {
            return "*" + e.value() + "*";
        }
        if (part instanceof Inline.Code c) {
            return "`" + c.value() + "`";
        }
        return part instanceof Inline.Cite c ? "[" + c.key() + "]" : ((Inline.Text) part).value();
    }
}
