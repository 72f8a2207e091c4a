package org.pellucid.textbook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;

/**
 * The own parameters of one layer and their gradients, by full name.
 *
 * @param layer name of the layer
 * @param values parameters, learned or running
 * @param gradients of those that are learned
 */
record State(String layer, Map<String, double[]> values, Map<String, double[]> gradients) {
    /**
     * Picks a layer's parameters out of those of a network.
     *
     * @throws IllegalArgumentException if one is missing or of another size
     */
    static State of(Node node, Map<String, double[]> all) {
        Map<String, double[]> values = new LinkedHashMap<>();
        Map<String, double[]> gradients = new LinkedHashMap<>();
        for (ParameterSpec p : node.parameters()) {
            double[] value = all.get(p.name());
            if (value == null) {
                throw new IllegalArgumentException("network expects a parameter " + p.name()
                        + " but gets none: give one array for each of the spec's");
            }
            if (value.length != p.size()) {
                throw new IllegalArgumentException(p.name() + " expects " + p.size() + " values, those of " + p.shape()
                        + ", but gets " + value.length + ": give the parameters of the same spec");
            }
            values.put(p.name(), value);
            if (p.role().learned()) {
                gradients.put(p.name(), new double[p.size()]);
            }
        }
        return new State(node.name(), values, gradients);
    }

    /** A parameter by its name within the layer; null if the layer has none of that name. */
    double[] value(String name) {
        return values.get(layer + "." + name);
    }

    /** The gradient of a learned parameter, likewise. */
    double[] gradient(String name) {
        return gradients.get(layer + "." + name);
    }
}
