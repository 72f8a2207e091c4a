package org.pellucid.report.document;

import java.math.BigDecimal;
import java.util.Locale;

/** How numbers are printed. */
public final class Numbers {
    private Numbers() {}

    /** With that many decimals; a zero has no sign. */
    public static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
    }

    /** With that many significant digits, as TeX: {@code 1.25 \cdot 10^{-7}} where the number is very small or large. */
    public static String significant(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        String[] parts =
                String.format(Locale.ROOT, "%." + (digits - 1) + "e", value).split("e", -1);
        int exponent = Integer.parseInt(parts[1]);
        if (exponent >= -3 && exponent < digits + 2) {
            return String.format(Locale.ROOT, "%." + Math.max(0, digits - 1 - exponent) + "f", value);
        }
        return parts[0] + " \\cdot 10^{" + exponent + "}";
    }

    /** A constant in full, as TeX: {@code 0.9}, {@code 10^{-8}}. */
    public static String constant(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4) {
            return decimal.toPlainString();
        }
        String mantissa = decimal.movePointLeft(exponent).toPlainString();
        return (mantissa.equals("1") ? "" : mantissa + " \\cdot ") + "10^{" + exponent + "}";
    }

    /** With commas between thousands. */
    public static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
