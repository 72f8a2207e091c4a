package org.pellucid.engine;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A batch's shards as tasks for {@link Workers}: most of them whole, the last few cut into parts.
 *
 * <p>A shard's sums are made in the order of its examples, but not always by one thread: of all shards that are cut the first parts are
 * taken before any second one. So nobody waits long for whoever has the last piece of work, and the part before has mostly been done
 * since long when the next is taken. The others stay whole, as what they add to is in a cache.
 */
final class ShardParts {
    private static final int MOST = 4;

    private final Shards shards;
    private final int block;
    private final int whole;
    private final AtomicIntegerArray done;
    private int examples;
    private int parts;

    /**
     * @param block examples that go together: where a shard may be cut, for sums may be made block by block
     * @param threads of which each gets parts of two shards, if there are as many: with fewer, parts would wait for each other
     */
    ShardParts(Shards shards, int block, int threads) {
        this.shards = shards;
        this.block = block;
        whole = shards.count() - cut(shards, threads);
        done = new AtomicIntegerArray(shards.count());
    }

    private static int cut(Shards shards, int threads) {
        return threads > 1 && 2 * threads <= shards.count() ? 2 * threads : 0;
    }

    /** How many shards may have begun and not yet ended at any time. */
    static int mostUnderWay(Shards shards, int threads) {
        return Math.min(shards.count(), threads + cut(shards, threads));
    }

    /** Of so many examples, how many tasks there will be: the whole shards, then part by part the others. */
    int begin(int examplesNow) {
        examples = examplesNow;
        parts = Math.max(1, Math.min(MOST, blocks(0)));
        for (int shard = 0; shard < shards.count(); shard++) {
            done.set(shard, 0);
        }
        return whole + parts * (shards.count() - whole);
    }

    int shard(int task) {
        return task < whole ? task : whole + (task - whole) % (shards.count() - whole);
    }

    /** The first example of a task. */
    int from(int task) {
        return start(shard(task), firstPart(task));
    }

    /** Behind the last example of a task. */
    int to(int task) {
        return start(shard(task), lastPart(task) + 1);
    }

    boolean opensShard(int task) {
        return firstPart(task) == 0;
    }

    boolean closesShard(int task) {
        return lastPart(task) == parts - 1;
    }

    /** Returns when the part before is done. */
    void await(int task) {
        int shard = shard(task);
        int part = firstPart(task);
        while (done.get(shard) < part) {
            Thread.onSpinWait();
        }
    }

    /** To be called after each task, failed ones as well: else others would wait for ever. */
    void done(int task) {
        done.set(shard(task), firstPart(task) + 1);
    }

    private int firstPart(int task) {
        return task < whole ? 0 : (task - whole) / (shards.count() - whole);
    }

    private int lastPart(int task) {
        return task < whole ? parts - 1 : firstPart(task);
    }

    private int start(int shard, int part) {
        int before = blocks(shard) * part / parts * block;
        return Math.min(shards.from(shard, examples) + before, shards.to(shard, examples));
    }

    private int blocks(int shard) {
        return (shards.to(shard, examples) - shards.from(shard, examples) + block - 1) / block;
    }
}
