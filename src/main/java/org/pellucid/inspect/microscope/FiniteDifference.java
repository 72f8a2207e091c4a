package org.pellucid.inspect.microscope;

/**
 * A slope of the loss, measured: (L(θ + h) − L(θ − h)) / 2h, extrapolated to h = 0.
 *
 * @param kink whether every step tried crosses a kink of ReLU or a tie of maxima, so that nothing could be measured
 * @param value the slope; NaN at a kink
 * @param step the largest h taken
 * @param rounding about how far rounding alone may move the slope
 */
public record FiniteDifference(boolean kink, double value, double step, double rounding) {
    private static final int MOST_DIGITS = 15;

    static FiniteDifference atKink() {
        return new FiniteDifference(true, Double.NaN, 0, 0);
    }

    /** How many leading digits agree with an analytic gradient: −log₁₀ of the relative error; 0 at a kink. */
    public int digits(double analytic) {
        if (kink) {
            return 0;
        }
        double error = Math.abs(analytic - value);
        double scale = Math.max(Math.abs(analytic), Math.abs(value));
        if (error == 0) {
            return MOST_DIGITS;
        }
        return (int) Math.max(0, Math.min(MOST_DIGITS, Math.floor(-Math.log10(error / scale))));
    }

    /** Whether an analytic gradient is no further off than rounding explains: then digits tell nothing. */
    public boolean withinRounding(double analytic) {
        return !kink && Math.abs(analytic - value) <= rounding;
    }

    /** Whether it agrees with an analytic gradient to six digits, or as far as rounding lets it. */
    public boolean confirms(double analytic) {
        return digits(analytic) >= 6 || withinRounding(analytic);
    }
}
