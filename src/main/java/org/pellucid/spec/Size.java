package org.pellucid.spec;

/**
 * Two positive whole numbers, one down and one across: a kernel, a stride, a dilation.
 *
 * @param height down, at least 1
 * @param width across, at least 1
 */
public record Size(int height, int width) {
    public Size {
        if (height < 1 || width < 1) {
            throw new SpecException(
                    "kernel, stride and dilation must be at least 1 but one is " + height + "×" + width);
        }
    }

    /** The same in both directions. */
    public static Size of(int edge) {
        return new Size(edge, edge);
    }

    @Override
    public String toString() {
        return height + "×" + width;
    }
}
