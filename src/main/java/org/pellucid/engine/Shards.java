package org.pellucid.engine;

/**
 * How a batch is split: into a fixed number of runs of examples, whatever the number of threads.
 *
 * @param count the number of shards
 */
record Shards(int count) {
    private static final int MOST = 8;
    private static final int FEWEST = 4;
    /** Each shard holds a copy of a kernel's gradient, but for layers that go by the batch: beyond this many floats, if all did, use fewer. */
    private static final long SLOT_BUDGET = 1 << 25;

    static Shards forKernels(long weights) {
        return new Shards(weights * MOST <= SLOT_BUDGET ? MOST : FEWEST);
    }

    int from(int shard, int n) {
        return (int) ((long) shard * n / count);
    }

    int to(int shard, int n) {
        return from(shard + 1, n);
    }

    /** The shard of an example. */
    int of(int example, int n) {
        int shard = (int) ((long) example * count / n);
        while (to(shard, n) <= example) { // shards may be empty
            shard++;
        }
        return shard;
    }
}
