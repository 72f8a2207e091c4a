package org.pellucid.train;

/**
 * How long a training is meant to be.
 *
 * @param stepsPerEpoch optimiser steps in an epoch, at least 1
 * @param epochs at least 1
 */
public record Horizon(int stepsPerEpoch, int epochs) {
    long steps() {
        return (long) stepsPerEpoch * epochs;
    }
}
