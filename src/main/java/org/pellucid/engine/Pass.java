package org.pellucid.engine;

/** What all layers need to know of the pass that is under way. One object for the life of a network. */
final class Pass {
    private int n;
    private boolean training;
    private long step;
    private boolean frozen;
    private Optimizer optimizer;

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

    /** Whether weights move within the backward pass: see {@link Network#learn}. */
    boolean learning() {
        return optimizer != null;
    }

    /** What moves parameters as soon as their gradients are whole; null unless {@link #learning}. */
    Optimizer optimizer() {
        return optimizer;
    }

    void learnWith(Optimizer mover) {
        optimizer = mover;
    }

    void begin(int examples, boolean train) {
        n = examples;
        training = train;
    }

    void atStep(long number) {
        step = number;
    }
}
