package org.pellucid.train;

/**
 * How a training ended.
 *
 * @param history of all its epochs, those before a resumption included
 * @param end why it ended
 * @param keptEpoch whose weights the network now holds; 0 if it was interrupted
 */
public record Outcome(History history, End end, int keptEpoch) {
    /** Why a training ended. */
    public enum End {
        /** All epochs are done. */
        COMPLETED,
        /** The validation split got no better. */
        EARLY,
        /** It was asked to stop, and can be resumed. */
        INTERRUPTED
    }
}
