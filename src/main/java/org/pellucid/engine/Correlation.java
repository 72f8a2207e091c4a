package org.pellucid.engine;

/** A convolution with stride 1 from one signal's pictures to another's: forward from x to y, backward from dy to dx. */
interface Correlation {
    /** Takes the weights as {@link KernelPanels} has just packed them. */
    void prepare(Workers workers);

    /**
     * Writes the output pictures first … first + count − 1.
     *
     * @param framed their input, in the border agreed on; the first begins at {@code at}
     */
    void run(float[] framed, int at, int first, int count, int worker);
}
