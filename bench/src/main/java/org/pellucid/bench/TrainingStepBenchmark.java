package org.pellucid.bench;

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
import org.pellucid.engine.Optimizer;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.engine.Options;
import org.pellucid.engine.SoftmaxCrossEntropy;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.NamedModels;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/** A whole training step: forward, loss, backward, Adam. With {@code -prof gc} it shows what a step allocates: nothing. */
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 3,
        jvmArgs = {"-Xms2g", "-Xmx2g"})
@State(Scope.Benchmark)
public class TrainingStepBenchmark {
    private static final int CLASSES = 7;

    @Param({"reference", "jblas", "vector"})
    public String backend;

    @Param({"1", "2"})
    public int threads;

    @Param({"seed", "vgg", "mini-xception", "resnet18"})
    public String model;

    @Param({"64"})
    public int batch;

    private Network network;
    private Optimizer optimizer;
    private SoftmaxCrossEntropy criterion;
    private Tensor x;
    private float[] targets;

    /** Counts pictures, which JMH divides by the time. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Work {
        /** Reported as images a second. */
        public double images;
    }

    @Setup(Level.Trial)
    public void setUp() {
        Options options =
                Options.of(Backends.select(backend).backend()).threads(threads).batch(batch);
        network = Network.compile(NamedModels.create(model, NamedModels.FACE, CLASSES), options);
        optimizer = new Optimizer(OptimizerSpec.of(OptimizerSpec.Kind.ADAM), network.parameters(), network.workers());
        criterion = new SoftmaxCrossEntropy(CLASSES, 0, null);
        Rng rng = Rng.of(1);
        x = new Tensor(batch, 1, 48, 48);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) rng.nextGaussian();
        }
        targets = new float[batch * CLASSES];
        for (int i = 0; i < batch; i++) {
            targets[i * CLASSES + rng.nextInt(CLASSES)] = 1;
        }
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        network.close();
    }

    @Benchmark
    public double step(Work work) {
        work.images += batch;
        Tensor logits = network.forward(x, Mode.TRAIN);
        double loss = criterion.forward(logits, targets);
        network.learn(criterion.backward(), optimizer, 1e-4, 0);
        return loss;
    }
}
