package org.pellucid.report.math;

import java.util.stream.Collectors;
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

/** A formula as MathML, which browsers typeset by themselves. */
public final class MathMl {
    private MathMl() {}

    /**
     * As an element {@code math} in one of class {@code formula}, which may scroll.
     *
     * @param tex in the part of TeX that our formulas use
     */
    public static String of(String tex) {
        return "<div class=\"formula\"><math display=\"block\">" + element(Tex.read(tex)) + "</math></div>";
    }

    private static String element(Piece piece) {
        if (piece instanceof Row row) {
            return "<mrow>" + row.pieces().stream().map(MathMl::element).collect(Collectors.joining()) + "</mrow>";
        }
        if (piece instanceof Name name) {
            return name(name.text());
        }
        if (piece instanceof Tex.Number number) {
            return "<mn>" + number.text() + "</mn>";
        }
        if (piece instanceof Sign sign) {
            // Brackets stay as small as they are written: MathML would stretch them over a sum's index.
            String bracket = "()[]".contains(sign.text()) ? " stretchy=\"false\"" : "";
            return "<mo" + bracket + ">" + sign.text().replace("<", "&lt;").replace(">", "&gt;") + "</mo>";
        }
        if (piece instanceof Function function) {
            return "<mi mathvariant=\"normal\">" + function.text() + "</mi><mspace width=\"0.17em\"/>";
        }
        if (piece instanceof Words words) {
            return "<mtext>" + words.text() + "</mtext>";
        }
        if (piece instanceof Space) {
            return "<mspace width=\"1.5em\"/>";
        }
        if (piece instanceof Big big) {
            String sign = big.text().equals("Σ")
                    ? "<mo largeop=\"true\" movablelimits=\"false\">∑</mo>"
                    : "<mo movablelimits=\"false\">max</mo>";
            boolean bare = big.under() instanceof Row row && row.pieces().isEmpty();
            return bare ? sign : "<munder>" + sign + element(big.under()) + "</munder>";
        }
        if (piece instanceof Sub sub) {
            return "<msub>" + element(sub.base()) + element(sub.index()) + "</msub>";
        }
        if (piece instanceof Power power) {
            return "<msup>" + element(power.base()) + element(power.exponent()) + "</msup>";
        }
        if (piece instanceof Fraction f) {
            return "<mfrac>" + element(f.above()) + element(f.below()) + "</mfrac>";
        }
        if (piece instanceof Root root) {
            return "<msqrt>" + element(root.inside()) + "</msqrt>";
        }
        return "<mover accent=\"true\">" + element(((Hat) piece).base()) + "<mo stretchy=\"false\">^</mo></mover>";
    }

    /** One letter stands slanted; a name of several, such as dx, holds together. */
    private static String name(String text) {
        return text.length() == 1
                ? "<mi>" + text + "</mi>"
                : "<mi mathvariant=\"normal\" class=\"word\">" + text + "</mi>";
    }
}
