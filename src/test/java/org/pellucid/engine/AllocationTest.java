package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.support.EveryKind;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/** After the first steps a training step allocates nothing, on any thread, with full and partial batches in turn. */
class AllocationTest {
    private static final int STEPS = 20;

    /** The least of several counts: now and then the JVM itself allocates, as when it replaces compiled code. */
    private static final int ROUNDS = 5;

    /** What asking the JVM may itself allocate: a few arrays of answers. */
    private static final long LOOKING = 1_024;

    private static List<NetworkSpec> networks() {
        return List.of(
                NamedModels.create("seed", new Shape(1, 16, 16), 7),
                NamedModels.create("mini-xception", new Shape(1, 24, 24), 7),
                EveryKind.network());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void isNoneInAStep(NetworkSpec spec) {
        // Not the vector backend: its vectors are objects until the compiler has seen them often enough.
        Options options =
                Options.of(LoadableBackends.of("reference")).threads(2).batch(12);
        assertThat(least(spec, options, ROUNDS)).isLessThanOrEqualTo(LOOKING);
    }

    /** Pictures that tiles of 3×3 and of 4×4 cut with a rest, so that there are whole tiles and parts. */
    @ParameterizedTest
    @CsvSource({"5, 3", "7, 4"})
    void isNoneOnVectorsWhereWinogradTakesTheWholeBatch(int side, int tile) throws IOException, InterruptedException {
        LoadableBackends.of("vector"); // passes the test over where there is none
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VectorAllocation.class.getName(),
                        Integer.toString(side),
                        Integer.toString(tile))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String bytes = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit, after %s", bytes).isZero();
        assertThat(Long.parseLong(bytes)).isLessThanOrEqualTo(LOOKING);
    }

    /** The least bytes of so many counts, or of as many as it takes until one is quiet. */
    static long least(NetworkSpec spec, Options options, int rounds) {
        int batch = options.batch();
        Tensor full = noise(batch, spec.input());
        Tensor partial = noise(batch / 2 + 1, spec.input());
        float[] targets = new float[batch * spec.classes()];
        for (int i = 0; i < batch; i++) {
            targets[i * spec.classes() + i % spec.classes()] = 1;
        }
        try (Network network = Network.compile(spec, options)) {
            SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(spec.classes(), 0.1, null);
            Optimizer optimizer =
                    new Optimizer(OptimizerSpec.of(OptimizerSpec.Kind.ADAM), network.parameters(), network.workers());
            Runnable twoSteps = () -> {
                step(network, criterion, optimizer, full, targets, 0);
                step(network, criterion, optimizer, partial, targets, 1); // clipped: call by call
            };
            twoSteps.run();
            long[] threads = threads();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < rounds && least > LOOKING; round++) {
                long before = allocated(threads);
                for (int i = 0; i < STEPS / 2; i++) {
                    twoSteps.run();
                }
                least = Math.min(least, allocated(threads) - before);
            }
            return least;
        }
    }

    private static void step(
            Network network,
            SoftmaxCrossEntropy criterion,
            Optimizer optimizer,
            Tensor x,
            float[] targets,
            double clipNorm) {
        network.step(optimizer.steps());
        criterion.forward(network.forward(x, Mode.TRAIN), targets);
        network.learn(criterion.backward(), optimizer, 0.001, clipNorm);
    }

    /** This thread and all workers there are. */
    private static long[] threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread == Thread.currentThread() || thread.getName().startsWith("pellucid-worker"))
                .mapToLong(Thread::getId)
                .toArray();
    }

    /** Bytes that these threads have allocated so far. */
    private static long allocated(long[] threads) {
        long sum = 0;
        for (long bytes : ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(threads)) {
            sum += bytes;
        }
        return sum;
    }

    private static Tensor noise(int n, Shape shape) {
        Tensor x = new Tensor(n, shape.channels(), shape.height(), shape.width());
        Rng rng = Rng.of(7, n);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) rng.nextGaussian();
        }
        return x;
    }
}
