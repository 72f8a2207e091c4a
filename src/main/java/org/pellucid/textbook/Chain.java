package org.pellucid.textbook;

import java.util.List;
import java.util.Map;
import org.pellucid.spec.Node;

/**
 * Layers one after another. An empty chain is the identity.
 *
 * @param layers in the order of forward
 */
record Chain(List<TextbookLayer> layers) {
    static Chain of(List<Node> nodes, Map<String, double[]> parameters) {
        return new Chain(
                nodes.stream().map(node -> TextbookLayer.of(node, parameters)).toList());
    }

    double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
        double[] y = x;
        // region:chain-forward
        for (TextbookLayer layer : layers) {
            y = layer.forward(y, n, train, mask);
        }
        // end
        return y;
    }

    double[] backward(double[] dy) {
        double[] dx = dy;
        // region:chain-backward
        for (int i = layers.size() - 1; i >= 0; i--) {
            dx = layers.get(i).backward(dx);
        }
        // end
        return dx;
    }
}
