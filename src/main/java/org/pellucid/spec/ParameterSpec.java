package org.pellucid.spec;

import java.util.List;

/**
 * One tensor of a layer's state.
 *
 * @param name within its layer, such as {@code weight}; {@link Node#parameters()} puts the layer's name before it
 * @param shape row-major sizes
 * @param role what it does
 * @param fanIn inputs that one output value sums over; 0 where no sum is taken
 * @param fanOut output values that one input value reaches; 0 likewise
 */
public record ParameterSpec(String name, List<Integer> shape, Role role, int fanIn, int fanOut) {
    /** What a parameter does in its layer. */
    public enum Role {
        /** Multiplies inputs: learned, decays, drawn at random at the start. */
        WEIGHT,
        /** Is added: learned, starts at 0. */
        BIAS,
        /** γ of batch normalisation: learned, starts at 1. */
        SCALE,
        /** β of batch normalisation: learned, starts at 0. */
        SHIFT,
        /** Mean over the batches seen: not learned, starts at 0. */
        RUNNING_MEAN,
        /** Variance over the batches seen: not learned, starts at 1. */
        RUNNING_VARIANCE;

        /** Whether an optimiser moves it. */
        public boolean learned() {
            return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
        }
    }

    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    static ParameterSpec weight(int fanIn, int fanOut, Integer... shape) {
        return new ParameterSpec("weight", List.of(shape), Role.WEIGHT, fanIn, fanOut);
    }

    static ParameterSpec perChannel(String name, Role role, int channels) {
        return new ParameterSpec(name, List.of(channels), role, 0, 0);
    }

    /** The same tensor under its layer's name. */
    ParameterSpec within(String layer) {
        return new ParameterSpec(layer + "." + name, shape, role, fanIn, fanOut);
    }

    /** The number of values. */
    public int size() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }

    /** The sizes as an array. */
    public int[] dimensions() {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }
}
