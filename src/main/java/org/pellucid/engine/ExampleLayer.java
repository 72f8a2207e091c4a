package org.pellucid.engine;

/**
 * A layer that treats each example by itself. Several of them in a row run as one piece of work for each shard of the
 * batch, an example or a few at a time, so that what one writes is still in the cache when the next reads it.
 *
 * <p>Sums over the batch go into one slot a shard and are added in {@link #reduce}, shard after shard: the same bits at
 * any number of threads. A shard's examples come in their order and one block at a time, but not all by the same worker: what outlasts a
 * block is kept by shard.
 */
non-sealed interface ExampleLayer extends Layer {
    /**
     * Forward for the examples from … to − 1.
     *
     * @param worker the index of this thread's scratch memory
     */
    void forward(Pass pass, int from, int to, int worker);

    /**
     * Backward for the examples from … to − 1.
     *
     * @param shard the slot that sums go to
     * @param worker the index of this thread's scratch memory
     */
    void backward(Pass pass, int from, int to, int shard, int worker);

    /** Called before the backward pass of a shard: its slot is empty again. */
    default void clear(int shard) {}

    /** Called after the backward pass of a shard: the place to bring sums into their final form. */
    default void finish(int shard, int worker) {}

    /**
     * Called after the backward pass of all shards: adds the slots to the parameters' gradients. What it puts off ({@link
     * Workers#later}) is done beside what others put off.
     */
    default void reduce(Pass pass, Workers workers) {}
}
