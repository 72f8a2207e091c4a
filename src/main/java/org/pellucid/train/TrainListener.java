package org.pellucid.train;

import java.util.List;
import org.pellucid.engine.Network;

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
     * A batch's loss is known, and the weights are about to move. Whoever hears it may look but not touch.
     *
     * @param epoch from 1
     * @param number of the batch, from 1
     * @param of batches in an epoch
     */
    default void beforeStep(int epoch, int number, int of, Network network) {}

    /** The weights have moved along the gradients that are there now; parameters as of {@link #beforeStep}. */
    default void afterStep(int epoch, int number, int of, Network network) {}

    /** An epoch's last batch is done and its validation has not begun; the network may be asked, in {@code INFER}. */
    default void trained(int epoch, Network network) {}

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

    /** One that tells several, in their order. */
    static TrainListener all(List<TrainListener> listeners) {
        return new TrainListener() {
            @Override
            public void batch(int epoch, int done, int of, double loss, double accuracy, double imagesPerSecond) {
                for (int i = 0; i < listeners.size(); i++) { // by index: an iterator would be an object a step
                    listeners.get(i).batch(epoch, done, of, loss, accuracy, imagesPerSecond);
                }
            }

            @Override
            public void beforeStep(int epoch, int number, int of, Network network) {
                for (int i = 0; i < listeners.size(); i++) {
                    listeners.get(i).beforeStep(epoch, number, of, network);
                }
            }

            @Override
            public void afterStep(int epoch, int number, int of, Network network) {
                for (int i = 0; i < listeners.size(); i++) {
                    listeners.get(i).afterStep(epoch, number, of, network);
                }
            }

            @Override
            public void trained(int epoch, Network network) {
                listeners.forEach(listener -> listener.trained(epoch, network));
            }

            @Override
            public void validating(int epoch, double done) {
                listeners.forEach(listener -> listener.validating(epoch, done));
            }

            @Override
            public void epoch(History.Epoch result, boolean best) {
                listeners.forEach(listener -> listener.epoch(result, best));
            }
        };
    }
}
