package org.pellucid.peers;

/** One framework on one network, one batch of pictures and, to train, their labels. */
interface Side extends AutoCloseable {
    /** Version and whatever else decides its speed, in a line. */
    String describe();

    /** The logits of the batch, example by example, as inference gives them. */
    float[] logits();

    /** One step on the batch: forward; to train also loss, backward and Adam. The loss, or 0. */
    double step();

    /** What one step counts as: pictures, or billions of floating-point operations. */
    double work();

    @Override
    default void close() {}

    /** Makes a side of a task. */
    interface Maker {
        Side make(Task task);
    }
}
