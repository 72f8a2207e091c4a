package org.pellucid.report.document;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.pellucid.report.Markup;

/**
 * Formulas from TeX to MathML: the part of TeX that our documents use, and nothing else. What it does not know it refuses,
 * so that no formula reaches a page half-translated.
 */
final class MathMl {
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("alpha", "α"),
            Map.entry("beta", "β"),
            Map.entry("gamma", "γ"),
            Map.entry("delta", "δ"),
            Map.entry("varepsilon", "ε"),
            Map.entry("eta", "η"),
            Map.entry("lambda", "λ"),
            Map.entry("mu", "μ"),
            Map.entry("rho", "ρ"),
            Map.entry("theta", "θ"),
            Map.entry("sigma", "σ"),
            Map.entry("varphi", "φ"),
            Map.entry("infty", "∞"),
            Map.entry("partial", "∂"));

    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("cdot", "⋅"),
            Map.entry("times", "×"),
            Map.entry("odot", "⊙"),
            Map.entry("le", "≤"),
            Map.entry("ge", "≥"),
            Map.entry("approx", "≈"),
            Map.entry("in", "∈"),
            Map.entry("pm", "±"),
            Map.entry("mid", "|"),
            Map.entry("leftarrow", "←"),
            Map.entry("dots", "…"));

    private static final Map<String, String> OPENING = Map.of("lfloor", "⌊", "lceil", "⌈", "langle", "⟨");
    private static final Map<String, String> CLOSING = Map.of("rfloor", "⌋", "rceil", "⌉", "rangle", "⟩");
    private static final String MINUS = "<mo>−</mo>";
    /** What a minus behind is no sign of a number after: it ends an expression. */
    private static final Pattern ENDS = Pattern.compile("(postfix[^<]*|>[|…!])</mo>$");

    private static final Map<String, String> BIG = Map.of("sum", "∑", "prod", "∏");
    private static final List<String> FUNCTIONS = List.of("log", "exp", "max", "tanh", "cosh", "sinh", "arg");
    private static final Map<String, String> SPACES =
            Map.of(",", "0.17em", " ", "0.25em", ";", "0.28em", "quad", "1em", "qquad", "2em", "!", "-0.17em");

    private final String tex;
    private int at;

    private MathMl(String tex) {
        this.tex = tex;
    }

    /**
     * A formula.
     *
     * @param display whether it stands on a line of its own
     * @throws IllegalArgumentException if it holds what is not known here
     */
    static String of(String tex, boolean display) {
        MathMl parser = new MathMl(tex);
        String row = parser.row("");
        if (parser.at < tex.length()) {
            throw parser.unknown(tex.substring(parser.at));
        }
        return "<math" + (display ? " display=\"block\"" : "") + "><mrow>" + row + "</mrow></math>";
    }

    private IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException("formula '" + tex + "' has '" + what + "' at " + at
                + ", which is not known here: teach MathMl, or write it another way");
    }

    /** Everything up to one of the stops, which is not taken: }, &amp;, \\, \right, \end. */
    private String row(String stop) {
        StringBuilder out = new StringBuilder();
        while (true) {
            skipBlanks();
            if (at >= tex.length() || stops(stop)) {
                return out.toString();
            }
            boolean signs = out.isEmpty()
                    || (out.toString().endsWith("</mo>") && !ENDS.matcher(out).find());
            String atom = scripted();
            out.append(atom.equals(MINUS) && signs ? "<mo form=\"prefix\">−</mo>" : atom);
        }
    }

    private boolean stops(String stop) {
        return switch (stop) {
            case "}" -> tex.charAt(at) == '}';
            case "cell" -> tex.charAt(at) == '&' || tex.startsWith("\\\\", at) || tex.startsWith("\\end{", at);
            case "right" -> tex.startsWith("\\right", at) && !tex.startsWith("\\rightarrow", at);
            default -> false;
        };
    }

    private void skipBlanks() {
        while (at < tex.length() && tex.charAt(at) == ' ') {
            at++;
        }
    }

    /** An atom with what stands below and above it. */
    private String scripted() {
        boolean under = tex.startsWith("\\sum", at)
                || tex.startsWith("\\prod", at)
                || tex.startsWith("\\max", at)
                || tex.startsWith("\\underbrace", at);
        String base = atom();
        String sub = null;
        String sup = null;
        while (at < tex.length() && (tex.charAt(at) == '_' || tex.charAt(at) == '^' || tex.charAt(at) == '\'')) {
            char kind = tex.charAt(at++);
            if (kind == '\'') {
                sup = "<mo>′</mo>";
            } else if (kind == '_') {
                sub = argument();
            } else {
                sup = argument();
            }
        }
        if (sub != null && sup != null) {
            return under ? tag("munderover", base + sub + sup) : tag("msubsup", base + sub + sup);
        }
        if (sub != null) {
            return tag(under ? "munder" : "msub", base + sub);
        }
        return sup == null ? base : tag(under ? "mover" : "msup", base + sup);
    }

    private String argument() {
        skipBlanks();
        return atom();
    }

    private String atom() {
        char c = tex.charAt(at);
        if (c == '{') {
            at++;
            String row = row("}");
            expect("}");
            return "<mrow>" + row + "</mrow>";
        }
        if (c == '\\') {
            return command();
        }
        if (Character.isDigit(c)) {
            int from = at;
            while (at < tex.length() && (Character.isDigit(tex.charAt(at)) || decimalPoint())) {
                at++;
            }
            return tag("mn", tex.substring(from, at));
        }
        at++;
        if (Character.isLetter(c)) {
            return tag("mi", String.valueOf(c));
        }
        return switch (c) {
            case '-' -> MINUS;
            case '(', '[' -> opening(String.valueOf(c));
            case ')', ']' -> closing(String.valueOf(c));
            case '|' -> "<mo lspace=\"0\" rspace=\"0\" stretchy=\"false\">|</mo>";
            case '+', '=', ',', '.', ';', ':', '/', '!' -> tag("mo", String.valueOf(c));
            case '<' -> "<mo>&lt;</mo>";
            case '>' -> "<mo>&gt;</mo>";
            default -> throw unknown(String.valueOf(c));
        };
    }

    private boolean decimalPoint() {
        char c = tex.charAt(at);
        return c == '.' && at + 1 < tex.length() && Character.isDigit(tex.charAt(at + 1));
    }

    private String command() {
        int from = ++at;
        while (at < tex.length() && Character.isLetter(tex.charAt(at))) {
            at++;
        }
        if (at == from) {
            at++;
        }
        String name = tex.substring(from, at);
        if (LETTERS.containsKey(name)) {
            return tag("mi", LETTERS.get(name));
        }
        if (OPENING.containsKey(name)) {
            return opening(OPENING.get(name));
        }
        if (CLOSING.containsKey(name)) {
            return closing(CLOSING.get(name));
        }
        if (OPERATORS.containsKey(name)) {
            return tag("mo", OPERATORS.get(name));
        }
        if (BIG.containsKey(name)) {
            return "<mo largeop=\"true\">" + BIG.get(name) + "</mo>";
        }
        if (FUNCTIONS.contains(name)) {
            return tag("mi", name) + (tex.startsWith("_", at) ? "" : "<mspace width=\"0.17em\"/>");
        }
        if (SPACES.containsKey(name)) {
            return "<mspace width=\"" + SPACES.get(name) + "\"/>";
        }
        return switch (name) {
            case "frac", "tfrac" -> tag("mfrac", argument() + argument());
            case "sqrt" -> tag("msqrt", argument());
            case "hat" -> "<mover accent=\"true\">" + argument() + "<mo>^</mo></mover>";
            case "text" -> tag("mtext", escaped(braces()));
            case "mathsf" -> "<mi mathvariant=\"normal\">" + escaped(letter()) + "</mi>";
            case "underbrace" -> "<munder>" + argument() + "<mo stretchy=\"true\">⏟</mo></munder>";
            case "left" -> fence();
            case "begin" -> environment();
            default -> throw unknown("\\" + name);
        };
    }

    /** The letter that \mathsf sets upright, with or without braces. */
    private String letter() {
        skipBlanks();
        return tex.charAt(at) == '{' ? braces() : String.valueOf(tex.charAt(at++));
    }

    private String fence() {
        String open = delimiter();
        String row = row("right");
        expect("\\right");
        return "<mrow><mo fence=\"true\">" + open + "</mo>" + row + "<mo fence=\"true\">" + delimiter()
                + "</mo></mrow>";
    }

    private String delimiter() {
        char c = tex.charAt(at++);
        if ("()[]|".indexOf(c) < 0) {
            throw unknown(String.valueOf(c));
        }
        return String.valueOf(c);
    }

    private String environment() {
        String name = braces();
        if (!name.equals("pmatrix")) {
            throw unknown("\\begin{" + name + "}");
        }
        StringBuilder rows = new StringBuilder("<mtr>");
        while (true) {
            rows.append(tag("mtd", row("cell")));
            if (tex.startsWith("&", at)) {
                at++;
            } else if (tex.startsWith("\\\\", at)) {
                at += 2;
                rows.append("</mtr><mtr>");
            } else {
                expect("\\end{pmatrix}");
                rows.append("</mtr>");
                return "<mrow><mo fence=\"true\">(</mo><mtable>" + rows + "</mtable><mo fence=\"true\">)</mo></mrow>";
            }
        }
    }

    private String braces() {
        expect("{");
        int from = at;
        while (at < tex.length() && tex.charAt(at) != '}') {
            at++;
        }
        String inside = tex.substring(from, at);
        expect("}");
        return inside;
    }

    private void expect(String what) {
        skipBlanks();
        if (!tex.startsWith(what, at)) {
            throw unknown(at < tex.length() ? tex.substring(at) : "the end, where " + what + " should be");
        }
        at += what.length();
    }

    /** Fences that do not grow, and keep no distance wherever they stand. */
    private static String opening(String fence) {
        return "<mo form=\"prefix\" stretchy=\"false\">" + fence + "</mo>";
    }

    private static String closing(String fence) {
        return "<mo form=\"postfix\" stretchy=\"false\">" + fence + "</mo>";
    }

    private static String tag(String name, String inside) {
        return "<" + name + ">" + inside + "</" + name + ">";
    }

    private static String escaped(String text) {
        return Markup.escape(text);
    }
}
