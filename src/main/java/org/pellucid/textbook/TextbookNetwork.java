package org.pellucid.textbook;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.spec.NetworkSpec;

/**
 * Runs any network by the book, forward and backward, and keeps every intermediate value.
 *
 * <p>It is slow on purpose: this is the machine to be read, and the one that the fast machine is measured by.
 */
public final class TextbookNetwork {
    private final NetworkSpec spec;
    private final Chain chain;
    private final Map<String, TextbookLayer> layers = new LinkedHashMap<>();
    private final Map<String, double[]> gradients = new LinkedHashMap<>();

    /**
     * Puts a network together.
     *
     * @param parameters by the full names of {@link NetworkSpec#parameters()}; the arrays are used, not copied
     * @throws IllegalArgumentException if a parameter is missing or of another size
     */
    public TextbookNetwork(NetworkSpec spec, Map<String, double[]> parameters) {
        this.spec = spec;
        this.chain = Chain.of(spec.nodes(), parameters);
        for (TextbookLayer layer : chain.layers()) {
            gradients.putAll(layer.gradients());
            remember(layer);
        }
    }

    private void remember(TextbookLayer layer) {
        layers.put(layer.node().name(), layer);
        layer.parts().forEach(this::remember);
    }

    /** What this runs. */
    public NetworkSpec spec() {
        return spec;
    }

    /**
     * Forward.
     *
     * @param x n examples of the network's input, n × c × h × w; kept, not copied
     * @param train whether batch normalisation takes the batch's statistics, and moves the running ones, and whether
     *     dropout drops
     * @param mask what dropout keeps; may be null if there is no dropout or no training
     * @return logits, n × classes
     */
    public double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
        return chain.forward(x, n, train, mask);
    }

    /**
     * Backward through the last forward; adds to {@link #gradients()}.
     *
     * @param dLogits n × classes
     * @return dx, like x
     */
    public double[] backward(double[] dLogits) {
        return chain.backward(dLogits);
    }

    /** The gradients of all learned parameters, by full name, in the order of the layers; backward adds to them. */
    public Map<String, double[]> gradients() {
        return gradients;
    }

    /** Sets all gradients to 0. */
    public void zeroGradients() {
        chain.layers().forEach(TextbookLayer::zeroGradients);
    }

    /** The layers, one after another; composite ones hold others. */
    public List<TextbookLayer> layers() {
        return chain.layers();
    }

    /** Which piece of each piecewise function the last forward fell on: {@link TextbookLayer#pieces()} of all layers. */
    public int[] pieces() {
        return layers().stream()
                .flatMapToInt(layer -> Arrays.stream(layer.pieces()))
                .toArray();
    }

    /**
     * What passed through a layer last.
     *
     * @param nodeName such as {@code conv1} or {@code residual2.bn1}
     * @throws IllegalArgumentException if there is no such layer
     */
    public Values values(String nodeName) {
        TextbookLayer layer = layers.get(nodeName);
        if (layer == null) {
            throw new IllegalArgumentException("network '" + spec.name() + "' has no layer '" + nodeName
                    + "': expected one of " + String.join(", ", layers.keySet()));
        }
        return layer.values();
    }
}
