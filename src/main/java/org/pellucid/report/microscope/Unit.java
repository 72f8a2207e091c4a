package org.pellucid.report.microscope;

import java.math.BigDecimal;

/**
 * A power of ten that numbers are printed in units of, so that a column of very small ones stays readable.
 *
 * @param exponent a multiple of 3
 */
public record Unit(int exponent) {
    private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final double SMALL = 1e-3;
    private static final double SMALL_FOR_THREE = 0.1;
    private static final double LARGE = 1e6;

    /** One for numbers of at most this magnitude; 10⁰ unless they are tiny or huge. */
    public static Unit of(double largest) {
        return of(largest, SMALL);
    }

    /** One for numbers of at most this magnitude that are to be shown with three decimals. */
    public static Unit ofThreeDecimals(double largest) {
        return of(largest, SMALL_FOR_THREE);
    }

    private static Unit of(double largest, double small) {
        if (largest == 0 || !Double.isFinite(largest) || (largest >= small && largest < LARGE)) {
            return new Unit(0);
        }
        return new Unit(3 * (int) Math.floor(Math.log10(largest) / 3));
    }

    /** A number in this unit, exactly. */
    public BigDecimal scale(double value) {
        return new BigDecimal(value).scaleByPowerOfTen(-exponent);
    }

    /** A number in this unit, about. */
    public double about(double value) {
        return value * Math.pow(10, -exponent);
    }

    /** Such as {@code 10⁻⁶}; empty for 1. */
    public String text() {
        if (exponent == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder(exponent < 0 ? "10⁻" : "10");
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
            text.append(DIGITS.charAt(digit - '0'));
        }
        return text.toString();
    }
}
