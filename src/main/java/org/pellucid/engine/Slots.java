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

    /** Adds the values from … to − 1 of all shards to those of the first, shard after shard. */
    void collect(int from, int to) {
        for (int s = 1; s < slots.length; s++) {
            add(slots[s], slots[0], from, to);
        }
    }

    /** A loop of its own, with one bare index: so HotSpot makes vectors of it. */
    private static void add(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] += x[i];
        }
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
