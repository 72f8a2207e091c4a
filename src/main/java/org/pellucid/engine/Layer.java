package org.pellucid.engine;

/**
 * One step of a compiled network. It reads its input signal and writes its output signal; backward, it reads the
 * output's gradient and overwrites the input's, and adds to the gradients of its parameters, or sets them ({@link
 * BatchLayer#ownGradient}).
 */
sealed interface Layer permits ExampleLayer, BatchLayer {
    /**
     * Called once before each forward pass, on the calling thread: the place to repack weights that have moved. What it puts off
     * ({@link Workers#later}) is done before the forward pass.
     */
    default void prepare(Pass pass, Workers workers) {}

    /** Called when all that was put off is done: the place to put off, into the forward pass, what only backward needs. */
    default void prepareBackward(Pass pass, Workers workers) {}
}
