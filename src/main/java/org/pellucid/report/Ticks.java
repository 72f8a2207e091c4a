package org.pellucid.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.axis.NumberTickUnit;

/** Where an axis is ticked: at round numbers, few enough to be read, all written with as many decimals. */
final class Ticks {
    private Ticks() {}

    /**
     * The least of … 0.1, 0.2, 0.5, 1, 2, 5, 10 … that divides the span into no more than {@code most} steps.
     *
     * @param span of the axis, above 0
     * @param least the least step allowed, such as 1 for epochs, or 0
     */
    static NumberTickUnit unit(double span, int most, double least) {
        int exponent = (int) Math.floor(Math.log10(Math.max(span / most, least)));
        double step = 0;
        for (int tries = 0; step * most < span || step < least; tries++) {
            int factor = new int[] {1, 2, 5}[tries % 3];
            step = factor * Math.pow(10, exponent + tries / 3);
        }
        int decimals = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        DecimalFormat format = new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return new NumberTickUnit(step, format);
    }
}
