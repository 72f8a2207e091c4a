package org.pellucid.report.math;

import java.util.List;
import java.util.stream.Collectors;
import org.pellucid.report.math.Piece.Big;
import org.pellucid.report.math.Piece.Brace;
import org.pellucid.report.math.Piece.Fence;
import org.pellucid.report.math.Piece.Fraction;
import org.pellucid.report.math.Piece.Function;
import org.pellucid.report.math.Piece.Hat;
import org.pellucid.report.math.Piece.Matrix;
import org.pellucid.report.math.Piece.Name;
import org.pellucid.report.math.Piece.Power;
import org.pellucid.report.math.Piece.Root;
import org.pellucid.report.math.Piece.Row;
import org.pellucid.report.math.Piece.Sign;
import org.pellucid.report.math.Piece.Space;
import org.pellucid.report.math.Piece.Sub;
import org.pellucid.report.math.Piece.Upright;
import org.pellucid.report.math.Piece.Words;

/** A formula on one line of a terminal: {@code y[n,o,oh,ow] = b[o] + Σ_{c,kh,kw} x[n,c,ih,iw] · w[o,c,kh,kw]}. */
public final class PlainMath {
    private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private PlainMath() {}

    /**
     * As text.
     *
     * @param tex in the part of TeX that our formulas use
     */
    public static String of(String tex) {
        return text(Tex.read(tex, true))
                .replaceAll(" +", " ")
                .replace("( ", "(")
                .replace("[ ", "[")
                .replace(" )", ")")
                .replace(" ]", "]")
                .replace(" ,", ",")
                .strip();
    }

    private static String text(Piece piece) {
        if (piece instanceof Row row) {
            return row(row);
        }
        if (piece instanceof Name name) {
            return name.text();
        }
        if (piece instanceof Piece.Number number) {
            return number.text();
        }
        if (piece instanceof Sign sign) {
            return sign(sign.text());
        }
        if (piece instanceof Function function) {
            return " " + function.text() + " ";
        }
        if (piece instanceof Words words) {
            return words.text();
        }
        if (piece instanceof Space space) {
            return space.em() < 1 ? " " : "   ";
        }
        if (piece instanceof Big big) {
            String sign = big.text().equals("∑") ? "Σ" : big.text();
            return " " + sign + script("_", big.under()) + script("^", big.over()) + " ";
        }
        if (piece instanceof Sub sub) {
            String index = text(sub.index());
            return text(sub.base())
                    + (sub.index() instanceof Words || isWords(sub.index()) ? "_" + index : "[" + index + "]");
        }
        if (piece instanceof Power power) {
            boolean function = power.base() instanceof Function;
            String base = text(power.base());
            return (function ? base.stripTrailing() : base) + exponent(power.exponent()) + (function ? " " : "");
        }
        if (piece instanceof Fraction f) {
            return isShort(f)
                    ? " " + text(f.above()) + "/" + text(f.below()) + " "
                    : " " + part(f.above()) + " / " + part(f.below()) + " ";
        }
        if (piece instanceof Root root) {
            return "√(" + text(root.inside()) + ")";
        }
        return construction(piece);
    }

    private static String construction(Piece piece) {
        if (piece instanceof Hat hat) {
            return text(hat.base()) + "\u0302";
        }
        if (piece instanceof Upright upright) {
            return upright.text();
        }
        if (piece instanceof Fence fence) {
            return fence.open() + text(fence.inside()) + fence.close();
        }
        if (piece instanceof Brace brace) {
            return text(brace.inside()) + script("_", brace.label());
        }
        return ((Matrix) piece)
                .rows().stream()
                        .map(row -> row.stream().map(PlainMath::text).collect(Collectors.joining(", ")))
                        .collect(Collectors.joining("; ", "[", "]"));
    }

    private static String script(String sign, Piece piece) {
        String text = text(piece);
        return text.isEmpty() ? "" : sign + "{" + text + "}";
    }

    private static boolean isWords(Piece piece) {
        return piece instanceof Row row
                && row.pieces().size() == 1
                && row.pieces().get(0) instanceof Words;
    }

    private static String row(Row row) {
        List<Piece> pieces = row.pieces();
        StringBuilder text = new StringBuilder();
        boolean negative = false;
        for (int i = 0; i < pieces.size(); i++) {
            boolean names = i > 0 && isLetter(pieces.get(i - 1)) && isLetter(pieces.get(i)) && !isD(pieces.get(i - 1));
            boolean factor = i > 0 && pieces.get(i - 1) instanceof Fraction && pieces.get(i) instanceof Big;
            boolean bracket =
                    i > 0 && isOpening(pieces.get(i)) && isLetter(pieces.get(i - 1)) && isSub(pieces.get(i - 1));
            boolean unary = row.isSignOfNext(i);
            String next = unary ? "−" : text(pieces.get(i));
            text.append(names || bracket ? " " : factor ? "· " : "").append(negative ? next.stripLeading() : next);
            negative = unary;
        }
        return text.toString();
    }

    private static boolean isOpening(Piece piece) {
        return piece instanceof Sign sign && sign.text().equals("(");
    }

    private static boolean isSub(Piece piece) {
        return piece instanceof Sub;
    }

    /** The d of dμ, which holds together with its letter. */
    private static boolean isD(Piece piece) {
        return piece instanceof Name name && name.text().equals("d");
    }

    private static boolean isLetter(Piece piece) {
        return piece instanceof Name
                || piece instanceof Hat
                || piece instanceof Words
                || piece instanceof Sub
                || piece instanceof Power;
    }

    private static String sign(String sign) {
        return switch (sign) {
            case "=", "+", "−", "·", "≤", "≥", ">", "<", "←", "×", "/" -> " " + sign + " ";
            case "," -> ",";
            default -> sign;
        };
    }

    private static String exponent(Piece exponent) {
        String text = text(exponent).strip();
        if (text.equals("′")) {
            return text;
        }
        if (text.length() == 1 && Character.isDigit(text.charAt(0))) {
            return String.valueOf(DIGITS.charAt(text.charAt(0) - '0'));
        }
        return text.length() == 1 ? "^" + text : "^(" + text + ")";
    }

    /** Such as 1/n. */
    private static boolean isShort(Fraction f) {
        return text(f.above()).length() == 1 && text(f.below()).length() == 1;
    }

    /** A part of a fraction, in brackets if it holds signs of its own. */
    private static String part(Piece piece) {
        String text = text(piece).strip();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
            if (depth == 0 && "+−·/".indexOf(c) >= 0) {
                return "(" + text + ")";
            }
        }
        return text;
    }
}
