package org.pellucid.inspect.trace;

import java.util.List;

/**
 * A tensor of a layer as the step left it.
 *
 * @param symbol such as {@code y} or {@code dγ}
 * @param shape [c, h, w] or [c] of one picture's values; a parameter's own
 * @param values row by row; not to be written
 */
public record TensorTrace(String symbol, List<Integer> shape, double[] values, Statistics statistics) {
    static TensorTrace of(String symbol, List<Integer> shape, double[] values) {
        return new TensorTrace(symbol, List.copyOf(shape), values, Statistics.of(values));
    }

    /** Whether it is a gradient. */
    public boolean isGradient() {
        return symbol.startsWith("d");
    }

    /** Such as {@code 32×48×48}. */
    public String size() {
        return String.join("×", shape.stream().map(String::valueOf).toList());
    }
}
