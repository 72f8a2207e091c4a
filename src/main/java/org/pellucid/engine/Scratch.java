package org.pellucid.engine;

import java.util.HashMap;
import java.util.Map;

/** Working memory, one array a worker, shared by all layers that need the same size for the same purpose. */
final class Scratch {
    private final int workers;
    private final Map<String, float[][]> buffers = new HashMap<>();

    Scratch(int workers) {
        this.workers = workers;
    }

    /**
     * One array for each worker. What stands in it is lost when another layer runs.
     *
     * <p>Sizes are exact, not rounded up to share more: the native BLAS copies whole arrays.
     */
    float[][] arrays(String purpose, int size) {
        return buffers.computeIfAbsent(purpose + size, key -> new float[workers][size]);
    }

    /** One array for all workers together. What stands in it is lost when another layer runs. */
    float[] shared(String purpose, int size) {
        return buffers.computeIfAbsent("shared " + purpose + size, key -> new float[1][size])[0];
    }
}
