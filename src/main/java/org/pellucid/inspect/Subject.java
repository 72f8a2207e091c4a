package org.pellucid.inspect;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;

/**
 * One layer under examination: in its place, with its parameters, a batch that reaches it and a gradient that comes back.
 *
 * <p>All numbers are floats kept as doubles, so that both machines compute from the very same ones.
 *
 * @param node the layer
 * @param relu whether a ReLU follows that the engine may fuse with it
 * @param n examples
 * @param parameters by full name, of the layer and of all in it
 * @param x what goes in: n examples
 * @param dy the gradient of what comes out, of the ReLU if there is one
 */
public record Subject(Node node, boolean relu, int n, Map<String, double[]> parameters, double[] x, double[] dy) {
    /** The name under which the input is examined. */
    public static final String INPUT = "x";

    /** The own parameters that are learned, by full name. */
    Map<String, double[]> learned() {
        Map<String, double[]> learned = new LinkedHashMap<>();
        for (ParameterSpec p : node.parameters()) {
            if (p.role().learned()) {
                learned.put(p.name(), parameters.get(p.name()));
            }
        }
        return learned;
    }

    /** The input or a parameter. */
    double[] tensor(String name) {
        return name.equals(INPUT) ? x : parameters.get(name);
    }

    /** The same with other values for the input or a parameter. */
    public Subject with(String name, double[] values) {
        if (name.equals(INPUT)) {
            return new Subject(node, relu, n, parameters, values, dy);
        }
        Map<String, double[]> changed = new HashMap<>(parameters);
        changed.put(name, values);
        return new Subject(node, relu, n, changed, x, dy);
    }

    Subject withGradient(double[] gradient) {
        return new Subject(node, relu, n, parameters, x, gradient);
    }

    /** The layer alone. */
    Subject withoutRelu() {
        return new Subject(node, false, n, parameters, x, dy);
    }
}
