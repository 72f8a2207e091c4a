package org.pellucid.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer in its place: with its name and the shapes it meets there. Whatever walks a network walks these.
 *
 * @param name unique in the network: {@code conv1}, {@code residual2.bn1}, {@code residual2.shortcut.conv1}
 * @param layer the layer itself
 * @param input the shape it takes
 * @param output the shape it gives
 * @param body the layers it is made of; empty for a simple layer
 * @param shortcut the layers of a residual's second path; empty for every other layer and for an identity
 */
public record Node(String name, LayerSpec layer, Shape input, Shape output, List<Node> body, List<Node> shortcut) {

    /** Names a chain of layers and carries the shape through it; errors name the layer. */
    static List<Node> chain(String prefix, List<LayerSpec> layers, Shape input) {
        Map<String, Integer> counts = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        Shape in = input;
        for (LayerSpec layer : layers) {
            String name = prefix + layer.prefix() + counts.merge(layer.prefix(), 1, Integer::sum);
            Node node = of(name, layer, in);
            nodes.add(node);
            in = node.output();
        }
        return List.copyOf(nodes);
    }

    private static Node of(String name, LayerSpec layer, Shape in) {
        List<Node> body = chain(name + ".", bodyOf(name, layer, in), in);
        List<Node> shortcut = chain(name + ".shortcut.", layer.shortcut(), in);
        try {
            return new Node(name, layer, in, layer.output(in), body, shortcut);
        } catch (SpecException e) {
            throw new SpecException(name + " " + e.getMessage());
        }
    }

    private static List<LayerSpec> bodyOf(String name, LayerSpec layer, Shape in) {
        try {
            return layer.body(in);
        } catch (SpecException e) {
            throw new SpecException(name + " " + e.getMessage());
        }
    }

    /** Its own parameters under their full names, such as {@code conv1.weight}. */
    public List<ParameterSpec> parameters() {
        return layer.parameters(input).stream().map(p -> p.within(name)).toList();
    }

    /** What it and all the layers in it cost. */
    public Cost cost() {
        long learned = layer.parameters(input).stream()
                .filter(p -> p.role().learned())
                .mapToLong(ParameterSpec::size)
                .sum();
        // The last layer of a body writes the composite's own output or a partner of it: counted once, there.
        Cost cost = new Cost(learned, layer.macs(input), body.isEmpty() ? 4L * output.size() : 0);
        for (Node node : body) {
            cost = cost.plus(node.cost());
        }
        for (Node node : shortcut) {
            cost = cost.plus(node.cost());
        }
        return cost;
    }

    /** This node and all in it, each before its parts. */
    public List<Node> flatten() {
        List<Node> all = new ArrayList<>();
        all.add(this);
        body.forEach(node -> all.addAll(node.flatten()));
        shortcut.forEach(node -> all.addAll(node.flatten()));
        return all;
    }
}
