package org.pellucid.gemm;

/**
 * What was found when a backend was tried on this machine.
 *
 * @param backend its name
 * @param loads whether it can be used here
 * @param detail one line: what was found, or why it does not load and how to mend that
 */
public record Probe(String backend, boolean loads, String detail) {}
