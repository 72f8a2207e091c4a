package org.pellucid.spec;

/**
 * How many zeros stand around a picture before a window slides over it.
 *
 * @param mode the rule
 * @param top rows above, of {@link Mode#EXPLICIT} only
 * @param left columns to the left, likewise
 * @param bottom rows below, likewise
 * @param right columns to the right, likewise
 */
public record Padding(Mode mode, int top, int left, int bottom, int right) {
    /** The rule. */
    public enum Mode {
        /** None: windows stay inside the picture. */
        VALID,
        /** As many as give ⌈in / stride⌉ positions; an odd one goes below and to the right. */
        SAME,
        /** As stated. */
        EXPLICIT
    }

    /** No padding. */
    public static final Padding VALID = new Padding(Mode.VALID, 0, 0, 0, 0);
    /** As many zeros as give ⌈in / stride⌉ positions. */
    public static final Padding SAME = new Padding(Mode.SAME, 0, 0, 0, 0);

    public Padding {
        if (top < 0 || left < 0 || bottom < 0 || right < 0) {
            throw new SpecException(
                    "padding must not be negative but is " + top + ", " + left + ", " + bottom + ", " + right);
        }
        if (mode != Mode.EXPLICIT && top + left + bottom + right > 0) {
            throw new SpecException("padding of mode " + mode + " takes no numbers of its own");
        }
    }

    /** The same number of zeros on each side. */
    public static Padding of(int edge) {
        return of(edge, edge, edge, edge);
    }

    /** The numbers of zeros above, to the left, below and to the right. */
    public static Padding of(int top, int left, int bottom, int right) {
        return new Padding(Mode.EXPLICIT, top, left, bottom, right);
    }

    /** Zeros before the first row or column. */
    int before(int in, int kernel, int stride, int dilation, int explicit) {
        return switch (mode) {
            case VALID -> 0;
            case SAME -> sameTotal(in, kernel, stride, dilation) / 2;
            case EXPLICIT -> explicit;
        };
    }

    /** Zeros after the last row or column. */
    int after(int in, int kernel, int stride, int dilation, int explicit) {
        return switch (mode) {
            case VALID -> 0;
            case SAME -> {
                int total = sameTotal(in, kernel, stride, dilation);
                yield total - total / 2;
            }
            case EXPLICIT -> explicit;
        };
    }

    private static int sameTotal(int in, int kernel, int stride, int dilation) {
        int positions = (in + stride - 1) / stride;
        return Math.max(0, (positions - 1) * stride + (kernel - 1) * dilation + 1 - in);
    }
}
