package org.pellucid.report;

import java.util.Arrays;
import java.util.Locale;
import org.pellucid.train.RateRange;

/** The plot of a learning-rate range test. */
public final class RangeChart {
    private RangeChart() {}

    /** Loss over learning rate, as measured and smoothed, with the rates that were read off. */
    public static Figure of(String title, RateRange range) {
        double[] rates = range.rates();
        double least = Arrays.stream(range.smoothed()).min().orElse(0);
        double first = range.smoothed()[0];
        double low = Math.max(0, least - 0.25 * (first - least) - 0.05);
        double high = first + 0.6 * Math.max(first - least, 0.2 * first);
        Plot plot = new Plot(
                title,
                800,
                500,
                new Plot.Axis("learning rate", rates[0], rates[rates.length - 1], true),
                Plot.Axis.linear("loss of the batch", low, high));
        plot.line(rates, range.losses(), Palette.EMPTY.darker(), 1);
        plot.line(rates, range.smoothed(), Palette.line(0), 2.4);
        plot.mark(range.lowest(), name(range.risen() ? "lowest" : "end", range.lowest()), Palette.line(1), 0.11);
        plot.mark(range.suggested(), name("suggested", range.suggested()), Palette.INK, 0.05);
        return plot.figure();
    }

    private static String name(String what, double rate) {
        return String.format(Locale.ROOT, "%s %.1e", what, rate).replace('-', '−');
    }
}
