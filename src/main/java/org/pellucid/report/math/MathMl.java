package org.pellucid.report.math;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pellucid.report.Markup;
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

/** A formula as MathML, which browsers typeset by themselves. */
public final class MathMl {
    private static final String OPENING = "([⌊⌈⟨";
    private static final String CLOSING = ")]⌋⌉⟩";
    private static final String THIN_SPACE = "<mspace width=\"0.17em\"/>";

    private MathMl() {}

    /**
     * A formula.
     *
     * @param tex in the part of TeX that our formulas use; each letter is a name
     * @param display whether it stands on a line of its own
     * @throws IllegalArgumentException if it holds what is not known here
     */
    public static String of(String tex, boolean display) {
        return math(Tex.read(tex, false), display);
    }

    /**
     * A formula on a line of its own, in an element of class {@code formula}, which may scroll.
     *
     * @param tex likewise, but letters that touch are one name, such as dx
     */
    public static String ofWords(String tex) {
        return "<div class=\"formula\">" + math(Tex.read(tex, true), true) + "</div>";
    }

    private static String math(Row row, boolean display) {
        return "<math" + (display ? " display=\"block\"" : "") + ">" + element(row) + "</math>";
    }

    private static String element(Piece piece) {
        if (piece instanceof Row row) {
            return tag("mrow", inside(row));
        }
        if (piece instanceof Name name) {
            return name(name.text());
        }
        if (piece instanceof Upright upright) {
            return "<mi mathvariant=\"normal\">" + Markup.escape(upright.text()) + "</mi>";
        }
        if (piece instanceof Piece.Number number) {
            return tag("mn", number.text());
        }
        if (piece instanceof Sign sign) {
            return sign(sign.text());
        }
        if (piece instanceof Function function) {
            return tag("mi", function.text());
        }
        if (piece instanceof Words words) {
            return tag("mtext", Markup.escape(words.text()));
        }
        if (piece instanceof Space space) {
            return String.format(Locale.ROOT, "<mspace width=\"%sem\"/>", space.em());
        }
        if (piece instanceof Big big) {
            return scripts("munder", "mover", "munderover", big(big.text()), big.under(), big.over());
        }
        if (piece instanceof Sub sub) {
            return sub.base() instanceof Power power
                    ? scripts(power.base(), sub.index(), power.exponent())
                    : scripts(sub.base(), sub.index(), Piece.NONE);
        }
        if (piece instanceof Power power) {
            return power.base() instanceof Sub sub
                    ? scripts(sub.base(), sub.index(), power.exponent())
                    : scripts(power.base(), Piece.NONE, power.exponent());
        }
        return construction(piece);
    }

    private static String construction(Piece piece) {
        if (piece instanceof Fraction f) {
            return tag("mfrac", element(f.above()) + element(f.below()));
        }
        if (piece instanceof Root root) {
            return tag("msqrt", element(root.inside()));
        }
        if (piece instanceof Hat hat) {
            return "<mover accent=\"true\">" + element(hat.base()) + "<mo stretchy=\"false\">^</mo></mover>";
        }
        if (piece instanceof Fence fence) {
            return tag("mrow", growing(fence.open()) + inside(fence.inside()) + growing(fence.close()));
        }
        if (piece instanceof Brace brace) {
            String base = tag("munder", element(brace.inside()) + "<mo stretchy=\"true\">⏟</mo>");
            return scripts("munder", "mover", "munderover", base, brace.label(), Piece.NONE);
        }
        String rows = ((Matrix) piece)
                .rows().stream()
                        .map(row -> tag(
                                "mtr",
                                row.stream()
                                        .map(cell -> tag("mtd", inside(cell)))
                                        .collect(Collectors.joining())))
                        .collect(Collectors.joining());
        return tag("mrow", growing("(") + tag("mtable", rows) + growing(")"));
    }

    /** A row's pieces without an element around them. */
    private static String inside(Piece piece) {
        Row row = piece instanceof Row it ? it : new Row(List.of(piece));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < row.pieces().size(); i++) {
            Piece next = row.pieces().get(i);
            out.append(row.isSignOfNext(i) ? "<mo form=\"prefix\">−</mo>" : element(next));
            out.append(isFunction(next) ? THIN_SPACE : "");
        }
        return out.toString();
    }

    private static boolean isFunction(Piece piece) {
        return piece instanceof Function
                || (piece instanceof Power power && power.base() instanceof Function)
                || (piece instanceof Big big
                        && big.text().equals("max")
                        && big.under().equals(Piece.NONE));
    }

    /** One letter stands slanted; a name of several, such as dx, holds together. */
    private static String name(String text) {
        return text.length() == 1 ? tag("mi", text) : "<mi mathvariant=\"normal\" class=\"word\">" + text + "</mi>";
    }

    /** Brackets do not grow, and keep no distance wherever they stand. */
    private static String sign(String text) {
        if (OPENING.contains(text)) {
            return "<mo form=\"prefix\" stretchy=\"false\">" + text + "</mo>";
        }
        if (CLOSING.contains(text)) {
            return "<mo form=\"postfix\" stretchy=\"false\">" + text + "</mo>";
        }
        return switch (text) {
            case "|" -> "<mo lspace=\"0\" rspace=\"0\" stretchy=\"false\">|</mo>";
            case "∣" -> "<mo>|</mo>";
            case "·" -> "<mo>⋅</mo>";
            default -> tag("mo", Markup.escape(text));
        };
    }

    private static String growing(String bracket) {
        return "<mo fence=\"true\">" + bracket + "</mo>";
    }

    private static String big(String text) {
        return text.equals("max") ? tag("mi", text) : "<mo largeop=\"true\">" + text + "</mo>";
    }

    private static String scripts(Piece base, Piece low, Piece high) {
        return scripts("msub", "msup", "msubsup", element(base), low, high);
    }

    private static String scripts(String one, String other, String both, String base, Piece low, Piece high) {
        if (low.equals(Piece.NONE)) {
            return high.equals(Piece.NONE) ? base : tag(other, base + element(high));
        }
        return high.equals(Piece.NONE) ? tag(one, base + element(low)) : tag(both, base + element(low) + element(high));
    }

    private static String tag(String name, String inside) {
        return "<" + name + ">" + inside + "</" + name + ">";
    }
}
