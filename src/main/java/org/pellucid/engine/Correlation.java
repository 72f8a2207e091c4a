package org.pellucid.engine;

/** A convolution with stride 1 from one signal's pictures to another's: forward from x to y, backward from dy to dx. */
interface Correlation {
    /** Takes a panel of the weights as {@link KernelPanels} has just packed it. */
    void prepare(int panel, int worker);

    /**
     * Writes the output pictures first … first + count − 1, counted as they lie in the output.
     *
     * @param framed their input, in the border agreed on; the first begins at {@code at}
     */
    void run(float[] framed, int at, int first, int count, int worker);
}
