package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.gemm.Gemm;

/**
 * What layers are told when they are made.
 *
 * @param gemms one a worker
 * @param loops over values
 * @param products one a worker; null where the Vector API is not used
 * @param scratch working memory
 * @param shards how the batch is split
 * @param block examples that go through a chain of layers together, at most
 * @param batch the largest number of examples
 * @param training whether backward passes will come
 */
record Plan(
        Gemm[] gemms,
        Loops loops,
        ImplicitProduct[] products,
        Scratch scratch,
        Shards shards,
        int block,
        int batch,
        boolean training) {
    /** Whether kernels on the Vector API may be used. */
    boolean vector() {
        return products != null;
    }

    /** Whether anybody asks for a signal's gradient; of the network's input, usually nobody does. */
    boolean needsGradient(Signal signal) {
        return training && signal.gradient().length > 0;
    }
}
