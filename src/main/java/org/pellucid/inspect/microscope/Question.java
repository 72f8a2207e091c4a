package org.pellucid.inspect.microscope;

import java.util.List;

/**
 * Which number is to be explained.
 *
 * @param layer its name, or {@link #LOSS}
 * @param kind what of the layer
 * @param example which of the batch; of no matter for weights and biases
 * @param index c, h, w of an output or input (or c alone of a vector); o, c, kh, kw of a convolution's weight, u, f of a
 *     dense layer's, c of γ; o of a bias
 */
public record Question(String layer, Kind kind, int example, List<Integer> index) {
    /** The name under which the loss stands behind the last layer. */
    public static final String LOSS = "loss";

    /** What of a layer. */
    public enum Kind {
        /** A value that came out forward. */
        OUTPUT,
        /** The gradient of a weight, or of γ. */
        WEIGHT,
        /** The gradient of a value that went in. */
        INPUT,
        /** The gradient of a bias, or of β. */
        BIAS
    }

    public Question {
        index = List.copyOf(index);
    }
}
