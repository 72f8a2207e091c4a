package org.pellucid.inspect;

import java.util.Map;

/**
 * How far the engine may be from the textbook, value by value, on one layer.
 *
 * @param y of the output
 * @param dx of the input's gradient
 * @param gradients of the own learned parameters' gradients, by full name
 * @param running of the own running statistics after the pass, by full name
 */
public record Tolerances(double[] y, double[] dx, Map<String, double[]> gradients, Map<String, double[]> running) {}
