package org.pellucid.engine;

/** The gradient of a convolution's weights, in one slot a shard: see {@link ExampleLayer}. */
interface ParameterGradient {
    void clear(int shard);

    /** Adds what the pictures from … to − 1 contribute. */
    void add(int from, int to, int shard, int worker);

    /** Adds the slots to the parameter's gradient. */
    void reduce(Workers workers);
}
