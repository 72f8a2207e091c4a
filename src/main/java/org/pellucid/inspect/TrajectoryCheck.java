package org.pellucid.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.engine.Dropout;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Optimizer;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.engine.Options;
import org.pellucid.engine.SoftmaxCrossEntropy;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;
import org.pellucid.textbook.DropoutMask;
import org.pellucid.textbook.TextbookNetwork;

/**
 * Trains a network in both machines, from the same weights, on the same batch, with the same values dropped, and holds the
 * losses against each other.
 *
 * @param spec the network
 * @param options of the engine
 * @param optimizer of both
 * @param rate of learning
 */
public record TrajectoryCheck(NetworkSpec spec, Options options, OptimizerSpec optimizer, double rate) {
    /**
     * Trains.
     *
     * @param start the parameters, by full name; not changed
     * @param x n examples
     * @param labels of the examples
     * @param steps of training, at least 1
     */
    public Trajectory run(Map<String, double[]> start, double[] x, int[] labels, int steps) {
        List<Double> tolerance = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            tolerance.add(Bounds.trajectory(spec, step));
        }
        return new Trajectory(textbook(start, x, labels, steps), engine(start, x, labels, steps), tolerance);
    }

    private List<Double> textbook(Map<String, double[]> start, double[] x, int[] labels, int steps) {
        int n = labels.length;
        int classes = spec.classes();
        Map<String, double[]> parameters = new LinkedHashMap<>();
        start.forEach((name, values) -> parameters.put(name, values.clone()));
        TextbookNetwork network = new TextbookNetwork(spec, parameters);
        TextbookOptimizer rule = new TextbookOptimizer(optimizer, spec.parameters());
        double[] targets = org.pellucid.textbook.SoftmaxCrossEntropy.targets(classes, labels);
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            double[] logits = network.forward(x, n, true, mask(step));
            losses.add(org.pellucid.textbook.SoftmaxCrossEntropy.forward(n, classes, logits, targets, null));
            network.zeroGradients();
            network.backward(org.pellucid.textbook.SoftmaxCrossEntropy.backward(n, classes, logits, targets, null));
            rule.step(rate, parameters, network.gradients());
        }
        return losses;
    }

    private List<Double> engine(Map<String, double[]> start, double[] x, int[] labels, int steps) {
        int n = labels.length;
        int classes = spec.classes();
        float[] targets = new float[n * classes];
        for (int i = 0; i < n; i++) {
            targets[i * classes + labels[i]] = 1;
        }
        Tensor input = new Tensor(
                n, spec.input().channels(), spec.input().height(), spec.input().width());
        copy(x, input.data());
        List<Double> losses = new ArrayList<>();
        try (Network network = Network.compile(spec, options.batch(n))) {
            for (Parameter p : network.parameters()) {
                copy(start.get(p.name()), p.value().data());
            }
            SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(classes, 0, null);
            Optimizer rule = new Optimizer(optimizer, network.parameters(), network.workers());
            for (int step = 0; step < steps; step++) {
                network.step(step);
                Tensor logits = network.forward(input, Mode.TRAIN);
                losses.add(criterion.forward(logits, targets));
                network.zeroGrad();
                network.backward(criterion.backward());
                rule.step(rate);
            }
        }
        return losses;
    }

    private static void copy(double[] from, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) from[i];
        }
    }

    /** What the engine drops at a step, for the textbook. */
    DropoutMask mask(int step) {
        Map<String, Double> rates = new HashMap<>();
        for (Node top : spec.nodes()) {
            for (Node node : top.flatten()) {
                if (node.layer() instanceof DropoutSpec dropout) {
                    rates.put(node.name(), dropout.rate());
                }
            }
        }
        return (layer, example, unit) -> Dropout.keeps(rates.get(layer), options.seed(), layer, step, example, unit);
    }
}
