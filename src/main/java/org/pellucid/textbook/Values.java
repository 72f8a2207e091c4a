package org.pellucid.textbook;

/**
 * What passed through a layer, forward and backward. The arrays are the very ones that passed: read them, do not write.
 *
 * @param x what went in
 * @param y what came out
 * @param dx the gradient of x; null before backward
 * @param dy the gradient of y; null before backward
 */
public record Values(double[] x, double[] y, double[] dx, double[] dy) {}
