package org.pellucid.report.document;

import java.util.List;

/**
 * Curves over whole numbers such as epochs.
 *
 * @param xLabel under the horizontal axis
 * @param yLabel beside the vertical one
 * @param curves at least one
 */
public record Plot(String xLabel, String yLabel, List<Curve> curves) {
    public Plot {
        curves = List.copyOf(curves);
    }

    /**
     * One curve.
     *
     * @param name in the legend
     * @param y values at 1, 2, …
     */
    public record Curve(String name, List<Double> y) {
        public Curve {
            y = List.copyOf(y);
        }
    }
}
