package org.pellucid.inspect;

import java.util.Map;

/**
 * What passed through a layer, forward and backward, while training.
 *
 * @param y what came out
 * @param dx the gradient of the input
 * @param gradients of the own parameters that are learned, by full name
 * @param running the own parameters that are not learned, after the forward pass, by full name
 */
public record Passage(double[] y, double[] dx, Map<String, double[]> gradients, Map<String, double[]> running) {}
