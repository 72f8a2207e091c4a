package org.pellucid.inspect;

import java.util.List;

/**
 * The losses of both machines over the first steps of the same training.
 *
 * @param textbook one a step
 * @param engine one a step
 * @param tolerance of the relative difference, one a step
 */
public record Trajectory(List<Double> textbook, List<Double> engine, List<Double> tolerance) {
    public Trajectory {
        textbook = List.copyOf(textbook);
        engine = List.copyOf(engine);
        tolerance = List.copyOf(tolerance);
    }

    public int steps() {
        return textbook.size();
    }

    /** |engine − textbook| / |textbook| at a step. */
    public double difference(int step) {
        return Math.abs(engine.get(step) - textbook.get(step)) / Math.abs(textbook.get(step));
    }

    /** The largest relative difference. */
    public double worst() {
        double worst = 0;
        for (int step = 0; step < steps(); step++) {
            worst = Math.max(worst, difference(step));
        }
        return worst;
    }

    /** The largest difference as a share of its tolerance. */
    public double share() {
        double share = 0;
        for (int step = 0; step < steps(); step++) {
            share = Math.max(share, difference(step) / tolerance.get(step));
        }
        return share;
    }

    public boolean passed() {
        return share() <= 1; // NaN fails
    }
}
