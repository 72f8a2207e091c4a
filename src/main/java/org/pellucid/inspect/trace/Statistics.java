package org.pellucid.inspect.trace;

/**
 * What the values of a tensor are like.
 *
 * @param count of the values
 * @param deviation the standard deviation, without Bessel's correction
 * @param norm √Σx²
 * @param zeros the share that is exactly 0
 */
public record Statistics(int count, double min, double max, double mean, double deviation, double norm, double zeros) {
    /** Of some values, at least one. */
    static Statistics of(double[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        int zeros = 0;
        for (double value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
            squares += value * value;
            zeros += value == 0 ? 1 : 0;
        }
        double mean = sum / values.length;
        double centred = 0;
        for (double value : values) {
            centred += (value - mean) * (value - mean);
        }
        return new Statistics(
                values.length,
                min,
                max,
                mean,
                Math.sqrt(centred / values.length),
                Math.sqrt(squares),
                (double) zeros / values.length);
    }

    /** The larger of |min| and |max|. */
    public double magnitude() {
        return Math.max(Math.abs(min), Math.abs(max));
    }
}
