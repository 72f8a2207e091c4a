package org.pellucid.engine;

import org.pellucid.gemm.Gemm;

/**
 * What layers are told when they are made.
 *
 * @param gemms one a worker
 * @param scratch working memory
 * @param shards how the batch is split
 * @param block examples that go through a chain of layers together
 * @param batch the largest number of examples
 * @param training whether backward passes will come
 */
record Plan(Gemm[] gemms, Scratch scratch, Shards shards, int block, int batch, boolean training) {
    /** Whether anybody asks for a signal's gradient; of the network's input, usually nobody does. */
    boolean needsGradient(Signal signal) {
        return training && signal.gradient().length > 0;
    }
}
