package org.pellucid.engine;

/**
 * One step of a compiled network. It reads its input signal and writes its output signal; backward, it reads the
 * output's gradient and overwrites the input's, and adds to the gradients of its parameters, or sets them ({@link
 * BatchLayer#ownGradient}).
 */
sealed interface Layer permits ExampleLayer, BatchLayer {
    /** Called once before each forward pass, on the calling thread: the place to repack weights that have moved. */
    default void prepare(Pass pass, Workers workers) {}
}
