package org.pellucid.train;

import java.util.Arrays;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Optimizer;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.engine.Options;
import org.pellucid.engine.SoftmaxCrossEntropy;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/**
 * How many pictures a second a network takes, in rounds of equal work on pictures made of noise.
 *
 * <p>A training step is forward, loss, backward and Adam; an inference step is forward alone. Preparing pictures is not
 * counted.
 */
public final class Throughput implements AutoCloseable {
    private final Network network;
    private final SoftmaxCrossEntropy criterion;
    private final Optimizer optimizer;
    private final Tensor x;
    private final float[] targets;
    private final boolean training;
    private long step;

    /**
     * @param options of the engine: backend, threads, how convolutions are computed
     * @param batch pictures in a step
     */
    public Throughput(NetworkSpec spec, Options options, int batch, boolean training) {
        network = Network.compile(
                spec, training ? options.batch(batch) : options.batch(batch).forInference());
        if (!training) {
            network.freeze(); // as a loaded model's is
        }
        criterion = new SoftmaxCrossEntropy(spec.classes(), 0, null);
        optimizer = training
                ? new Optimizer(OptimizerSpec.of(OptimizerSpec.Kind.ADAM), network.parameters(), network.workers())
                : null;
        this.training = training;
        x = new Tensor(
                batch,
                spec.input().channels(),
                spec.input().height(),
                spec.input().width());
        Rng rng = Rng.of(Rng.key("train.throughput"));
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) rng.nextGaussian();
        }
        targets = new float[batch * spec.classes()];
        for (int i = 0; i < batch; i++) {
            targets[i * spec.classes() + i % spec.classes()] = 1;
        }
    }

    /** Does steps for at least so long; the seconds a step took on average. */
    public double round(double seconds) {
        long began = System.nanoTime();
        int steps = 0;
        double elapsed;
        do {
            step();
            steps++;
            elapsed = (System.nanoTime() - began) * 1e-9;
        } while (elapsed < seconds);
        return elapsed / steps;
    }

    private void step() {
        if (!training) {
            network.forward(x, Mode.INFER);
            return;
        }
        network.step(step++);
        Tensor logits = network.forward(x, Mode.TRAIN);
        criterion.forward(logits, targets);
        network.learn(criterion.backward(), optimizer, 1e-4, 0);
    }

    /** The middle value, or the mean of the middle two. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    @Override
    public void close() {
        network.close();
    }
}
