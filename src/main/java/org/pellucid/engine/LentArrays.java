package org.pellucid.engine;

/**
 * Sums that last as long as a shard is under way: an array is lent to a shard when it begins and given back when it ends. What was given
 * back last is lent first, for it may still be in the cache of the thread that goes on.
 */
final class LentArrays {
    private final float[][] free;
    private final float[][] lent;
    private int left;

    LentArrays(Shards shards, int threads, int size) {
        free = new float[ShardParts.mostUnderWay(shards, threads)][size];
        lent = new float[shards.count()][];
        left = free.length;
    }

    /** Of arbitrary contents. */
    synchronized void lend(int shard) {
        lent[shard] = free[--left];
    }

    /** The array of a shard that has begun. */
    float[] of(int shard) {
        return lent[shard];
    }

    synchronized void giveBack(int shard) {
        free[left++] = lent[shard];
    }
}
