package org.pellucid.report.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.trace.LayerTrace;
import org.pellucid.inspect.trace.Statistics;
import org.pellucid.inspect.trace.TensorTrace;
import org.pellucid.inspect.trace.Trace;
import org.pellucid.report.math.PlainMath;
import org.pellucid.report.microscope.ExplanationText;
import org.pellucid.report.microscope.Sum;

/** A trace as text for a terminal of 80 columns: large tensors are folded, and what is left out is counted. */
public final class TraceText {
    private static final int SHOWN = 6;
    private static final String SHADES = " ░▒▓█";
    private static final int COLUMNS = 48;

    private TraceText() {}

    /** The lines. */
    public static List<String> of(Trace trace) {
        List<String> lines = new ArrayList<>();
        trace.layers().stream()
                .findFirst()
                .ifPresent(first -> lines.addAll(picture(first.tensors().get(0))));
        for (LayerTrace layer : trace.layers()) {
            lines.add("");
            lines.addAll(layer(layer));
        }
        lines.add("");
        lines.addAll(loss(trace));
        return lines;
    }

    /** The first channel of what goes in, dark to light, two rows of pixels to a line. */
    private static List<String> picture(TensorTrace x) {
        if (x.shape().size() < 3) {
            return List.of();
        }
        int h = x.shape().get(1);
        int w = x.shape().get(2);
        int step = (w + COLUMNS - 1) / COLUMNS;
        Statistics s = x.statistics();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i + 2 * step <= h; i += 2 * step) {
            StringBuilder line = new StringBuilder("  ");
            for (int j = 0; j + step <= w; j += step) {
                double mean = (x.values()[i * w + j] + x.values()[(i + step) * w + j]) / 2;
                double t = s.max() > s.min() ? (mean - s.min()) / (s.max() - s.min()) : 0;
                line.append(SHADES.charAt((int) Math.min(SHADES.length() - 1.0, t * SHADES.length())));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static List<String> layer(LayerTrace layer) {
        List<String> lines = new ArrayList<>();
        String indent = "  ".repeat(layer.depth());
        lines.add(indent + layer.node().name() + "  " + layer.node().layer().type() + "  "
                + layer.node().input() + " → " + layer.node().output());
        layer.formulas().all().forEach(tex -> lines.add(indent + "  " + PlainMath.of(tex)));
        lines.add(indent
                + String.format(
                        Locale.ROOT,
                        "  %-3s %-12s %9s %9s %9s %9s %9s %6s",
                        "",
                        "shape",
                        "min",
                        "max",
                        "mean",
                        "deviation",
                        "norm",
                        "zeros"));
        for (TensorTrace t : layer.tensors()) {
            Statistics s = t.statistics();
            lines.add(indent
                    + String.format(
                            Locale.ROOT,
                            "  %-3s %-12s %s %s %s %s %s %5.1f%%",
                            t.symbol(),
                            t.size(),
                            number(s.min()),
                            number(s.max()),
                            number(s.mean()),
                            number(s.deviation()),
                            number(s.norm()),
                            100 * s.zeros()));
        }
        for (TensorTrace t : layer.tensors()) {
            lines.add(indent + values(t));
        }
        for (Explanation e : layer.explanations()) {
            lines.add(indent + "  " + verdict(e));
        }
        return lines;
    }

    private static String values(TensorTrace t) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-3s =", t.symbol()));
        int shown = Math.min(SHOWN, t.values().length);
        for (int i = 0; i < shown; i++) {
            line.append(' ').append(number(t.values()[i]));
        }
        int left = t.values().length - shown;
        return left == 0 ? line.toString() : line + String.format(Locale.ROOT, " … %,d more", left);
    }

    private static String verdict(Explanation e) {
        Sum sum = Sum.of(e, Sum.Order.MAGNITUDE, 1);
        String value = sum.total().scaleByPowerOfTen(sum.unit().exponent()).toPlainString();
        String terms = String.format(Locale.ROOT, "%,d %s", e.terms(), e.terms() == 1 ? "term" : "terms");
        String check = e.difference()
                .map(d -> "; slope: " + ExplanationText.difference(d, e.textbook()))
                .orElse("");
        return e.symbol() + " = " + value + "  (" + terms + check + ")"
                + (e.agrees() ? "" : "  DIFFERS from the textbook's code");
    }

    private static List<String> loss(Trace trace) {
        List<String> lines = new ArrayList<>();
        int k = trace.step().spec().classes();
        double[] z = trace.step().logits();
        double[] p = trace.step().probabilities();
        double[] t = trace.step().targets();
        double[] dz = trace.step().dLogits();
        lines.add(String.format(Locale.ROOT, "loss  L = %.8f", trace.step().loss()));
        lines.add(String.format(Locale.ROOT, "  %-12s %12s %12s %6s %12s", "class", "z", "p", "t", "dz"));
        for (int j = 0; j < k; j++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-12s %12.6f %12.6f %6s %12.6f",
                    trace.scene().classes().get(j),
                    z[j],
                    p[j],
                    target(t[j]),
                    dz[j]));
        }
        trace.loss().forEach(e -> lines.add("  " + verdict(e)));
        return lines;
    }

    /** 0 or 1; smoothed, four digits. */
    static String target(double t) {
        return t == Math.rint(t) ? String.valueOf((int) t) : String.format(Locale.ROOT, "%.4f", t);
    }

    /** Nine columns wide. */
    static String number(double value) {
        double size = Math.abs(value);
        String text = value == 0
                ? "0"
                : size >= 1e-3 && size < 1e4
                        ? String.format(Locale.ROOT, "%.4f", value)
                        : String.format(Locale.ROOT, "%.2e", value);
        return String.format(Locale.ROOT, "%9s", text);
    }
}
