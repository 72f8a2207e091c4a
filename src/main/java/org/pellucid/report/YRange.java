package org.pellucid.report;

import java.util.Arrays;
import java.util.List;

/**
 * What a chart's vertical axis spans.
 *
 * @param low the lower end
 * @param high the upper end
 */
record YRange(double low, double high) {
    /** Free space above and below the data, as a share of its span. */
    private static final double MARGIN = 0.06;

    /** The axis spans at least this share of the greatest value, so that a flat line does not look like a storm. */
    private static final double LEAST_SPAN = 0.03;

    /** Values are cut off only if the others would then have this many times the room. */
    private static final double OUTLYING = 5;

    /** Up to this share of the values may be cut off, and always one a curve. */
    private static final double FEW = 0.02;

    /**
     * The span of all finite values but outliers above, never past 0 or 1 where no value is: shares and losses stay what
     * they are.
     */
    static YRange of(List<Curve> curves) {
        double[] values = curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.y()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (values.length == 0) {
            return new YRange(0, 1);
        }
        double least = values[0];
        double greatest = values[values.length - 1];
        int few = Math.max(curves.size(), (int) Math.ceil(FEW * values.length));
        if (values.length > 4 * few) {
            double usual = values[values.length - 1 - few];
            double limit = least + OUTLYING * (usual - least);
            greatest = usual > least && greatest > limit ? greatestUpTo(values, limit) : greatest;
        }
        double span = Math.max(greatest - least, LEAST_SPAN * Math.max(Math.abs(least), Math.abs(greatest)));
        span = span > 0 ? span : 1;
        double middle = (least + greatest) / 2;
        double low = middle - (0.5 + MARGIN) * span;
        double high = middle + (0.5 + MARGIN) * span;
        return new YRange(
                least >= 0 ? Math.max(0, low) : low, values[values.length - 1] <= 1 ? Math.min(1, high) : high);
    }

    /** Of those cut off, the ones that are near the rest after all may stay. */
    private static double greatestUpTo(double[] sorted, double limit) {
        double greatest = sorted[0];
        for (double value : sorted) {
            greatest = value <= limit ? value : greatest;
        }
        return greatest;
    }
}
