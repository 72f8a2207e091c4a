package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.pellucid.inspect.Bounds;

/** Comparison within what rounding can do: |fast − exact| ≤ roundings · 2⁻²³ · Σ|ab| for each value. */
final class RoundingBounds {
    private RoundingBounds() {}

    /**
     * @param magnitudes Σ|ab| of each value
     * @param roundings on the longest way from a product to the result
     */
    static void check(String what, float[] fast, double[] exact, double[] magnitudes, double roundings) {
        double[] bounds = new double[magnitudes.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = roundings * Bounds.EPSILON * magnitudes[i];
        }
        check(what, fast, exact, bounds);
    }

    /** @param bounds of each value */
    static void check(String what, float[] fast, double[] exact, double[] bounds) {
        assertThat(fast).as(what).hasSameSizeAs(exact);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < fast.length; i++) {
            double share = Math.abs(fast[i] - exact[i]) / (bounds[i] + Double.MIN_NORMAL);
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
