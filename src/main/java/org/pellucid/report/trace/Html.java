package org.pellucid.report.trace;

import java.util.Locale;
import org.pellucid.report.Markup;

/** Small pieces of HTML. */
final class Html {
    private static final int DIGITS = 5;

    private Html() {}

    /** A number, shown short; {@code value} holds it in full, and {@code data-k} says which it is of the JSON. */
    static String number(String key, double value) {
        return "<data data-k=\"" + Markup.escape(key) + "\" value=\"" + value + "\">" + brief(value) + "</data>";
    }

    /** Five significant digits, with a true minus. */
    static String brief(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return minus(String.valueOf((long) value));
        }
        double size = Math.abs(value);
        if (size < 1e-3 || size >= 1e6) {
            String[] parts =
                    String.format(Locale.ROOT, "%." + (DIGITS - 1) + "e", value).split("e", -1);
            return minus(parts[0]) + "·10<sup>" + minus(String.valueOf(Integer.parseInt(parts[1]))) + "</sup>";
        }
        int decimals = Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(size)));
        return minus(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    static String minus(String number) {
        return number.replace('-', '−');
    }

    static String count(long n, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", n, thing, n == 1 ? "" : "s");
    }
}
