package org.pellucid.inspect;

/**
 * How far an analytic gradient is from central differences.
 *
 * @param samples directions compared: single coordinates, and all at once
 * @param kinks coordinates left out, or steps given up, because a kink lay too near
 * @param worst the largest scaled error
 * @param bound it must not exceed
 */
public record Differences(int samples, int kinks, double worst, double bound) {
    /** Whether something was compared, and all of it agreed. */
    public boolean passed() {
        return samples > 0 && worst <= bound; // NaN fails
    }
}
