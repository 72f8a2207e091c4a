package org.pellucid.report.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the small part of TeX that our formulas use into a tree: names, numbers, signs, {@code _}, {@code ^}, {@code \frac},
 * {@code \sqrt}, {@code \hat}, {@code \text}, {@code \sum} and {@code \max} with what stands under them, Greek letters.
 */
final class Tex {
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("alpha", "α"),
            Map.entry("beta", "β"),
            Map.entry("gamma", "γ"),
            Map.entry("varepsilon", "ε"),
            Map.entry("eta", "η"),
            Map.entry("lambda", "λ"),
            Map.entry("mu", "μ"),
            Map.entry("rho", "ρ"),
            Map.entry("sigma", "σ"));

    private static final Map<String, String> OPERATORS =
            Map.of("cdot", "·", "le", "≤", "ge", "≥", "leftarrow", "←", "times", "×");

    private static final Map<String, String> FUNCTIONS = Map.of("log", "log", "tanh", "tanh", "exp", "exp");
    private static final Map<String, String> BIG = Map.of("sum", "Σ", "max", "max");

    private final String tex;
    private int at;

    private Tex(String tex) {
        this.tex = tex;
    }

    /** A piece of a formula. */
    sealed interface Piece {}

    /** One after another. */
    record Row(List<Piece> pieces) implements Piece {}

    /** A name of one or more letters. */
    record Name(String text) implements Piece {}

    /** A number. */
    record Number(String text) implements Piece {}

    /** A sign between things, or a bracket. */
    record Sign(String text) implements Piece {}

    /** A function's name, upright. */
    record Function(String text) implements Piece {}

    /** Words. */
    record Words(String text) implements Piece {}

    /** A space as wide as a letter. */
    record Space() implements Piece {}

    /** A sum or a maximum, with what stands under it. */
    record Big(String text, Piece under) implements Piece {}

    /** Something with an index. */
    record Sub(Piece base, Piece index) implements Piece {}

    /** Something with an exponent. */
    record Power(Piece base, Piece exponent) implements Piece {}

    record Fraction(Piece above, Piece below) implements Piece {}

    record Root(Piece inside) implements Piece {}

    record Hat(Piece base) implements Piece {}

    /**
     * Reads a formula.
     *
     * @throws IllegalArgumentException if it holds what we do not know
     */
    static Piece read(String tex) {
        Tex reader = new Tex(tex);
        Piece row = reader.row();
        if (reader.at < tex.length()) {
            throw reader.unknown("}");
        }
        return row;
    }

    private Row row() {
        List<Piece> pieces = new ArrayList<>();
        for (skip(); at < tex.length() && tex.charAt(at) != '}'; skip()) {
            pieces.add(scripts(piece()));
        }
        return new Row(pieces);
    }

    private Piece scripts(Piece base) {
        Piece whole = base;
        for (skip(); at < tex.length() && (tex.charAt(at) == '_' || tex.charAt(at) == '^'); skip()) {
            boolean sub = tex.charAt(at++) == '_';
            Piece script = argument();
            if (sub && whole instanceof Big big) {
                whole = new Big(big.text(), script);
            } else {
                whole = sub ? new Sub(whole, script) : new Power(whole, script);
            }
        }
        return whole;
    }

    private Piece piece() {
        char c = tex.charAt(at);
        if (c == '\\') {
            return command();
        }
        if (c == '{') {
            return argument();
        }
        if (Character.isDigit(c)) {
            int from = at;
            while (at < tex.length() && (Character.isDigit(tex.charAt(at)) || tex.charAt(at) == '.')) {
                at++;
            }
            return new Number(tex.substring(from, at));
        }
        if (Character.isLetter(c)) {
            int from = at;
            while (at < tex.length() && Character.isLetter(tex.charAt(at))) {
                at++;
            }
            return new Name(tex.substring(from, at));
        }
        at++;
        return new Sign(c == '-' ? "−" : c == '\'' ? "′" : String.valueOf(c));
    }

    private Piece command() {
        int from = ++at;
        while (at < tex.length() && Character.isLetter(tex.charAt(at))) {
            at++;
        }
        String name = tex.substring(from, at);
        if (LETTERS.containsKey(name)) {
            return new Name(LETTERS.get(name));
        }
        if (OPERATORS.containsKey(name)) {
            return new Sign(OPERATORS.get(name));
        }
        if (FUNCTIONS.containsKey(name)) {
            return new Function(FUNCTIONS.get(name));
        }
        if (BIG.containsKey(name)) {
            return new Big(BIG.get(name), new Row(List.of()));
        }
        return switch (name) {
            case "frac" -> new Fraction(argument(), argument());
            case "sqrt" -> new Root(argument());
            case "hat" -> new Hat(argument());
            case "quad" -> new Space();
            case "text" -> words();
            default -> throw unknown("\\" + name);
        };
    }

    private Words words() {
        int end = tex.indexOf('}', at);
        String text = tex.substring(at + 1, end);
        at = end + 1;
        return new Words(text);
    }

    private Piece argument() {
        skip();
        if (tex.charAt(at) != '{') {
            return piece();
        }
        at++;
        Piece inside = row();
        if (at == tex.length()) {
            throw unknown("the end");
        }
        at++;
        return inside;
    }

    private void skip() {
        while (at < tex.length() && tex.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException("formula expects what we can typeset but gets " + what + " at " + at
                + " of " + tex + ": teach Tex to read it");
    }
}
