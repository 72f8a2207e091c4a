package org.pellucid.engine;

/** The gradient of a convolution's weights, in one slot a shard: see {@link ExampleLayer}. */
interface ParameterGradient {
    void clear(int shard);

    /**
     * Adds what some pictures contribute, both x and dy framed in the borders agreed on.
     *
     * @param xAt where the first picture of x begins
     * @param dyAt where the first picture of dy begins
     */
    void add(float[] x, int xAt, float[] dy, int dyAt, int count, int shard, int worker);

    /** See {@link ExampleLayer#finish}. */
    default void finish(int shard, int worker) {}

    /** Puts off adding the slots to the parameter's gradient. */
    void reduce(Workers workers);
}
