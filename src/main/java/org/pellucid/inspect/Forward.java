package org.pellucid.inspect;

/**
 * What comes out of a layer.
 *
 * @param y n examples
 * @param branches a fingerprint of the branches taken: which values a ReLU let through, which pixels won a maximum. Where
 *     it changes, a kink lies between; 0 if the runner does not tell
 */
public record Forward(double[] y, long branches) {}
