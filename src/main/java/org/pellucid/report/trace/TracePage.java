package org.pellucid.report.trace;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.trace.LayerTrace;
import org.pellucid.inspect.trace.TensorTrace;
import org.pellucid.inspect.trace.Trace;
import org.pellucid.report.Markup;
import org.pellucid.report.Ramp;
import org.pellucid.report.math.MathMl;

/**
 * A trace as one page that needs nothing else: no network, no fonts, no library. Formulas are MathML, maps are pictures in the
 * page, and a small script lets the reader point at the cells of a convolution.
 *
 * <p>Every number shown stands in an element {@code data} whose {@code value} holds it in full and whose {@code data-k} is its path in
 * {@link TraceTree}.
 */
public final class TracePage {
    /** Numbers for the explorers of all convolutions: some five megabytes of page. */
    private static final int BUDGET = 500_000;

    private static final int RGB = 0xFFFFFF;

    private TracePage() {}

    /** The page. */
    public static String of(Trace trace) {
        StringBuilder html = new StringBuilder(1 << 20);
        String title = trace.scene().model() + ": one training step";
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<link rel=\"icon\" href=\"data:,\">")
                .append("<title>")
                .append(Markup.escape(title))
                .append("</title><style>:root{--map:")
                .append(gradient())
                .append("}\n")
                .append(resource("trace.css"))
                .append("</style></head><body>");
        html.append(head(trace)).append(overview(trace)).append("<main>");
        int budget = BUDGET;
        for (int i = 0; i < trace.layers().size(); i++) {
            LayerTrace layer = trace.layers().get(i);
            int numbers = Explorer.numbers(layer);
            boolean explore = numbers > 0 && numbers <= budget;
            budget -= explore ? numbers : 0;
            html.append(LayerHtml.of(layer, i, explore)).append('\n');
        }
        html.append(loss(trace)).append("</main>").append(foot(trace));
        html.append("<script type=\"application/json\" id=\"colours\">[")
                .append(colours())
                .append("]</script>");
        html.append("<script>").append(resource("trace.js")).append("</script></body></html>\n");
        return html.toString();
    }

    private static String head(Trace trace) {
        StringBuilder html = new StringBuilder("<header class=\"top\"><div class=\"intro\"><p class=\"kicker\">")
                .append(Markup.escape(trace.scene().model()))
                .append(", ")
                .append(Markup.escape(trace.scene().weights()))
                .append(
                        "</p><h1>One training step</h1><p>A picture goes forward through every layer to the loss, and the gradient")
                .append(
                        " of the loss comes back. Below is each layer with the real numbers of this one step, in double precision:")
                .append(
                        " what it computes, what it got and gave, and some of its numbers taken apart into the terms they are the")
                .append(
                        " sum of. Beside each such gradient stands the slope of the loss, measured by moving that very number.</p>");
        html.append("<ul class=\"pictures\">");
        trace.scene()
                .pictures()
                .forEach(p -> html.append("<li>").append(Markup.escape(p)).append("</li>"));
        html.append("</ul>");
        if (trace.step().n() > 1) {
            html.append(
                            "<p class=\"note\">Values and their gradients are of the first picture; gradients of parameters are sums")
                    .append(" over all ")
                    .append(trace.step().n())
                    .append(".</p>");
        }
        trace.scene()
                .notes()
                .forEach(n -> html.append("<p class=\"note\">")
                        .append(Markup.escape(n))
                        .append("</p>"));
        html.append("</div>").append(face(trace)).append(answer(trace)).append("</header>");
        return html.toString();
    }

    /** The picture itself, in grey. */
    private static String face(Trace trace) {
        TensorTrace x = trace.layers().get(0).tensor("x").orElseThrow();
        if (x.shape().size() < 3) {
            return "";
        }
        int h = x.shape().get(1);
        int w = x.shape().get(2);
        double min = x.statistics().min();
        double range = Math.max(x.statistics().max() - min, Double.MIN_NORMAL);
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < h * w; i++) {
            image.getRaster().setSample(i % w, i / w, 0, (int) Math.round(255 * (x.values()[i] - min) / range));
        }
        return "<figure class=\"face\"><img alt=\"the picture\" src=\"" + Markup.dataUri(image) + "\" width=\"" + 4 * w
                + "\" height=\"" + 4 * h + "\"><figcaption><b>x</b> " + x.size()
                + ", standardised</figcaption></figure>";
    }

    /** Probabilities, targets and the gradient of the logits, as bars. */
    private static String answer(Trace trace) {
        int k = trace.step().spec().classes();
        double[] p = trace.step().probabilities();
        double[] t = trace.step().targets();
        double[] z = trace.step().logits();
        double[] dz = trace.step().dLogits();
        StringBuilder html =
                new StringBuilder("<div class=\"answer scroll\"><table><tr><th></th><th>z</th><th colspan=\"2\">p</th>"
                        + "<th>t</th><th>dz</th></tr>");
        for (int j = 0; j < k; j++) {
            html.append(j == trace.step().labels()[Trace.EXAMPLE] ? "<tr class=\"true\"><th>" : "<tr><th>")
                    .append(Markup.escape(trace.scene().classes().get(j)))
                    .append("</th><td>")
                    .append(Html.number("logits." + j, z[j]))
                    .append("</td><td class=\"bar\"><i style=\"width:")
                    .append(String.format(Locale.ROOT, "%.1f", 100 * p[j]))
                    .append("%\"></i></td><td>")
                    .append(Html.number("probabilities." + j, p[j]))
                    .append("</td><td>")
                    .append(TraceText.target(t[j]))
                    .append("</td><td>")
                    .append(Html.number("dlogits." + j, dz[j]))
                    .append("</td></tr>");
        }
        return html.append("</table><p class=\"loss\">L = ")
                .append(Html.number("loss", trace.step().loss()))
                .append("</p></div>")
                .toString();
    }

    /** All layers at a glance: how large values and gradients are, on a logarithmic scale. */
    private static String overview(Trace trace) {
        double[] range = {Double.POSITIVE_INFINITY, 0};
        for (LayerTrace layer : trace.layers()) {
            for (String symbol : List.of("y", "dy")) {
                double norm = layer.tensor(symbol).orElseThrow().statistics().norm();
                range[0] = norm > 0 ? Math.min(range[0], norm) : range[0];
                range[1] = Math.max(range[1], norm);
            }
        }
        StringBuilder html = new StringBuilder(
                "<nav class=\"scroll\"><table><tr><th>layer</th><th class=\"type\">kind</th><th>gives</th>"
                        + "<th colspan=\"2\">‖y‖, logarithmic →</th><th colspan=\"2\">← ‖dy‖, logarithmic</th></tr>");
        int i = 0;
        for (LayerTrace layer : trace.layers()) {
            double y = layer.tensor("y").orElseThrow().statistics().norm();
            double dy = layer.tensor("dy").orElseThrow().statistics().norm();
            String key = "layers." + i++ + ".tensors.";
            html.append("<tr><th style=\"padding-left:").append(layer.depth()).append("em\"><a href=\"#");
            html.append(Markup.escape(layer.node().name()))
                    .append("\">")
                    .append(Markup.escape(layer.node().name()))
                    .append("</a></th>");
            html.append("<td class=\"type\">")
                    .append(layer.node().layer().type())
                    .append("</td><td>")
                    .append(layer.node().output())
                    .append("</td>");
            html.append(bar(y, range, "forward"))
                    .append("<td>")
                    .append(Html.number(key + "y.norm", y))
                    .append("</td>");
            html.append(bar(dy, range, "backward"))
                    .append("<td>")
                    .append(Html.number(key + "dy.norm", dy))
                    .append("</td></tr>");
        }
        return html.append("</table></nav>").toString();
    }

    private static String bar(double norm, double[] range, String kind) {
        double span = Math.max(1e-9, Math.log(range[1] / range[0]));
        double width = norm <= 0 ? 0 : 4 + 96 * Math.log(norm / range[0]) / span;
        return String.format(Locale.ROOT, "<td class=\"bar %s\"><i style=\"width:%.1f%%\"></i></td>", kind, width);
    }

    private static String loss(Trace trace) {
        StringBuilder html = new StringBuilder(
                        "<section class=\"layer\" id=\"loss\" style=\"--depth:0\"><header><h2>loss</h2>")
                .append("<p class=\"what\">"
                        + (trace.step().rule().focus() > 0 ? "softmax and focal loss" : "softmax and cross-entropy")
                        + "</p></header><div class=\"passes\">")
                .append("<div class=\"pass forward\"><h3>forward</h3>")
                .append(MathMl.ofWords(Formulas.of(trace.step().rule()).output()))
                .append("</div><div class=\"pass backward\"><h3>backward</h3>")
                .append(MathMl.ofWords(Formulas.of(trace.step().rule()).input()))
                .append("</div></div>");
        int i = 0;
        for (Explanation e : trace.loss()) {
            html.append(ExplanationHtml.of(e, "loss_explained." + i++));
        }
        return html.append("</section>").toString();
    }

    private static String foot(Trace trace) {
        return "<footer><p>Made by Pellucid’s <code>trace</code>. Slopes of the loss measured for " + trace.measured()
                + " of these numbers; <code>pellucid microscope</code> explains any other. Convolution means cross-correlation;"
                + " indices start at 0. Colours: blue below 0, red above, each picture on its own scale.</p></footer>";
    }

    /** The colours as a gradient for a style sheet. */
    private static String gradient() {
        StringBuilder css = new StringBuilder("linear-gradient(90deg");
        for (int i = 0; i <= 16; i++) {
            css.append(String.format(Locale.ROOT, ",#%06x", Ramp.DIVERGING.rgb(i / 16.0) & RGB));
        }
        return css.append(')').toString();
    }

    private static String colours() {
        return IntStream.of(Ramp.DIVERGING.colours())
                .mapToObj(argb -> String.valueOf(argb & RGB))
                .collect(Collectors.joining(","));
    }

    private static String resource(String name) {
        try (InputStream in = TracePage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException inOwnJar) {
            throw new UncheckedIOException(inOwnJar);
        }
    }
}
