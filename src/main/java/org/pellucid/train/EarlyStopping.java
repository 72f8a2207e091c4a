package org.pellucid.train;

/**
 * Ends a training that no longer gets better on the validation split; no other split has a say.
 *
 * @param patience epochs without a new best (see {@link History#bestEpoch()}) before the end; 0 for never
 */
public record EarlyStopping(int patience) {
    public EarlyStopping {
        if (patience < 0) {
            throw new TrainException("early stopping expects a patience of 0 (never) or more but gets " + patience);
        }
    }

    /** Whether to end after these epochs. */
    boolean ends(History history) {
        return patience > 0 && history.size() - history.bestEpoch().orElse(0) >= patience;
    }
}
