package org.pellucid.engine;

/** What all layers need to know of the pass that is under way. One object for the life of a network. */
final class Pass {
    private int n;
    private boolean training;
    private long step;
    private boolean frozen;

    /** Examples in this batch. */
    int n() {
        return n;
    }

    boolean training() {
        return training;
    }

    /** The number of the training step: names the draws of dropout. */
    long step() {
        return step;
    }

    /** Whether parameters stay as they are, so that nobody needs to look. */
    boolean frozen() {
        return frozen;
    }

    void freeze() {
        frozen = true;
    }

    void begin(int examples, boolean train) {
        n = examples;
        training = train;
    }

    void atStep(long number) {
        step = number;
    }
}
