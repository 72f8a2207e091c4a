package org.pellucid.peers;

import java.io.IOException;
import java.util.Map;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Optimizer;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.engine.Options;
import org.pellucid.engine.SoftmaxCrossEntropy;
import org.pellucid.gemm.Backends;
import org.pellucid.gemm.Selection;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/** Our own engine. */
final class PellucidSide implements Side {
    private final Task task;
    private final Selection selection;
    private final Network network;
    private final Optimizer optimizer;
    private final SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(Task.CLASSES, 0, null);
    private final Tensor x;
    private final float[] targets;
    private long number;

    private PellucidSide(Task task) {
        this.task = task;
        selection = Backends.select(System.getProperty("peers.gemm", "auto"));
        Options options =
                Options.of(selection.backend()).threads(task.threads()).batch(task.batch());
        network = Network.compile(task.spec(), task.train() ? options : options.forInference());
        Map<String, float[]> weights = task.weights();
        for (Parameter p : network.parameters()) {
            System.arraycopy(
                    weights.get(p.name()), 0, p.value().data(), 0, p.value().size());
        }
        if (!task.train()) {
            network.freeze(); // as a loaded model's is; the peers' weights are constant, too
        }
        optimizer = task.train()
                ? new Optimizer(OptimizerSpec.of(OptimizerSpec.Kind.ADAM), network.parameters(), network.workers())
                : null;
        x = Tensor.of(
                task.pictures(),
                task.batch(),
                task.spec().input().channels(),
                task.spec().input().height(),
                task.spec().input().width());
        targets = new float[task.batch() * Task.CLASSES];
        int[] labels = task.labels();
        for (int i = 0; i < labels.length; i++) {
            targets[i * Task.CLASSES + labels[i]] = 1;
        }
    }

    public static void main(String[] words) throws IOException {
        Worker.serve(words, PellucidSide::new);
    }

    @Override
    public String describe() {
        return "JDK " + Runtime.version().feature() + ", "
                + selection.probes().get(selection.probes().size() - 1).detail();
    }

    @Override
    public float[] logits() {
        return network.forward(x, Mode.INFER).data().clone();
    }

    @Override
    public double step() {
        if (!task.train()) {
            network.forward(x, Mode.INFER);
            return 0;
        }
        network.step(number++);
        Tensor logits = network.forward(x, Mode.TRAIN);
        double loss = criterion.forward(logits, targets);
        network.learn(criterion.backward(), optimizer, Task.RATE, 0);
        return loss;
    }

    @Override
    public double work() {
        return task.batch();
    }

    @Override
    public void close() {
        network.close();
    }
}
