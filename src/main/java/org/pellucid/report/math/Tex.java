package org.pellucid.report.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pellucid.report.math.Piece.Big;
import org.pellucid.report.math.Piece.Brace;
import org.pellucid.report.math.Piece.Fence;
import org.pellucid.report.math.Piece.Fraction;
import org.pellucid.report.math.Piece.Hat;
import org.pellucid.report.math.Piece.Matrix;
import org.pellucid.report.math.Piece.Name;
import org.pellucid.report.math.Piece.Power;
import org.pellucid.report.math.Piece.Root;
import org.pellucid.report.math.Piece.Row;
import org.pellucid.report.math.Piece.Sign;
import org.pellucid.report.math.Piece.Sub;
import org.pellucid.report.math.Piece.Upright;
import org.pellucid.report.math.Piece.Words;

/**
 * Reads the small part of TeX that our formulas use, and nothing else, into a tree. What it does not know it refuses, so that no
 * formula reaches a reader half-translated.
 */
final class Tex {
    private static final String PLAIN_SIGNS = "+=()[]|,.;:/!<>";
    private static final String DELIMITERS = "()[]|";

    private final String tex;
    private final boolean words;
    private int at;

    private Tex(String tex, boolean words) {
        this.tex = tex;
        this.words = words;
    }

    /**
     * Reads a formula.
     *
     * @param words whether letters that touch are one name, such as dx; else each is a name of its own, as TeX has it
     * @throws IllegalArgumentException if it holds what is not known here
     */
    static Row read(String tex, boolean words) {
        Tex reader = new Tex(tex, words);
        Row row = reader.row("");
        if (reader.at < tex.length()) {
            throw reader.unknown(tex.substring(reader.at));
        }
        return row;
    }

    private IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException("formula '" + tex + "' has '" + what + "' at " + at
                + ", which is not known here: teach Tex to read it, or write it another way");
    }

    /** Everything up to one of the stops, which is not taken: }, &amp;, \\, \right, \end. */
    private Row row(String stop) {
        List<Piece> pieces = new ArrayList<>();
        for (skip(); at < tex.length() && !stops(stop); skip()) {
            pieces.add(scripted());
        }
        return new Row(pieces);
    }

    private boolean stops(String stop) {
        return switch (stop) {
            case "}" -> tex.charAt(at) == '}';
            case "cell" -> tex.charAt(at) == '&' || tex.startsWith("\\\\", at) || tex.startsWith("\\end{", at);
            case "right" -> tex.startsWith("\\right", at) && !tex.startsWith("\\rightarrow", at);
            default -> false;
        };
    }

    private void skip() {
        while (at < tex.length() && tex.charAt(at) == ' ') {
            at++;
        }
    }

    /** A piece with what stands below and above it. */
    private Piece scripted() {
        Piece whole = piece();
        for (skip(); at < tex.length() && "_^'".indexOf(tex.charAt(at)) >= 0; skip()) {
            char kind = tex.charAt(at++);
            Piece script = kind == '\'' ? new Sign("′") : argument();
            if (whole instanceof Big big) {
                whole = kind == '_'
                        ? new Big(big.text(), script, big.over())
                        : new Big(big.text(), big.under(), script);
            } else if (whole instanceof Brace brace && kind == '_') {
                whole = new Brace(brace.inside(), script);
            } else {
                whole = kind == '_' ? new Sub(whole, script) : new Power(whole, script);
            }
        }
        return whole;
    }

    private Piece argument() {
        skip();
        return piece();
    }

    private Piece piece() {
        if (at >= tex.length()) {
            throw unknown("the end");
        }
        char c = tex.charAt(at);
        if (c == '{') {
            at++;
            Row row = row("}");
            expect("}");
            return row;
        }
        if (c == '\\') {
            return command();
        }
        int from = at++;
        if (Character.isDigit(c)) {
            while (at < tex.length() && (Character.isDigit(tex.charAt(at)) || decimalPoint())) {
                at++;
            }
            return new Piece.Number(tex.substring(from, at));
        }
        if (Character.isLetter(c)) {
            while (words && at < tex.length() && Character.isLetter(tex.charAt(at))) {
                at++;
            }
            return new Name(tex.substring(from, at));
        }
        if (c == '-') {
            return new Sign("−");
        }
        if (PLAIN_SIGNS.indexOf(c) < 0) {
            throw unknown(String.valueOf(c));
        }
        return new Sign(String.valueOf(c));
    }

    private boolean decimalPoint() {
        return tex.charAt(at) == '.' && at + 1 < tex.length() && Character.isDigit(tex.charAt(at + 1));
    }

    private Piece command() {
        int from = ++at;
        while (at < tex.length() && Character.isLetter(tex.charAt(at))) {
            at++;
        }
        if (at == from) {
            at++;
        }
        String name = tex.substring(from, Math.min(at, tex.length()));
        Optional<Piece> known = TexNames.piece(name);
        if (known.isPresent()) {
            return known.orElseThrow();
        }
        return switch (name) {
            case "frac", "tfrac" -> new Fraction(argument(), argument());
            case "sqrt" -> new Root(argument());
            case "hat" -> new Hat(argument());
            case "text" -> new Words(braces());
            case "mathsf" -> new Upright(letter());
            case "underbrace" -> new Brace(argument(), Piece.NONE);
            case "left" -> fence();
            case "begin" -> matrix();
            default -> throw unknown("\\" + name);
        };
    }

    /** The letter that \mathsf sets upright, with or without braces. */
    private String letter() {
        skip();
        return tex.startsWith("{", at) ? braces() : next();
    }

    private Fence fence() {
        String open = delimiter();
        Row inside = row("right");
        expect("\\right");
        return new Fence(open, inside, delimiter());
    }

    private String delimiter() {
        String c = next();
        if (!DELIMITERS.contains(c)) {
            throw unknown(c);
        }
        return c;
    }

    private String next() {
        if (at >= tex.length()) {
            throw unknown("the end");
        }
        return String.valueOf(tex.charAt(at++));
    }

    private Matrix matrix() {
        String name = braces();
        if (!name.equals("pmatrix")) {
            throw unknown("\\begin{" + name + "}");
        }
        List<List<Piece>> rows = new ArrayList<>();
        List<Piece> row = new ArrayList<>();
        while (true) {
            row.add(row("cell"));
            if (tex.startsWith("&", at)) {
                at++;
                continue;
            }
            rows.add(row);
            if (tex.startsWith("\\\\", at)) {
                at += 2;
                row = new ArrayList<>();
            } else {
                expect("\\end{pmatrix}");
                return new Matrix(rows);
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
        skip();
        if (!tex.startsWith(what, at)) {
            throw unknown(at < tex.length() ? tex.substring(at) : "the end, where " + what + " should be");
        }
        at += what.length();
    }
}
