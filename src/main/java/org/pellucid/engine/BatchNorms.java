package org.pellucid.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.engine.loops.Normalisation;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * Batch norms while a network is compiled: their layers, and which of their work the convolutions beside them do, so that it need
 * not go through the memory.
 */
final class BatchNorms {
    private final Options options;
    private final Plan plan;
    private final Map<String, Parameter> parameters;
    private final List<Layer> layers;
    private final Map<String, Output> outputs;
    /** Of those whose backward the convolution before them takes along, by their names. */
    private final Map<String, Moments> taken = new HashMap<>();
    /** Of those whose scaling is left to the convolution behind their ReLU, by its name. */
    private final Map<String, Normalisation> left = new HashMap<>();

    /**
     * @param parameters by name
     * @param layers added to
     * @param outputs added to, of what is not kept
     */
    BatchNorms(
            Options options,
            Plan plan,
            Map<String, Parameter> parameters,
            List<Layer> layers,
            Map<String, Output> outputs) {
        this.options = options;
        this.plan = plan;
        this.parameters = parameters;
        this.layers = layers;
        this.outputs = outputs;
    }

    /** Of the batch norm before a convolution, if it left its scaling to it; else null. */
    Normalisation before(Node convolution) {
        return left.get(convolution.name());
    }

    /**
     * Of the batch norm behind a convolution, if this is to take its backward along; else null.
     *
     * @param nodes the convolution and what has melted into it
     * @param next what reads its output, or null
     */
    Normalisation behind(List<Node> nodes, Node next) {
        Node node = nodes.get(0);
        Conv2dSpec conv = (Conv2dSpec) node.layer();
        boolean takes = options.training()
                && nodes.size() == 1
                && !conv.bias()
                && next != null
                && next.layer() instanceof BatchNormSpec
                && Convolutions.goesByPicture(options.conv(), conv.geometry(node.input()), plan);
        if (!takes) {
            return null;
        }
        Moments moments = moments(next);
        taken.put(next.name(), moments);
        return moments.normalisation();
    }

    /**
     * The layers of a batch norm, and its output: x itself where the scaling is left to the reader.
     *
     * @param nodes the batch norm, and the ReLU that may have melted into it
     * @param next what reads its output, or null
     */
    Signal layers(List<Node> nodes, Signal x, Node next) {
        boolean relu = nodes.size() > 1;
        boolean kept = !relu || !canLeaveTo(next, x);
        Signal y = kept ? x.inPlace(options.training()) : x;
        Node node = nodes.get(0);
        Moments moments = statistics(node, x, y);
        layers.add(new BatchNormScaling(
                x, y, moments, parameter(node, "gamma"), parameter(node, "beta"), relu, kept, plan));
        if (!kept) {
            left.put(next.name(), moments.normalisation());
            look(nodes, x, moments.normalisation());
        }
        return y;
    }

    private boolean canLeaveTo(Node next, Signal x) {
        return plan.needsGradient(x)
                && next != null
                && next.layer() instanceof Conv2dSpec conv
                && plan.loops().fuses(x.shape().channels())
                && Convolutions.framesInput(options.conv(), conv.geometry(next.input()), plan);
    }

    /**
     * The layers of a batch norm with the max-pool behind its ReLU.
     *
     * @param nodes all three
     * @param y the pool's output
     */
    void pooled(List<Node> nodes, Pool2dGeometry pool, Signal x, Signal y) {
        Node node = nodes.get(0);
        Signal scaled = x.gradientInPlace();
        Moments moments = statistics(node, x, scaled);
        layers.add(new BatchNormPooling(
                pool, x, scaled, y, moments, parameter(node, "gamma"), parameter(node, "beta"), plan));
        look(nodes.subList(0, nodes.size() - 1), x, moments.normalisation());
    }

    /** The two layers before the scaling, and what all three share. */
    private Moments statistics(Node node, Signal x, Signal scaled) {
        boolean alone = !taken.containsKey(node.name());
        Moments moments = alone ? moments(node) : taken.get(node.name());
        layers.add(new BatchNormSums(x, scaled, moments, alone, plan));
        layers.add(new BatchNormStatistics(
                (BatchNormSpec) node.layer(),
                x,
                moments,
                parameter(node, "gamma"),
                parameter(node, "beta"),
                parameter(node, "running_mean"),
                parameter(node, "running_variance")));
        return moments;
    }

    private Moments moments(Node node) {
        return new Moments(node.output().channels(), plan.shards().count());
    }

    /** Those who look on get computed what is not kept. */
    private void look(List<Node> nodes, Signal x, Normalisation norm) {
        nodes.forEach(node -> outputs.put(node.name(), Output.scaled(x, norm, plan.loops())));
    }

    private Parameter parameter(Node node, String name) {
        return parameters.get(node.name() + "." + name);
    }
}
