package org.pellucid.report;

import java.util.Locale;
import org.pellucid.evaluate.Interval;

/** Scores in writing: four decimals, in the same way everywhere. */
public final class Digits {
    private Digits() {}

    public static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** With its sign, a true minus. */
    static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value).replace('-', '−');
    }

    /** From low to high; a dash if there is none. */
    public static String range(Interval interval) {
        return interval == null ? "–" : four(interval.low()) + "–" + four(interval.high());
    }

    /** A p-value. */
    static String p(double value) {
        return value < 1e-4 ? "< 0.0001" : four(value);
    }
}
