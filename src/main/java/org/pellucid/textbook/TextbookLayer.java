package org.pellucid.textbook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pellucid.spec.Node;

/**
 * One layer in its place, simple or composite, with its parameters, their gradients and the last values that passed
 * through it.
 */
public final class TextbookLayer {
    private final Node node;
    private final Operation operation;
    private final List<TextbookLayer> parts;
    private final Map<String, double[]> gradients;

    private double[] x;
    private double[] y;
    private double[] dx;
    private double[] dy;

    private TextbookLayer(Node node, Operation operation, List<TextbookLayer> parts, Map<String, double[]> own) {
        this.node = node;
        this.operation = operation;
        this.parts = List.copyOf(parts);
        this.gradients = new LinkedHashMap<>(own);
        parts.forEach(part -> gradients.putAll(part.gradients));
    }

    /**
     * Builds a layer and all in it.
     *
     * @param parameters by full name; at least those of this layer and all in it, more do no harm. The arrays are used,
     *     not copied
     * @throws IllegalArgumentException if a parameter is missing or of another size
     */
    public static TextbookLayer of(Node node, Map<String, double[]> parameters) {
        Chain body = Chain.of(node.body(), parameters);
        Chain shortcut = Chain.of(node.shortcut(), parameters);
        State state = State.of(node, parameters);
        List<TextbookLayer> parts = new ArrayList<>(body.layers());
        parts.addAll(shortcut.layers());
        return new TextbookLayer(node, Operations.of(node, state, body, shortcut), parts, state.gradients());
    }

    /** The layer's name, record and shapes. */
    public Node node() {
        return node;
    }

    /** The layers it is made of: the body, then the shortcut; empty for a simple layer. */
    public List<TextbookLayer> parts() {
        return parts;
    }

    /**
     * Forward.
     *
     * @param input n examples, one after another; kept, not copied
     * @param train whether batch normalisation takes the batch's statistics, and moves the running ones, and whether
     *     dropout drops
     * @param mask what dropout keeps; may be null if there is no dropout or no training
     * @return y, n examples
     * @throws IllegalArgumentException if the input is not n examples of this layer's shape
     */
    public double[] forward(double[] input, int n, boolean train, DropoutMask mask) {
        if (n < 1 || input.length != n * node.input().size()) {
            throw new IllegalArgumentException(node.name() + " expects " + n + " examples of " + node.input()
                    + " but gets " + input.length + " values: give at least one, all of that shape");
        }
        x = input;
        y = operation.forward(input, n, train, mask);
        dx = null;
        dy = null;
        return y;
    }

    /**
     * Backward through the last forward; adds to {@link #gradients()}.
     *
     * @param gradient dy, like y
     * @return dx, like x
     * @throws IllegalStateException if nothing went forward yet
     * @throws IllegalArgumentException if dy is not of the size of y
     */
    public double[] backward(double[] gradient) {
        if (y == null) {
            throw new IllegalStateException(node.name() + " expects a forward before its backward but had none");
        }
        if (gradient.length != y.length) {
            throw new IllegalArgumentException(node.name() + " expects " + y.length + " values of dy but gets "
                    + gradient.length + ": give the gradient of its last output");
        }
        dy = gradient;
        dx = operation.backward(gradient);
        return dx;
    }

    /** The gradients of the learned parameters of this layer and all in it, by full name; backward adds to them. */
    public Map<String, double[]> gradients() {
        return gradients;
    }

    /** Sets all gradients to 0. */
    public void zeroGradients() {
        gradients.values().forEach(gradient -> Arrays.fill(gradient, 0));
    }

    /**
     * What passed through last.
     *
     * @throws IllegalStateException if nothing went forward yet
     */
    public Values values() {
        if (y == null) {
            throw new IllegalStateException(node.name() + " has no values before its first forward");
        }
        return new Values(x, y, dx, dy);
    }

    /**
     * Which piece of a piecewise function (a ReLU's side of 0, a maximum's winner) each value of the last forward fell on,
     * here and in all layers inside. Two forwards with equal pieces met no kink and no tie between them, which is what a
     * finite difference must know.
     */
    public int[] pieces() {
        IntStream inside = parts.stream().flatMapToInt(part -> Arrays.stream(part.pieces()));
        return IntStream.concat(Arrays.stream(operation.pieces()), inside).toArray();
    }
}
