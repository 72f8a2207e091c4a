package org.pellucid.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.pellucid.gemm.ExactArrays;

/** Working memory, one array a worker, shared by all layers that need the same size for the same purpose. */
final class Scratch {
    private final int workers;
    private final Map<String, float[][]> buffers = new HashMap<>();
    private final Map<String, ExactArrays[]> exact = new HashMap<>();

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

    /** Arrays of any exact lengths, for each worker. What stands in them is lost when another layer runs. */
    ExactArrays[] exact(String purpose) {
        return exact.computeIfAbsent(purpose, key -> {
            ExactArrays[] arrays = new ExactArrays[workers];
            Arrays.setAll(arrays, worker -> new ExactArrays());
            return arrays;
        });
    }

    /** One array for all workers together. What stands in it is lost when another layer runs. */
    float[] shared(String purpose, int size) {
        return buffers.computeIfAbsent("shared " + purpose + size, key -> new float[1][size])[0];
    }
}
