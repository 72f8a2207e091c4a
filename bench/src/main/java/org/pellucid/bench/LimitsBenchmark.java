package org.pellucid.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What this machine can do at most: multiply and add in registers, and stream through memory. Threads by JMH's -t. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xms2g", "-Xmx2g"})
@State(Scope.Thread)
public class LimitsBenchmark {
    /** Floats an array: 64 MB, more than the caches that a core has for itself. */
    private static final int LENGTH = 1 << 24;

    private final float[] a = new float[LENGTH];
    private final float[] b = new float[LENGTH];
    private final float[] c = new float[LENGTH];

    /** Counts bytes, which JMH divides by the time. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Traffic {
        /** Billions of bytes read or written, not counting what the cache reads to be able to write. */
        public double gbytes;
    }

    @Benchmark
    public float fma(Work work) {
        work.begin();
        float result = FmaPeak.run(1e-3f);
        work.end(FmaPeak.flops());
        return result;
    }

    /** a = b + s·c. */
    @Benchmark
    public float[] triad(Traffic traffic, Work work) {
        work.begin();
        for (int i = 0; i < LENGTH; i++) {
            a[i] = b[i] + 3 * c[i];
        }
        work.end(2.0 * LENGTH);
        traffic.gbytes += 12e-9 * LENGTH;
        return a;
    }
}
