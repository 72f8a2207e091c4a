package org.pellucid.inspect;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pellucid.engine.Dropout;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.textbook.DropoutMask;
import org.pellucid.textbook.MaxPool2d;
import org.pellucid.textbook.TextbookLayer;

/**
 * Runs a layer by the book.
 *
 * @param seed of dropout's draws
 */
public record TextbookRunner(long seed) implements LayerRunner {
    @Override
    public Forward forward(Subject s) {
        TextbookLayer layer = TextbookLayer.of(s.node(), withOwnRunning(s));
        double[] y = layer.forward(s.x(), s.n(), true, mask(s.node()));
        return new Forward(y, branches(layer, s.n(), 0));
    }

    @Override
    public Passage run(Subject s) {
        Map<String, double[]> parameters = withOwnRunning(s);
        TextbookLayer layer = TextbookLayer.of(s.node(), parameters);
        double[] y = layer.forward(s.x(), s.n(), true, mask(s.node()));
        double[] dx = layer.backward(s.dy());
        Map<String, double[]> running = new LinkedHashMap<>();
        for (ParameterSpec p : s.node().parameters()) {
            if (!p.role().learned()) {
                running.put(p.name(), parameters.get(p.name()));
            }
        }
        return new Passage(y, dx, layer.gradients(), running);
    }

    /** Training moves running statistics: those of the subject must stay. */
    private static Map<String, double[]> withOwnRunning(Subject s) {
        Map<String, double[]> parameters = new HashMap<>(s.parameters());
        for (Node node : s.node().flatten()) {
            for (ParameterSpec p : node.parameters()) {
                if (!p.role().learned()) {
                    parameters.computeIfPresent(p.name(), (name, values) -> values.clone());
                }
            }
        }
        return parameters;
    }

    /** A dropout examined alone is, to the engine, the first of its network. */
    private DropoutMask mask(Node node) {
        double rate = node.layer() instanceof DropoutSpec dropout ? dropout.rate() : 0;
        return (layer, example, unit) -> Dropout.keeps(rate, seed, "dropout1", 0, example, unit);
    }

    private static long branches(TextbookLayer layer, int n, long before) {
        long hash = before;
        LayerSpec spec = layer.node().layer();
        if (Kinks.bends(spec)) {
            for (double value : layer.values().x()) {
                hash = hash * 31 + (value > 0 ? 1 : 0);
            }
        } else if (spec instanceof MaxPool2dSpec pool) {
            var geometry = pool.geometry(layer.node().input()).withBatch(n);
            for (int winner : MaxPool2d.forward(geometry, layer.values().x()).argmax()) {
                hash = hash * 31 + winner;
            }
        }
        for (TextbookLayer part : layer.parts()) {
            hash = branches(part, n, hash);
        }
        return hash;
    }
}
