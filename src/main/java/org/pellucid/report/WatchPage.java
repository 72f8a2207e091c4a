package org.pellucid.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.pellucid.report.Figure.Anchor;
import org.pellucid.train.WatchLog;

/** A training under the magnifier as one page that needs nothing else: small multiples, a row for each layer. */
public final class WatchPage {
    private static final int WIDTH = 290;
    private static final int HEIGHT = 170;
    private static final double HEALTHY = 1e-3;

    private static final String STYLE = "body{font:15px/1.45 Helvetica,Arial,'Liberation Sans',sans-serif;color:#222;"
            + "margin:2em auto;max-width:960px;padding:0 1em}h1{font-size:1.5em}h2{font-size:1.2em;margin:1.6em 0 .3em}"
            + "p{max-width:44em}.row{display:flex;flex-wrap:wrap;gap:8px;border-top:1px solid #e3e3e3;padding:6px 0;"
            + "break-inside:avoid}.row h3{flex-basis:100%;font-size:1em;margin:.2em 0 0}svg{max-width:100%;height:auto}"
            + "small{color:#666}@media print{body{margin:0;max-width:none}}";

    private WatchPage() {}

    /**
     * The page.
     *
     * @param title such as the network and the data
     */
    public static String html(String title, WatchLog log) {
        StringBuilder page = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Markup.escape(title))
                .append(": under the magnifier</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(Markup.escape(title))
                .append(": under the magnifier</h1>\n");
        if (log.epochs().isEmpty()) {
            return page.append("<p>No epoch is finished yet.</p>\n</body>\n</html>\n")
                    .toString();
        }
        WatchLog.Epoch last = log.epochs().get(log.epochs().size() - 1);
        page.append(String.format(
                Locale.ROOT,
                "<p>%d epochs, %d measured steps in each. Gradient and pace have the same axes in every row.</p>\n",
                log.epochs().size(),
                last.steps()));
        page.append(
                "<h2>Gradients, steps and weights</h2>\n<p>Gradient: ‖g‖₂ of the layer's parameters. Pace: ‖Δw‖₂ / ‖w‖₂ of a"
                        + " step; far above 10⁻³ the weights are thrown about, far below they hardly learn. Weights: their histogram,"
                        + " an epoch a line, the first at the top.</p>\n");
        Plot.Axis gradients = decades("‖g‖", log, WatchLog.Layer::gradientNorm);
        Plot.Axis pace = decades("‖Δw‖ / ‖w‖", log, WatchLog.Layer::ratio);
        for (WatchLog.Layer layer : last.layers()) {
            String name = layer.name();
            row(
                    page,
                    name,
                    plot(log, "gradient", gradients, e -> of(e, name).map(WatchLog.Layer::gradientNorm), 0)
                            .figure(),
                    plot(log, "pace", pace, e -> of(e, name).map(WatchLog.Layer::ratio), 1)
                            .level(HEALTHY, "10⁻³")
                            .figure(),
                    ridges("weights", log, e -> of(e, name).map(WatchLog.Layer::weights)));
        }
        page.append(
                "<h2>Activations</h2>\n<p>Of the first validation pictures at the end of each epoch. Dead: the share of a"
                        + " ReLU's channels, or units, that are 0 everywhere in all of these pictures. Zeros: the share of all its values"
                        + " that are 0.</p>\n");
        for (WatchLog.Activations a : last.activations()) {
            String name = a.name();
            Figure spread = ridges("values", log, e -> gave(e, name).map(WatchLog.Activations::values));
            if (a.relu()) {
                Plot.Axis share = Plot.Axis.linear("share", 0, 1);
                Plot dead = plot(log, "silence", share, e -> gave(e, name).map(WatchLog.Activations::dead), 1);
                double[] epochs = epochs(log);
                dead.dotted(epochs, values(log, e -> gave(e, name).map(WatchLog.Activations::zeros)), Palette.line(5));
                dead.key("zeros", 0, Palette.line(5)).key("dead", 44, Palette.line(1));
                row(page, name, dead.figure(), spread);
            } else {
                row(page, name, spread);
            }
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private static void row(StringBuilder page, String name, Figure... figures) {
        page.append("<div class=\"row\"><h3>").append(Markup.escape(name)).append("</h3>\n");
        for (Figure figure : figures) {
            page.append(figure.svg());
        }
        page.append("</div>\n");
    }

    private static Optional<WatchLog.Layer> of(WatchLog.Epoch epoch, String name) {
        return epoch.layers().stream().filter(l -> l.name().equals(name)).findFirst();
    }

    private static Optional<WatchLog.Activations> gave(WatchLog.Epoch epoch, String name) {
        return epoch.activations().stream().filter(a -> a.name().equals(name)).findFirst();
    }

    private static double[] epochs(WatchLog log) {
        return log.epochs().stream().mapToDouble(WatchLog.Epoch::epoch).toArray();
    }

    private static double[] values(WatchLog log, Function<WatchLog.Epoch, Optional<Double>> value) {
        return log.epochs().stream()
                .mapToDouble(e -> value.apply(e).orElse(Double.NaN))
                .toArray();
    }

    private static Plot.Axis decades(String label, WatchLog log, ToDoubleFunction<WatchLog.Layer> value) {
        List<double[]> all = new ArrayList<>();
        log.epochs().forEach(e -> all.add(e.layers().stream().mapToDouble(value).toArray()));
        return Plot.Axis.decades(label, all);
    }

    private static Plot plot(
            WatchLog log, String title, Plot.Axis y, Function<WatchLog.Epoch, Optional<Double>> value, int colour) {
        double[] epochs = epochs(log);
        double margin = epochs.length == 1 ? 0.5 : 0.02 * (epochs[epochs.length - 1] - epochs[0]);
        Plot.Axis x = Plot.Axis.linear("epoch", epochs[0] - margin, epochs[epochs.length - 1] + margin);
        return new Plot(title, WIDTH, HEIGHT, x, y).dotted(epochs, values(log, value), Palette.line(colour));
    }

    /** Histograms one below the other, each drawn up from its own base line; heights are roots of counts, so that tails show. */
    private static Figure ridges(
            String title, WatchLog log, Function<WatchLog.Epoch, Optional<WatchLog.Histogram>> histogram) {
        Figure figure = new Figure(WIDTH, HEIGHT, title);
        figure.heading(title, 34, 15, 12, Anchor.START, Palette.INK);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (WatchLog.Epoch e : log.epochs()) {
            WatchLog.Histogram h = histogram.apply(e).orElse(null);
            if (h != null) {
                low = Math.min(low, h.low());
                high = Math.max(high, h.high());
            }
        }
        Plot.Axis axis = Plot.Axis.linear("", low, high);
        double left = 34;
        double w = WIDTH - left - 12;
        double top = 38;
        double bottom = HEIGHT - 22;
        for (double tick : axis.ticks(5)) {
            double at = left + w * axis.at(tick);
            figure.line(at, 24, at, bottom + 3, Palette.GRID, 1);
            figure.text(axis.name(tick, 5), at, bottom + 14, 10, Anchor.MIDDLE, Palette.INK);
        }
        int n = log.epochs().size();
        int every = Math.max(1, (n + 11) / 12);
        double pitch = (bottom - top) / Math.max(1, (n - 1) / every + 1);
        double tall = Math.max(14, 1.6 * pitch);
        int drawn = 0;
        for (int i = (n - 1) % every; i < n; i += every) {
            WatchLog.Epoch e = log.epochs().get(i);
            WatchLog.Histogram h = histogram.apply(e).orElse(null);
            double base = top + pitch * (drawn++ + 1);
            figure.text(Integer.toString(e.epoch()), left - 6, base, 9, Anchor.END, Palette.MUTED);
            if (h != null) {
                ridge(figure, h, axis, left, w, base, tall);
            }
        }
        return figure;
    }

    private static void ridge(
            Figure figure, WatchLog.Histogram h, Plot.Axis axis, double left, double w, double base, double tall) {
        int bins = h.counts().length;
        int most = 1;
        for (int count : h.counts()) {
            most = Math.max(most, count);
        }
        double[] x = new double[bins + 2];
        double[] y = new double[bins + 2];
        for (int b = 0; b < bins; b++) {
            x[b + 1] = left + w * axis.at(h.low() + (b + 0.5) * (h.high() - h.low()) / bins);
            y[b + 1] = base - tall * Math.sqrt((double) h.counts()[b] / most);
        }
        x[0] = x[1];
        y[0] = base;
        x[bins + 1] = x[bins];
        y[bins + 1] = base;
        Color colour = Palette.line(0);
        figure.area(x, y, colour, 0.25).line(x, y, colour, 0.8);
    }
}
