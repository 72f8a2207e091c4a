package org.pellucid.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/**
 * One convolution as the engine runs it, with its copies in and out: forward, and forward with both backward passes.
 *
 * <p>The layer stands alone in a network that ends in flatten, so what is measured is what a training step pays.
 */
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1) // the compiler needs about two seconds for the vector loops
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g"}) // compilers differ from run to run; a fixed heap does not
@State(Scope.Benchmark)
public class ConvolutionBenchmark {
    private static final int BATCH = 16;

    @Param({"reference", "jblas", "vector"})
    public String backend;

    @Param({"1", "2"})
    public int threads;

    /** cIn size cOut kernel stride groups: the convolutions of seed, and odd ones. */
    @Param({"1 48 32 3 1 1", "32 24 64 3 1 1", "64 12 128 3 1 1", "64 7 64 3 1 1", "64 24 128 1 2 1", "64 24 64 3 1 64"
    })
    public String shape;

    private Network network;
    private Tensor x;
    private Tensor dy;
    private double macs;

    /** Counts floating-point operations, which JMH divides by the time. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Work {
        /** Reported as GFLOP/s: 2 a multiply–accumulate, three times that with both backward passes. */
        public double gflops;
    }

    @Setup(Level.Trial)
    public void setUp() {
        int[] s = List.of(shape.split(" ", -1)).stream()
                .mapToInt(Integer::parseInt)
                .toArray();
        Conv2dSpec conv = Conv2dSpec.of(s[2], s[3]).withStride(s[4]).withGroups(s[5]);
        Shape in = new Shape(s[0], s[1], s[1]);
        NetworkSpec spec = new NetworkSpec("convolution", in, List.of(conv, new FlattenSpec()));
        Options options = Options.of(Backends.select(backend).backend())
                .threads(threads)
                .batch(BATCH)
                .withInputGradient();
        network = Network.compile(spec, options);
        x = normal(Rng.of(1), BATCH, in.channels(), in.height(), in.width());
        dy = normal(Rng.of(2), BATCH, spec.classes());
        macs = (double) BATCH * spec.cost().macs();
    }

    private static Tensor normal(Rng rng, int... shape) {
        Tensor tensor = new Tensor(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) rng.nextGaussian();
        }
        return tensor;
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        network.close();
    }

    @Benchmark
    public Tensor forward(Work work) {
        work.gflops += 2e-9 * macs;
        return network.forward(x, Mode.INFER);
    }

    @Benchmark
    public Tensor forwardAndBackward(Work work) {
        work.gflops += 6e-9 * macs;
        network.forward(x, Mode.TRAIN);
        network.zeroGrad();
        network.backward(dy);
        return x;
    }
}
