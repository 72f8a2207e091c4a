package org.pellucid.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a measured call counts beside itself. JMH divides both by the time, so that {@code gflops} is a rate by the clock, and
 * {@code gflops / cpu} one by processor time: that of a machine on which nothing else runs.
 */
@AuxCounters
@State(Scope.Thread)
public class Work {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Billions of floating-point operations, of sums as they are defined. */
    public double gflops;

    /** Seconds of processor time of the calling thread. */
    public double cpu;

    private long began;

    void begin() {
        began = THREADS.getCurrentThreadCpuTime();
    }

    void end(double flops) {
        cpu += 1e-9 * (THREADS.getCurrentThreadCpuTime() - began);
        gflops += 1e-9 * flops;
    }
}
