package org.pellucid.report.trace;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.trace.LayerTrace;
import org.pellucid.inspect.trace.TensorTrace;
import org.pellucid.report.Markup;
import org.pellucid.report.math.MathMl;
import org.pellucid.spec.Conv2dSpec;

/** One layer's section of the page. */
final class LayerHtml {
    private static final int WIDE = 130;
    private static final int NARROW = 260;
    private static final int MOST_SCALE = 14;

    private LayerHtml() {}

    /**
     * The section.
     *
     * @param index of the layer in the JSON
     * @param explore whether a convolution's numbers are there to be explored
     */
    static String of(LayerTrace layer, int index, boolean explore) {
        String name = Markup.escape(layer.node().name());
        StringBuilder html = new StringBuilder(
                "<section class=\"layer\" id=\"" + name + "\" style=\"--depth:" + layer.depth() + "\">");
        html.append("<header><h2>").append(name).append("</h2><p class=\"what\">");
        html.append(Markup.escape(layer.node().layer().type())).append(" <span>");
        html.append(layer.node().input())
                .append(" → ")
                .append(layer.node().output())
                .append("</span>");
        long parameters = layer.depth() == 0 ? layer.node().cost().parameters() : own(layer);
        if (parameters > 0) {
            html.append(" <span>").append(Html.count(parameters, "parameter")).append("</span>");
        }
        html.append("</p></header><div class=\"passes\">");
        Formulas f = layer.formulas();
        html.append(pass(layer, "forward", List.of(f.output()), false));
        html.append(pass(layer, "backward", List.of(f.weight(), f.bias(), f.input()), true));
        html.append("</div>");
        if (explore) {
            html.append(Explorer.of(layer));
        } else if (layer.node().layer() instanceof Conv2dSpec) {
            html.append("<p class=\"note\">")
                    .append(Html.count(Explorer.numbers(layer), "number"))
                    .append(" would be needed to explore this convolution here: left out to keep the page light.</p>");
        }
        html.append(statistics(layer, "layers." + index + ".tensors."));
        int i = 0;
        for (Explanation e : layer.explanations()) {
            html.append(ExplanationHtml.of(e, "layers." + index + ".explained." + i++));
        }
        return html.append("</section>").toString();
    }

    private static long own(LayerTrace layer) {
        return layer.node().parameters().stream()
                .filter(p -> p.role().learned())
                .mapToLong(p -> p.size())
                .sum();
    }

    private static String pass(LayerTrace layer, String title, List<String> formulas, boolean backward) {
        StringBuilder html = new StringBuilder("<div class=\"pass " + title + "\"><h3>" + title + "</h3>");
        formulas.stream().filter(tex -> !tex.isEmpty()).forEach(tex -> html.append(MathMl.ofWords(tex)));
        List<String> shown = backward ? List.of("dy", "dx", "dw", "dγ", "dβ") : List.of("x", "y", "w", "γ", "β");
        for (String symbol : shown) {
            layer.tensor(symbol).filter(t -> worthDrawing(layer, t)).ifPresent(t -> html.append(figure(t, layer)));
        }
        return html.append("</div>").toString();
    }

    /** x is the y of the layer before, dx its dy: drawn where they are the network's own picture, or nothing else would be. */
    private static boolean worthDrawing(LayerTrace layer, TensorTrace t) {
        boolean first =
                layer.node().name().equals("conv1") || layer.node().name().equals("flatten1");
        return !(t.symbol().equals("x") && !first);
    }

    private static String figure(TensorTrace t, LayerTrace layer) {
        MapSheet sheet = MapSheet.of(t);
        double a = t.statistics().magnitude();
        String end = Html.brief(a);
        // A pixel a value, enlarged by a whole number; wide sheets fill their column.
        boolean wide = sheet.width() >= WIDE;
        int scale = wide ? 2 : Math.max(1, Math.min(MOST_SCALE, NARROW / Math.max(sheet.width(), sheet.height())));
        return "<figure><img alt=\""
                + Markup.escape(t.symbol() + " of " + layer.node().name() + ", " + t.size()) + "\""
                + (wide ? " class=\"wide\"" : "") + " src=\""
                + sheet.uri() + "\" width=\"" + sheet.width() * scale + "\" height=\"" + sheet.height() * scale + "\">"
                + "<figcaption><b>" + Markup.escape(t.symbol()) + "</b> " + Markup.escape(sheet.shown())
                + "<span class=\"scale\"><span>−" + end + "</span><i></i><span>" + end
                + "</span></span></figcaption></figure>";
    }

    private static String statistics(LayerTrace layer, String key) {
        StringBuilder html = new StringBuilder(
                "<div class=\"scroll\"><table class=\"statistics\"><tr><th></th><th>shape</th><th>min</th><th>max</th>"
                        + "<th>mean</th><th>deviation</th><th>norm</th><th>zeros</th></tr>");
        for (TensorTrace t : layer.tensors()) {
            html.append("<tr class=\"")
                    .append(t.isGradient() ? "gradient" : "value")
                    .append("\"><th>");
            html.append(Markup.escape(t.symbol()))
                    .append("</th><td>")
                    .append(t.size())
                    .append("</td>");
            for (Map.Entry<String, Double> s :
                    TraceTree.statistics(t.statistics()).entrySet()) {
                String path = key + t.symbol() + "." + s.getKey();
                html.append("<td>")
                        .append(
                                s.getKey().equals("zeros")
                                        ? percent(path, s.getValue())
                                        : Html.number(path, s.getValue()));
                html.append("</td>");
            }
            html.append("</tr>");
        }
        return html.append("</table></div>").toString();
    }

    private static String percent(String key, double share) {
        String text = share == 0 ? "0" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
        return "<data data-k=\"" + Markup.escape(key) + "\" value=\"" + share + "\">" + text + "</data>";
    }
}
