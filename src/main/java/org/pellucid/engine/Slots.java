package org.pellucid.engine;

import java.util.Arrays;

/** One array of partial sums for each shard, to be added up in the order of the shards. */
final class Slots {
    private final float[][] slots;

    Slots(int shards, int size) {
        slots = new float[shards][size];
    }

    float[] of(int shard) {
        return slots[shard];
    }

    void clear(int shard) {
        Arrays.fill(slots[shard], 0);
    }

    /** The sum of one value over all shards. */
    float sum(int i) {
        float sum = slots[0][i];
        for (int s = 1; s < slots.length; s++) {
            sum += slots[s][i];
        }
        return sum;
    }
}
