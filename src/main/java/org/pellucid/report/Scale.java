package org.pellucid.report;

import java.awt.image.BufferedImage;

/**
 * Which colour stands for which number.
 *
 * @param ramp of colours
 * @param low the number at its beginning
 * @param high the number at its end, above {@code low}
 */
public record Scale(Ramp ramp, double low, double high) {
    public Scale {
        if (!(high > low) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "a scale expects finite ends, the low before the high, but gets " + low + " and " + high);
        }
    }

    /** From the least to the greatest of these values. */
    public static Scale sequential(double[]... values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] some : values) {
            for (double value : some) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return high > low ? new Scale(Ramp.VIRIDIS, low, high) : flat(Ramp.VIRIDIS, low);
    }

    /** From 0 to the greatest of these values, which are not negative. */
    public static Scale fromZero(double[]... values) {
        Scale span = sequential(values);
        return new Scale(Ramp.VIRIDIS, Math.min(0, span.low), Math.max(span.high, span.high == 0 ? 1 : 0));
    }

    /** Symmetric about 0, which is white. */
    public static Scale diverging(double[]... values) {
        Scale span = sequential(values);
        double most = Math.max(Math.abs(span.low), Math.abs(span.high));
        return new Scale(Ramp.DIVERGING, -most, most);
    }

    /** Grey from the least to the greatest. */
    public static Scale grey(double[]... values) {
        Scale span = sequential(values);
        return new Scale(Ramp.GREY, span.low, span.high);
    }

    private static Scale flat(Ramp ramp, double value) {
        double finite = Double.isFinite(value) ? value : 0;
        double room = Math.max(1, Math.abs(finite)) / 2;
        return new Scale(ramp, finite - room, finite + room);
    }

    int rgb(double value) {
        return ramp.rgb((value - low) / (high - low));
    }

    /**
     * One pixel a value.
     *
     * @param values [h, w], row by row
     */
    public BufferedImage picture(double[] values, int h, int w) {
        if (values.length != h * w) {
            throw new IllegalArgumentException(
                    "a picture of " + h + "×" + w + " expects " + h * w + " values but gets " + values.length);
        }
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            image.setRGB(i % w, i / w, rgb(values[i]));
        }
        return image;
    }
}
