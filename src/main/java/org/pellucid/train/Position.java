package org.pellucid.train;

/**
 * How far a training has come, beside the finished epochs of its history.
 *
 * @param batches finished of the current epoch; 0 at its start
 * @param steps of the optimiser in all
 * @param lossSum over the examples of those batches
 * @param seen examples of those batches
 * @param correct answers among those
 * @param seconds spent on those batches
 */
record Position(int batches, long steps, double lossSum, int seen, int correct, double seconds) {
    /** The start of an epoch after so many steps. */
    static Position epochStart(long steps) {
        return new Position(0, steps, 0, 0, 0, 0);
    }
}
