package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;

/** The colours and type of every chart. */
final class Palette {
    static final Color INK = new Color(0x222222);
    static final Color MUTED = new Color(0x666666);
    static final Color GRID = new Color(0xE3E3E3);
    static final Color EMPTY = new Color(0xF2F2F2);

    /**
     * Told apart with every common colour blindness: M. Okabe, K. Ito, <i>Color universal design</i>, 2008. Their yellow
     * is left out, too faint on white; black comes last.
     */
    private static final List<Color> LINES = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x000000));

    /** As many dashes as colours, so that print in grey tells lines apart, too. */
    private static final float[][] DASHES = {{}, {9, 4}, {2, 3}, {9, 3, 2, 3}, {15, 4}, {5, 2}, {12, 3, 2, 3, 2, 3}};

    /** The scale's ends in OKLab: lightness, then how green (negative) and blue (negative) the dark end is. */
    private static final double LIGHTEST = 1;

    private static final double DARKEST = 0.33;
    private static final double GREEN = -0.02;
    private static final double BLUE = -0.125;

    /** White gives way to dark ink where it would stand out less than this (WCAG asks 3 of large type). */
    private static final double WHITE_CONTRAST = 3.3;

    private Palette() {}

    /** The colour of the line with this index; they repeat after seven. */
    static Color line(int index) {
        return LINES.get(index % LINES.size());
    }

    /** The stroke of the line with this index. */
    static BasicStroke stroke(int index, float width) {
        float[] dashes = DASHES[index % DASHES.length];
        return dashes.length == 0
                ? new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
    }

    /**
     * A single-hue scale from white to dark blue whose lightness falls evenly, so that equal steps look equal, also in
     * grey: OKLab, B. Ottosson, <i>A perceptual color space for image processing</i>, 2020.
     *
     * @param t from 0, white, to 1, dark
     */
    static Color shade(double t) {
        // Colour comes in faster than lightness goes: in step with it, the middle would look grey.
        double strength = Math.pow(t, 0.7);
        double[] lab = {LIGHTEST + t * (DARKEST - LIGHTEST), strength * GREEN, strength * BLUE};
        double l = cube(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]);
        double m = cube(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]);
        double s = cube(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2]);
        return new Color(
                encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    /** White where it is read well on the background, otherwise ink. */
    static Color textOn(Color background) {
        return contrast(background, Color.WHITE) >= WHITE_CONTRAST ? Color.WHITE : INK;
    }

    /** The contrast of two colours, 1 to 21, as WCAG 2 defines it. */
    static double contrast(Color a, Color b) {
        double la = luminance(a);
        double lb = luminance(b);
        return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
    }

    static double luminance(Color color) {
        return 0.2126 * decode(color.getRed()) + 0.7152 * decode(color.getGreen()) + 0.0722 * decode(color.getBlue());
    }

    private static double cube(double x) {
        return x * x * x;
    }

    /** A linear intensity as an sRGB byte. */
    private static int encode(double linear) {
        double x = Math.min(1, Math.max(0, linear));
        return (int) Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055));
    }

    /** An sRGB byte as a linear intensity. */
    private static double decode(int srgb) {
        double x = srgb / 255.0;
        return x <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4);
    }
}
