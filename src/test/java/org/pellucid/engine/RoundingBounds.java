package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

/** Comparison within what rounding can do: |fast − exact| ≤ roundings · 2⁻²³ · Σ|ab| for each value. */
final class RoundingBounds {
    /** Twice the unit roundoff of a float, which takes in the higher-order terms. */
    static final double EPSILON = 0x1p-23;

    private RoundingBounds() {}

    /**
     * @param magnitudes Σ|ab| of each value
     * @param roundings on the longest way from a product to the result
     */
    static void check(String what, float[] fast, double[] exact, double[] magnitudes, double roundings) {
        assertThat(fast).as(what).hasSameSizeAs(exact);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < fast.length; i++) {
            double share = Math.abs(fast[i] - exact[i]) / (roundings * EPSILON * magnitudes[i] + Double.MIN_NORMAL);
            if (!(share <= worst)) {
                worst = share;
                at = i;
            }
        }
        assertThat(worst)
                .as("%s: share of the bound at %d, %s for %s", what, at, fast[at], exact[at])
                .isLessThanOrEqualTo(1);
    }

    static double[] magnitudes(double[] values) {
        double[] absolute = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            absolute[i] = Math.abs(values[i]);
        }
        return absolute;
    }
}
