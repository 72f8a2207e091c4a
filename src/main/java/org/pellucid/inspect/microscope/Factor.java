package org.pellucid.inspect.microscope;

/**
 * A number and what it is.
 *
 * @param symbol in the symbols of {@code docs/notation.md}, with its place, such as {@code x[0,3,10,21]}
 * @param value the number
 */
public record Factor(String symbol, double value) {}
