package org.pellucid.report.trace;

import java.awt.image.IndexColorModel;

/**
 * Colours for numbers with a sign: blue below 0, paper at 0, orange above. Lightness and colourfulness change evenly in OKLab (B.
 * Ottosson, 2020), so that equal steps look equal, and in grey the magnitude remains.
 */
final class ColourMap {
    /** Colours from −1 to 1, 0 in the middle. */
    static final int STEPS = 255;

    private static final double PAPER = 0.965;
    private static final double DARKEST = 0.42;
    private static final double CHROMA = 0.15;
    private static final double BLUE = Math.toRadians(255);
    private static final double ORANGE = Math.toRadians(48);

    private ColourMap() {}

    /**
     * The colour.
     *
     * @param t from −1 to 1
     * @return 0xRRGGBB
     */
    static int rgb(double t) {
        double strength = Math.min(1, Math.abs(t));
        double lightness = PAPER + strength * (DARKEST - PAPER);
        // Chroma falls again where it gets dark: beyond, sRGB has no such colours.
        double chroma = CHROMA * Math.sin(Math.PI * Math.pow(strength, 0.75) * 0.72);
        double hue = t < 0 ? BLUE : ORANGE;
        double a = chroma * Math.cos(hue);
        double b = chroma * Math.sin(hue);
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) << 16
                | encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) << 8
                | encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    private static double cube(double x) {
        return x * x * x;
    }

    /** A linear intensity as an sRGB byte. */
    private static int encode(double linear) {
        double x = Math.max(0, Math.min(1, linear));
        double encoded = x <= 0.0031308 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * encoded);
    }

    /** The step of a value on a scale from −largest to largest. */
    static int step(double value, double largest) {
        double t = largest == 0 ? 0 : Math.max(-1, Math.min(1, value / largest));
        return (int) Math.round((t + 1) / 2 * (STEPS - 1));
    }

    /** All colours, and a last one that is transparent. */
    static IndexColorModel palette() {
        byte[][] rgba = new byte[4][STEPS + 1];
        for (int i = 0; i < STEPS; i++) {
            int rgb = rgb(2.0 * i / (STEPS - 1) - 1);
            rgba[0][i] = (byte) (rgb >> 16);
            rgba[1][i] = (byte) (rgb >> 8);
            rgba[2][i] = (byte) rgb;
            rgba[3][i] = (byte) 255;
        }
        return new IndexColorModel(8, STEPS + 1, rgba[0], rgba[1], rgba[2], rgba[3]);
    }

    /** As a gradient for a style sheet. */
    static String gradient() {
        StringBuilder css = new StringBuilder("linear-gradient(90deg");
        for (int i = -8; i <= 8; i++) {
            css.append(String.format(java.util.Locale.ROOT, ",#%06x", rgb(i / 8.0)));
        }
        return css.append(')').toString();
    }
}
