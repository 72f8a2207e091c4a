package org.pellucid.inspect.microscope;

/**
 * A number that terms are made of, such as the variance of a channel.
 *
 * @param symbol such as {@code σ²}
 * @param formula how it comes about, in words and symbols
 * @param value the number
 */
public record Quantity(String symbol, String formula, double value) {}
