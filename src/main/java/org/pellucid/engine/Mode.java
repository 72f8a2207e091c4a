package org.pellucid.engine;

/** What a forward pass is for. */
public enum Mode {
    /** Dropout drops, batch normalisation uses the batch's statistics, and a backward pass may follow. */
    TRAIN,
    /** Dropout does nothing, batch normalisation uses its running statistics. */
    INFER
}
