package org.pellucid.spec;

/**
 * What one example looks like between two layers: channels × height × width. A vector of n features is n × 1 × 1.
 *
 * @param channels or features, at least 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 */
public record Shape(int channels, int height, int width) {
    public Shape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new SpecException(
                    "shape expects sizes of at least 1 but gets " + channels + "×" + height + "×" + width);
        }
        long size = (long) channels * height * width;
        if (size > Integer.MAX_VALUE) {
            throw new SpecException("shape " + channels + "×" + height + "×" + width + " holds " + size
                    + " values, more than an array can: use fewer channels or a smaller picture");
        }
    }

    /** A vector of n features. */
    public static Shape flat(int features) {
        return new Shape(features, 1, 1);
    }

    /** Whether this is a vector. */
    public boolean isFlat() {
        return height == 1 && width == 1;
    }

    /** The number of values. */
    public int size() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return isFlat() ? Integer.toString(channels) : channels + "×" + height + "×" + width;
    }
}
