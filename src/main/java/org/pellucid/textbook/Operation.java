package org.pellucid.textbook;

/** How a layer of one kind runs: calls the functions of its mathematics and remembers what its backward needs. */
interface Operation {
    /**
     * Forward.
     *
     * @param x n examples
     * @param train whether statistics are of the batch and values are dropped
     * @param mask what dropout keeps; not asked unless training
     * @return y
     */
    double[] forward(double[] x, int n, boolean train, DropoutMask mask);

    /**
     * Backward, after forward: adds to the gradients of the parameters.
     *
     * @return dx
     */
    double[] backward(double[] dy);

    /**
     * Which piece of a piecewise function each value of the last forward fell on. While these numbers stay the same, the
     * function is smooth.
     */
    default int[] pieces() {
        return new int[0];
    }
}
