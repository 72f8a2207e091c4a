package org.pellucid.spec;

/**
 * The numbers of one convolution over a batch.
 *
 * <p>x is [n, cIn, hIn, wIn], w is [cOut, cIn / groups, kH, kW], b is [cOut], y is [n, cOut, hOut, wOut]. Output
 * channel o sees the input channels of its own group alone: those from {@code (o / (cOut / groups)) · (cIn / groups)}
 * on.
 *
 * @param n pictures in the batch
 * @param cIn input channels
 * @param cOut output channels
 * @param groups 1, or a divisor of both; cIn is a depthwise convolution
 * @param window where the kernel slides
 */
public record Conv2dGeometry(int n, int cIn, int cOut, int groups, Window window) {
    public Conv2dGeometry {
        if (n < 1 || cIn < 1 || cOut < 1) {
            throw new SpecException("convolution expects at least 1 picture and channel but gets n = " + n + ", cIn = "
                    + cIn + ", cOut = " + cOut);
        }
        if (groups < 1 || cIn % groups != 0 || cOut % groups != 0) {
            throw new SpecException("expects groups that divide its " + cIn + " input and " + cOut
                    + " output channels but gets " + groups + ": use a common divisor of both");
        }
    }

    /** The same convolution over a batch of another size. */
    public Conv2dGeometry withBatch(int batch) {
        return new Conv2dGeometry(batch, cIn, cOut, groups, window);
    }

    /** Input channels that one output channel sees. */
    public int cInPerGroup() {
        return cIn / groups;
    }

    /** Output channels of one group. */
    public int cOutPerGroup() {
        return cOut / groups;
    }

    /** The length of the sum behind one output value: cIn / groups · kH · kW. */
    public int reduction() {
        return cInPerGroup() * window.kH() * window.kW();
    }

    /** Values in x. */
    public int xSize() {
        return n * cIn * window.hIn() * window.wIn();
    }

    /** Values in w. */
    public int wSize() {
        return cOut * reduction();
    }

    /** Values in y. */
    public int ySize() {
        return n * cOut * window.hOut() * window.wOut();
    }
}
