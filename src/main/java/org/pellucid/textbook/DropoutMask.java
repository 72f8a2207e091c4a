package org.pellucid.textbook;

/** Decides which values dropout keeps. */
@FunctionalInterface
public interface DropoutMask {
    /** Nothing is dropped; what is kept is scaled all the same. */
    DropoutMask KEEP_ALL = (layer, example, unit) -> true;

    /**
     * Whether a value is kept.
     *
     * @param layer the name of the dropout layer
     * @param example its place in the batch
     * @param unit its place in the example's c × h × w values
     */
    boolean keep(String layer, int example, int unit);
}
