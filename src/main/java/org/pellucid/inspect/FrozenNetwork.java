package org.pellucid.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * A trained network as a fixed function of its picture, at the engine's speed, with the gradient of its logits by the
 * picture.
 *
 * <p>The engine goes backward only through a training pass, in which dropout draws and batch normalisation looks at the
 * batch. So here nothing is dropped, and each batch normalisation, which at inference is
 * {@code y = (γ/√(σ² + ε)) x + (β − μ γ/√(σ² + ε))} in each channel, is a depthwise convolution of 1×1 with those numbers.
 *
 * <p>For one caller at a time.
 */
public final class FrozenNetwork implements AutoCloseable {
    private final NetworkSpec spec;
    private final Network network;
    private final int batch;

    /**
     * Freezes a network.
     *
     * @param weights by the full names of {@link NetworkSpec#parameters()}
     * @param options the batch is the largest that will be asked for
     */
    public FrozenNetwork(NetworkSpec spec, Map<String, Tensor> weights, Options options) {
        this.spec = spec;
        this.batch = options.batch();
        NetworkSpec frozen = new NetworkSpec(spec.name(), spec.input(), freeze(spec.nodes()));
        network = Network.compile(frozen, options.withInputGradient());
        Map<String, Parameter> to = new HashMap<>();
        network.parameters().forEach(p -> to.put(p.name(), p));
        List<Node> from = flatten(spec);
        List<Node> into = flatten(frozen);
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i).layer() instanceof BatchNormSpec norm) {
                fold(from.get(i).name(), norm, weights, into.get(i).name(), to);
            } else {
                copy(from.get(i), weights, into.get(i), to);
            }
        }
    }

    /** What this was made of. */
    public NetworkSpec spec() {
        return spec;
    }

    /** The largest number of pictures in one pass. */
    public int batch() {
        return batch;
    }

    /**
     * The logits of some pictures.
     *
     * @param x [n, c, h, w]
     * @return [n, classes]; written again by the next call of that n
     */
    public Tensor logits(Tensor x) {
        return network.forward(x, Mode.TRAIN);
    }

    /**
     * The gradient of {@code Σ dLogits · logits} of the last {@link #logits} by its pictures.
     *
     * @param dLogits [n, classes]
     * @return [n, c, h, w]; written again by the next call of that n
     */
    public Tensor gradient(Tensor dLogits) {
        network.zeroGrad();
        network.backward(dLogits);
        return network.inputGradient();
    }

    /** Lets the threads go. */
    @Override
    public void close() {
        network.close();
    }

    private static List<Node> flatten(NetworkSpec spec) {
        return spec.nodes().stream().flatMap(node -> node.flatten().stream()).toList();
    }

    private static List<LayerSpec> freeze(List<Node> nodes) {
        List<LayerSpec> frozen = new ArrayList<>();
        for (Node node : nodes) {
            LayerSpec layer = node.layer();
            if (layer instanceof BatchNormSpec) {
                int channels = node.input().channels();
                frozen.add(Conv2dSpec.of(channels, 1).withGroups(channels));
            } else if (layer instanceof DropoutSpec) {
                frozen.add(new DropoutSpec(0));
            } else if (layer instanceof ResidualSpec) {
                frozen.add(new ResidualSpec(freeze(node.body()), freeze(node.shortcut())));
            } else {
                frozen.add(layer);
            }
        }
        return frozen;
    }

    private static void fold(
            String from, BatchNormSpec norm, Map<String, Tensor> weights, String into, Map<String, Parameter> to) {
        float[] gamma = value(weights, from + ".gamma");
        float[] beta = value(weights, from + ".beta");
        float[] mean = value(weights, from + ".running_mean");
        float[] variance = value(weights, from + ".running_variance");
        float[] weight = to.get(into + ".weight").value().data();
        float[] bias = to.get(into + ".bias").value().data();
        for (int c = 0; c < gamma.length; c++) {
            double scale = gamma[c] / Math.sqrt(variance[c] + norm.epsilon());
            weight[c] = (float) scale;
            bias[c] = (float) (beta[c] - mean[c] * scale);
        }
    }

    private static void copy(Node from, Map<String, Tensor> weights, Node into, Map<String, Parameter> to) {
        List<ParameterSpec> names = from.parameters();
        List<ParameterSpec> others = into.parameters();
        for (int i = 0; i < names.size(); i++) {
            float[] values = value(weights, names.get(i).name());
            float[] target = to.get(others.get(i).name()).value().data();
            System.arraycopy(values, 0, target, 0, target.length);
        }
    }

    private static float[] value(Map<String, Tensor> weights, String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("frozen network expects a tensor " + name + " but gets "
                    + Arrays.toString(weights.keySet().toArray()) + ": give the weights of this network");
        }
        return tensor.data();
    }
}
