package org.pellucid.report;

/**
 * A named line of a chart.
 *
 * <p>The arrays are copied on the way in; those handed out are the record's own and must not be written to.
 *
 * @param name written at the line's end
 * @param x finite and rising, such as epochs
 * @param y as many as {@code x}; where it is not finite the line has a gap
 */
public record Curve(String name, double[] x, double[] y) {
    /** @throws IllegalArgumentException if the sizes do not agree or x is not finite and rising */
    public Curve {
        x = x.clone();
        y = y.clone();
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "curve '" + name + "' expects as many y as x but gets " + x.length + " x and " + y.length + " y");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i]) || (i > 0 && x[i] <= x[i - 1])) {
                throw new IllegalArgumentException(
                        "curve '" + name + "' expects finite, rising x but gets " + x[i] + " at index " + i);
            }
        }
    }
}
