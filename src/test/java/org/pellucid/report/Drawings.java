package org.pellucid.report;

import java.awt.Color;
import java.util.Locale;
import org.pellucid.report.Figure.Anchor;

/** What the figures of the pages are made of: grids of numbers and words between them. */
final class Drawings {
    static final int CELL = 34;
    static final Color[] TINTS = {
        new Color(0xCFE3F3), new Color(0xFBDCC6), new Color(0xCDEBE0), new Color(0xF5DDEA), new Color(0xFBE8C6)
    };

    private Drawings() {}

    /** A matrix as squares with numbers; {@code tint} gives a colour for a cell, or null. */
    static void grid(Figure f, double x, double y, double[] values, int columns, Tint tint) {
        for (int i = 0; i < values.length; i++) {
            double left = x + i % columns * CELL;
            double top = y + i / columns * CELL;
            f.box(left, top, CELL, CELL, tint.of(i), Palette.MUTED, 0.7);
            f.text(number(values[i]), left + CELL / 2.0, top + CELL / 2.0 + 5, 14, Anchor.MIDDLE, Palette.INK);
        }
    }

    static void name(Figure f, String name, double x, double y) {
        f.heading(name, x, y, 14, Anchor.START, Palette.INK);
    }

    static void word(Figure f, String text, double x, double y) {
        f.text(text, x, y, 13, Anchor.START, Palette.INK);
    }

    static String number(double value) {
        String text = value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "");
        return text.replace('-', '−');
    }

    /** The colour of a cell. */
    interface Tint {
        Color of(int cell);
    }
}
