package org.pellucid.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.textbook.DropoutMask;
import org.pellucid.textbook.SoftmaxCrossEntropy;
import org.pellucid.textbook.TextbookLayer;
import org.pellucid.textbook.TextbookNetwork;
import org.pellucid.textbook.Values;

/**
 * One training step as the textbook took it: what every layer got and gave, forward and backward, in double precision.
 *
 * <p>It is what {@code trace} shows whole and {@code microscope} one number of. The step itself, the move of the weights, is
 * left out: gradients are of the parameters as they are.
 */
public final class TrainingStep {
    private final TextbookNetwork network;
    private final Map<String, double[]> parameters;
    private final int[] labels;
    private final boolean train;
    private final DropoutMask mask;
    private final LossRule rule;
    private final Map<String, TextbookLayer> layers = new LinkedHashMap<>();
    private final Map<String, Node> parents = new LinkedHashMap<>();

    private TrainingStep(
            TextbookNetwork network,
            Map<String, double[]> parameters,
            int[] labels,
            boolean train,
            DropoutMask mask,
            LossRule rule) {
        this.network = network;
        this.parameters = parameters;
        this.labels = labels;
        this.train = train;
        this.mask = mask;
        this.rule = rule;
        network.layers().forEach(this::remember);
    }

    private void remember(TextbookLayer layer) {
        layers.put(layer.node().name(), layer);
        for (TextbookLayer part : layer.parts()) {
            parents.put(part.node().name(), layer.node());
            remember(part);
        }
    }

    /** Runs forward, the mean cross-entropy, and backward. */
    public static TrainingStep run(
            NetworkSpec spec,
            Map<String, double[]> parameters,
            double[] x,
            int[] labels,
            boolean train,
            DropoutMask mask) {
        return run(spec, parameters, x, labels, train, mask, LossRule.CROSS_ENTROPY, done -> {});
    }

    /**
     * Runs forward, the loss, and backward.
     *
     * @param parameters by the full names of {@link NetworkSpec#parameters()}; copied
     * @param x examples of the network's input, [n, c, h, w]
     * @param labels a class for each of the n examples
     * @param train whether batch normalisation takes the batch's statistics and dropout drops
     * @param mask what dropout keeps; may be null if there is none or nothing is dropped
     * @param rule the loss
     * @param progress told the part that is done, from 0 to 1
     * @throws IllegalArgumentException if these do not fit together
     */
    public static TrainingStep run(
            NetworkSpec spec,
            Map<String, double[]> parameters,
            double[] x,
            int[] labels,
            boolean train,
            DropoutMask mask,
            LossRule rule,
            DoubleConsumer progress) {
        Map<String, double[]> own = copy(spec, parameters);
        TextbookNetwork network = new TextbookNetwork(spec, copy(spec, parameters)); // running statistics will move
        StepByLayer way = new StepByLayer(network, 1, 1, progress);
        double[] logits = way.forward(x, labels.length, train, mask);
        int k = spec.classes();
        way.backward(rule.gradient(k, logits, rule.targets(k, labels)));
        return new TrainingStep(network, own, labels.clone(), train, mask, rule);
    }

    /**
     * The step that a network has just taken by itself, with the mean cross-entropy as its loss.
     *
     * @param network after its forward and its backward
     * @param parameters those it ran with, before its running statistics moved; not copied
     */
    public static TrainingStep of(
            TextbookNetwork network, Map<String, double[]> parameters, int[] labels, boolean train, DropoutMask mask) {
        return new TrainingStep(network, parameters, labels.clone(), train, mask, LossRule.CROSS_ENTROPY);
    }

    private static Map<String, double[]> copy(NetworkSpec spec, Map<String, double[]> parameters) {
        Map<String, double[]> copies = new LinkedHashMap<>();
        for (ParameterSpec p : spec.parameters()) {
            double[] values = parameters.get(p.name());
            if (values == null) {
                throw new IllegalArgumentException("a training step of '" + spec.name() + "' expects a parameter "
                        + p.name() + " but gets none: give one array for each of the spec's");
            }
            copies.put(p.name(), values.clone());
        }
        return copies;
    }

    /** The network that ran. */
    public NetworkSpec spec() {
        return network.spec();
    }

    /** All parameters as they were during the step, by full name; not to be written. */
    public Map<String, double[]> parameters() {
        return parameters;
    }

    /** Examples in the batch. */
    public int n() {
        return labels.length;
    }

    /** The class of each example. */
    public int[] labels() {
        return labels.clone();
    }

    /** Whether batch normalisation took the batch's statistics and dropout dropped. */
    public boolean train() {
        return train;
    }

    /** What dropout kept; null if nothing was asked. */
    public DropoutMask mask() {
        return mask;
    }

    /** The names of all layers, in the order of forward, each before its parts. */
    public List<String> names() {
        return List.copyOf(layers.keySet());
    }

    /** Whether there is a layer of that name. */
    public boolean has(String layer) {
        return layers.containsKey(layer);
    }

    /** A layer by its name, with what passed through it. */
    public TextbookLayer layer(String name) {
        TextbookLayer layer = layers.get(name);
        if (layer == null) {
            throw new IllegalArgumentException("network '" + spec().name() + "' has no layer '" + name
                    + "': expected one of " + String.join(", ", names()));
        }
        return layer;
    }

    /** The record, name and shapes of a layer. */
    public Node node(String name) {
        return layer(name).node();
    }

    /** The composite layer that holds this one; null for a layer of the network's own chain. */
    public Node parent(String name) {
        return parents.get(name);
    }

    /** What passed through a layer. */
    public Values values(String name) {
        return layer(name).values();
    }

    /** The gradient of a learned parameter by its full name. */
    public double[] gradient(String parameter) {
        return network.gradients().get(parameter);
    }

    /** The gradients of all learned parameters, by full name. */
    public Map<String, double[]> gradients() {
        return network.gradients();
    }

    /** z, [n, classes]. */
    public double[] logits() {
        return last().values().y();
    }

    /** dz, [n, classes]. */
    public double[] dLogits() {
        return last().values().dy();
    }

    private TextbookLayer last() {
        List<TextbookLayer> chain = network.layers();
        return chain.get(chain.size() - 1);
    }

    /** The loss. */
    public LossRule rule() {
        return rule;
    }

    /** t, [n, classes]: 1 at each example's class, unless labels are smoothed. */
    public double[] targets() {
        return rule.targets(spec().classes(), labels);
    }

    /** L of the batch. */
    public double loss() {
        return rule.value(spec().classes(), logits(), targets());
    }

    /** p, [n, classes]. */
    public double[] probabilities() {
        return SoftmaxCrossEntropy.softmax(n(), spec().classes(), logits());
    }

    /** Whether this layer's last forward fell on the same pieces of all piecewise functions as that of the step. */
    public boolean samePieces(TextbookLayer other) {
        return Arrays.equals(other.pieces(), layer(other.node().name()).pieces());
    }

    /** The names of the layers in the network's own chain, without their parts. */
    public List<String> chain() {
        List<String> names = new ArrayList<>();
        network.layers().forEach(layer -> names.add(layer.node().name()));
        return names;
    }
}
