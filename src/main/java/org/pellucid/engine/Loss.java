package org.pellucid.engine;

import org.pellucid.tensor.Tensor;

/** What a training makes small: a number about logits and targets, and its gradient. */
public interface Loss {
    /**
     * The mean loss.
     *
     * @param logits [n, classes]
     * @param labels n · classes probabilities, row by row: one-hot for hard labels
     */
    double forward(Tensor logits, float[] labels);

    /** The gradient of the last forward call's mean loss, [n, classes]; written again by the next call of that n. */
    Tensor backward();

    /** n · classes probabilities of the last forward call, row by row; written again by the next. */
    float[] probabilities();
}
