package org.pellucid.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * A network as data: what goes in, and the layers one after another. It ends in logits; the softmax belongs to the
 * loss, which needs it fused to be stable, and to prediction.
 *
 * @param name such as {@code seed}
 * @param input the shape of one example
 * @param layers at least one; the last gives one number a class
 */
public record NetworkSpec(String name, Shape input, List<LayerSpec> layers) {
    /** @throws SpecException if a layer cannot take what the one before gives, or the end is not a vector */
    public NetworkSpec {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new SpecException("network '" + name + "' expects at least one layer but has none");
        }
        List<Node> nodes = Node.chain("", layers, input);
        Shape output = nodes.get(nodes.size() - 1).output();
        if (!output.isFlat()) {
            throw new SpecException("network '" + name + "' expects to end in one number a class but ends in " + output
                    + ": end it with dense or global-avg-pool");
        }
    }

    /** The layers in their places. */
    public List<Node> nodes() {
        return Node.chain("", layers, input);
    }

    /** The shape of the logits. */
    public Shape output() {
        List<Node> nodes = nodes();
        return nodes.get(nodes.size() - 1).output();
    }

    /** The number of logits. */
    public int classes() {
        return output().channels();
    }

    /** All parameters, in the order of the layers, under their full names. */
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> all = new ArrayList<>();
        for (Node top : nodes()) {
            top.flatten().forEach(node -> all.addAll(node.parameters()));
        }
        return all;
    }

    /** What one example costs. */
    public Cost cost() {
        Cost cost = Cost.NONE;
        for (Node node : nodes()) {
            cost = cost.plus(node.cost());
        }
        return cost;
    }
}
