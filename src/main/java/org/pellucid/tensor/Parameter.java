package org.pellucid.tensor;

/**
 * A named tensor of a network's state.
 *
 * <p>Of those that are learned, {@link #gradient()} holds the sum of all gradients since it was last zeroed: a backward pass
 * adds to it, it never overwrites it. Running statistics are state, too, but not learned; of a network compiled for inference,
 * nothing is. What is not learned has no gradient.
 */
public final class Parameter {
    private final String name;
    private final Tensor value;
    private final Tensor gradient;
    private final boolean learned;
    private final boolean decays;

    /**
     * @param name unique in its network, such as {@code conv1.weight}
     * @param value the value, shared with whoever computes with it
     * @param learned whether an optimiser moves it
     * @param decays whether weight decay applies: true of weights, false of biases, scales and shifts
     */
    public Parameter(String name, Tensor value, boolean learned, boolean decays) {
        this.name = name;
        this.value = value;
        this.gradient = learned ? new Tensor(value.shape()) : new Tensor(0);
        this.learned = learned;
        this.decays = decays;
    }

    /** Unique in its network, such as {@code residual2.conv1.weight}. */
    public String name() {
        return name;
    }

    public Tensor value() {
        return value;
    }

    /** Of the value's shape; empty where nothing is learned. */
    public Tensor gradient() {
        return gradient;
    }

    public boolean learned() {
        return learned;
    }

    public boolean decays() {
        return decays;
    }

    @Override
    public String toString() {
        return name + " " + value;
    }
}
