package org.pellucid.spec;

/**
 * What a layer costs for one example.
 *
 * @param parameters learned values
 * @param macs multiply–accumulate operations forward; a training step takes about three times as many
 * @param activationBytes of its output in float32, and of those inside a composite layer
 */
public record Cost(long parameters, long macs, long activationBytes) {
    /** Nothing. */
    public static final Cost NONE = new Cost(0, 0, 0);

    /** The sum of both. */
    public Cost plus(Cost other) {
        return new Cost(parameters + other.parameters, macs + other.macs, activationBytes + other.activationBytes);
    }
}
