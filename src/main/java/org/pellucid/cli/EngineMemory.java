package org.pellucid.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.pellucid.engine.Network;
import org.pellucid.engine.Optimizer;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.NetworkSpec;

/**
 * What the engine takes for a network: weights, gradients, the values between layers, working arrays, Adam's moments. All of it
 * is made when a network is compiled, so it is compiled, and what that allocates is counted.
 *
 * @param batch pictures in a batch
 * @param training bytes to train with Adam
 * @param inference bytes to infer
 */
record EngineMemory(int batch, long training, long inference) {
    static EngineMemory of(NetworkSpec spec, int batch) {
        // Undrawn, for the machine may make garbage of what draws: megabytes that nobody keeps.
        Options options = Options.of(Backends.select("auto").backend()).undrawn();
        bytes(spec, options.batch(1)); // so that what classes take when they are loaded is not counted
        return new EngineMemory(
                batch,
                bytes(spec, options.batch(batch)),
                bytes(spec, options.batch(batch).forInference()));
    }

    private static long bytes(NetworkSpec spec, Options options) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try (Network network = Network.compile(spec, options)) {
            if (options.training()) {
                new Optimizer(OptimizerSpec.of(OptimizerSpec.Kind.ADAM), network.parameters(), network.workers());
            }
            return threads.getCurrentThreadAllocatedBytes() - before;
        }
    }
}
