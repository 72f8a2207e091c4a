package org.pellucid.inspect;

import java.util.List;

/**
 * What the gradient check found.
 *
 * @param model name of the network
 * @param backend of the engine's matrix products
 * @param threads of the engine
 * @param batch examples
 * @param seed of everything drawn
 * @param rows a line for each tensor of each layer
 * @param trajectory of the whole network
 */
public record Certificate(
        String model, String backend, int threads, int batch, long seed, List<Row> rows, Trajectory trajectory) {
    public Certificate {
        rows = List.copyOf(rows);
    }

    public boolean passed() {
        return failures() == 0;
    }

    /** The number of lines that fail, the trajectory among them. */
    public long failures() {
        return rows.stream().filter(row -> !row.passed()).count() + (trajectory.passed() ? 0 : 1);
    }
}
