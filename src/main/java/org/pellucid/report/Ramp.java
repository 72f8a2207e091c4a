package org.pellucid.report;

import java.awt.Color;
import java.util.Arrays;

/**
 * A scale of colours whose equal steps look equal, but for {@link #GREY}: its path through OKLab is walked at constant speed, so numbers that
 * are as far apart look as far apart, to the colour-blind, too, and in grey, for lightness changes in one direction.
 */
public enum Ramp {
    /** From dark violet by green to yellow, after viridis (van der Walt and Smith, 2015): for values from low to high. */
    VIRIDIS(0x440154, 0x3B528B, 0x21918C, 0x5EC962, 0xFDE725),
    /** From blue by white to red: for values on two sides of 0. */
    DIVERGING(new double[] {0.45, -0.034, -0.126}, new double[] {0.98, 0, 0}, new double[] {0.45, 0.117, 0.058}),
    /** The grey values of a picture, as they are stored. */
    GREY;

    /** Odd, so that a scale of two sides has a middle; and a picture of these colours has room for a transparent one. */
    private static final int STEPS = 255;

    private static final int GREYS = 256;
    private static final int FINE = 64;

    private final int[] rgb;

    Ramp() {
        rgb = new int[GREYS];
        for (int step = 0; step < GREYS; step++) {
            rgb[step] = 0xFF000000 | step * 0x010101;
        }
    }

    Ramp(int... anchors) {
        this(Arrays.stream(anchors).mapToObj(c -> Palette.oklab(new Color(c))).toArray(double[][]::new));
    }

    Ramp(double[]... lab) {
        rgb = new int[STEPS];
        int points = FINE * (lab.length - 1) + 1;
        double[][] path = new double[points][];
        double[] walked = new double[points];
        for (int i = 0; i < points; i++) {
            path[i] = smooth(lab, (double) i / FINE);
            walked[i] = i == 0 ? 0 : walked[i - 1] + distance(path[i - 1], path[i]);
        }
        int at = 0;
        for (int step = 0; step < STEPS; step++) {
            double wanted = walked[points - 1] * step / (STEPS - 1);
            while (at < points - 2 && walked[at + 1] < wanted) {
                at++;
            }
            double share = (wanted - walked[at]) / (walked[at + 1] - walked[at]);
            double[] c = between(path[at], path[at + 1], share);
            rgb[step] = Palette.oklab(c[0], c[1], c[2]).getRGB();
        }
    }

    /**
     * The colour at a place on the scale, as 0xFFRRGGBB.
     *
     * @param t from 0, low, to 1, high; beyond them the ends; NaN is the low end
     */
    public int rgb(double t) {
        return rgb[step(t)];
    }

    /**
     * The place of a colour among {@link #colours}.
     *
     * @param t as for {@link #rgb}
     */
    public int step(double t) {
        return (int) Math.round(Math.min(1, Math.max(0, t)) * (rgb.length - 1));
    }

    /** All colours from low to high, as 0xFFRRGGBB. */
    public int[] colours() {
        return rgb.clone();
    }

    Color colour(double t) {
        return new Color(rgb(t));
    }

    /** On the curve of Catmull and Rom through the anchors; straight where there are but two or three. */
    private static double[] smooth(double[][] anchors, double at) {
        int i = Math.min(anchors.length - 2, (int) at);
        double t = at - i;
        if (anchors.length < 4) {
            return between(anchors[i], anchors[i + 1], t);
        }
        double[] before = anchors[Math.max(0, i - 1)];
        double[] after = anchors[Math.min(anchors.length - 1, i + 2)];
        double[] point = new double[3];
        for (int k = 0; k < 3; k++) {
            double p = anchors[i][k];
            double q = anchors[i + 1][k];
            double from = (q - before[k]) / 2;
            double to = (after[k] - p) / 2;
            point[k] = p + t * (from + t * (3 * (q - p) - 2 * from - to + t * (2 * (p - q) + from + to)));
        }
        return point;
    }

    private static double[] between(double[] p, double[] q, double t) {
        return new double[] {p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]), p[2] + t * (q[2] - p[2])};
    }

    private static double distance(double[] p, double[] q) {
        return Math.sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]) + (p[2] - q[2]) * (p[2] - q[2]));
    }
}
