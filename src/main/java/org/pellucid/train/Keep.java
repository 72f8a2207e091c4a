package org.pellucid.train;

/** Which epoch's weights become the model. */
public enum Keep {
    /** Those of the best epoch on validation, see {@link History#bestEpoch()}. */
    BEST,
    /** Those of the last epoch. */
    LAST
}
