package org.pellucid.report.math;

import java.util.List;
import org.pellucid.report.math.Tex.Big;
import org.pellucid.report.math.Tex.Fraction;
import org.pellucid.report.math.Tex.Function;
import org.pellucid.report.math.Tex.Hat;
import org.pellucid.report.math.Tex.Name;
import org.pellucid.report.math.Tex.Piece;
import org.pellucid.report.math.Tex.Power;
import org.pellucid.report.math.Tex.Root;
import org.pellucid.report.math.Tex.Row;
import org.pellucid.report.math.Tex.Sign;
import org.pellucid.report.math.Tex.Space;
import org.pellucid.report.math.Tex.Sub;
import org.pellucid.report.math.Tex.Words;

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
        return text(Tex.read(tex))
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
            return row(row.pieces());
        }
        if (piece instanceof Name name) {
            return name.text();
        }
        if (piece instanceof Tex.Number number) {
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
        if (piece instanceof Space) {
            return "   ";
        }
        if (piece instanceof Big big) {
            String under = text(big.under());
            return " " + big.text() + (under.isEmpty() ? "" : "_{" + under + "}") + " ";
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
        return text(((Hat) piece).base()) + "\u0302";
    }

    private static boolean isWords(Piece piece) {
        return piece instanceof Row row
                && row.pieces().size() == 1
                && row.pieces().get(0) instanceof Words;
    }

    private static String row(List<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        boolean negative = false;
        for (int i = 0; i < pieces.size(); i++) {
            boolean names = i > 0 && isLetter(pieces.get(i - 1)) && isLetter(pieces.get(i)) && !isD(pieces.get(i - 1));
            boolean factor = i > 0 && pieces.get(i - 1) instanceof Fraction && pieces.get(i) instanceof Big;
            boolean bracket =
                    i > 0 && isOpening(pieces.get(i)) && isLetter(pieces.get(i - 1)) && isSub(pieces.get(i - 1));
            boolean unary = isMinus(pieces.get(i)) && (i == 0 || isSign(pieces.get(i - 1)));
            String next = unary ? "−" : text(pieces.get(i));
            text.append(names || bracket ? " " : factor ? "· " : "").append(negative ? next.stripLeading() : next);
            negative = unary;
        }
        return text.toString();
    }

    private static boolean isMinus(Piece piece) {
        return piece instanceof Sign sign && sign.text().equals("−");
    }

    /** Whether a minus after it belongs to what follows. */
    private static boolean isSign(Piece piece) {
        return piece instanceof Sign sign
                && !sign.text().equals(")")
                && !sign.text().equals("]");
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
