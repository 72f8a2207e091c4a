package org.pellucid.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import org.pellucid.inspect.EngineCheck;
import org.pellucid.inspect.EngineRunner;
import org.pellucid.inspect.Subject;
import org.pellucid.inspect.TextbookRunner;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/**
 * One convolution as the engine runs it, with its copies in and out: forward, backward to the parameters, and backward to
 * the parameters and the input. What the input alone takes is the difference of the two.
 *
 * <p>The layer stands alone in a network that ends in flatten, so what is measured is what a training step pays. Before, it is
 * held to the textbook, within the rounding bound of its algorithm.
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
    /** The textbook's loops are slow: what holds for two pictures holds for more. */
    private static final int CHECKED_PICTURES = 2;

    /** Backend, algorithm, threads, batch; cIn, size, cOut, kernel, stride, groups, padding. */
    @Param({
        "vector direct 1 16 32 24 64 3 1 1 same",
        "vector winograd 1 16 32 24 64 3 1 1 same",
        "vector im2col 1 16 32 24 64 3 1 1 same",
        "jblas im2col 1 16 32 24 64 3 1 1 same",
        "reference im2col 1 16 32 24 64 3 1 1 same"
    })
    public String convolution;

    private Network network;
    private Network first;
    private Tensor x;
    private Tensor dy;
    private double flops;

    @Setup(Level.Trial)
    public void setUp() {
        ConvolutionCase c = ConvolutionCase.of(convolution);
        NetworkSpec spec = new NetworkSpec("convolution", c.in(), List.of(c.layer(), new FlattenSpec()));
        verify(c, spec.nodes().get(0));
        network = Network.compile(spec, c.options().withInputGradient());
        first = Network.compile(spec, c.options());
        Shape in = c.in();
        x = Tensor.of(normal(1, c.batch() * in.size()), c.batch(), in.channels(), in.height(), in.width());
        dy = Tensor.of(normal(2, c.batch() * spec.classes()), c.batch(), spec.classes());
        flops = c.flops();
        network.forward(x, Mode.TRAIN);
        first.forward(x, Mode.TRAIN);
    }

    private static float[] normal(long seed, int count) {
        Rng rng = Rng.of(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }

    /** A wrong convolution is not worth timing. */
    private void verify(ConvolutionCase c, Node node) {
        int n = Math.min(c.batch(), CHECKED_PICTURES);
        Map<String, double[]> parameters = new HashMap<>();
        for (ParameterSpec p : node.parameters()) {
            parameters.put(p.name(), doubles(normal(p.size(), p.size())));
        }
        Subject subject = new Subject(
                node,
                false,
                n,
                parameters,
                doubles(normal(3, n * c.in().size())),
                doubles(normal(4, n * node.output().size())));
        new EngineCheck(new TextbookRunner(1), new EngineRunner(c.options()))
                .run(subject)
                .forEach((tensor, agreement) -> {
                    if (!agreement.passed()) {
                        throw new IllegalStateException(convolution + ": " + tensor + " is " + agreement.share()
                                + " of its rounding bound away from the textbook");
                    }
                });
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        network.close();
        first.close();
    }

    @Benchmark
    public Tensor forward(Work work) {
        work.begin();
        Tensor y = network.forward(x, Mode.TRAIN);
        work.end(flops);
        return y;
    }

    @Benchmark
    public Tensor backwardParameters(Work work) {
        work.begin();
        first.backward(dy);
        work.end(flops);
        return dy;
    }

    @Benchmark
    public Tensor backward(Work work) {
        work.begin();
        network.backward(dy);
        work.end(2 * flops);
        return dy;
    }
}
