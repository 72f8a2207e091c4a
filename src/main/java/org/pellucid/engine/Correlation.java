package org.pellucid.engine;

/** A convolution with stride 1 from one signal's pictures to another's: forward from x to y, backward from dy to dx. */
interface Correlation {
    /** Takes the weights as {@link KernelPanels} has just packed them. */
    void prepare(Workers workers);

    /** Writes the output pictures from … to − 1. */
    void run(int from, int to, int worker);
}
