package org.pellucid.train;

/** Told what a training does, on the thread that trains. Does nothing unless overridden. */
public interface TrainListener {
    /** Hears nothing. */
    TrainListener SILENT = new TrainListener() {};

    /**
     * A batch is done.
     *
     * @param epoch from 1
     * @param done batches of this epoch
     * @param of batches in an epoch
     * @param loss mean over this epoch so far
     * @param accuracy over this epoch so far
     * @param imagesPerSecond over this epoch so far
     */
    default void batch(int epoch, int done, int of, double loss, double accuracy, double imagesPerSecond) {}

    /**
     * The validation at the end of an epoch goes on.
     *
     * @param done share, 0 to 1
     */
    default void validating(int epoch, double done) {}

    /**
     * An epoch is done and its checkpoint written.
     *
     * @param best whether it is the best so far
     */
    default void epoch(History.Epoch result, boolean best) {}
}
