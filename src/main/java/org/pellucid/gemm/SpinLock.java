package org.pellucid.gemm;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock for what takes some ten microseconds and is wanted again at once: to put a waiting thread to sleep and wake it takes
 * as long. It waits awake, and after a while lets other threads go first, if there are more than processors.
 *
 * <p>Not fair, and not to be taken twice by one thread.
 */
final class SpinLock {
    private static final int PATIENCE = 1000;

    private final AtomicBoolean taken = new AtomicBoolean();

    void lock() {
        int spins = 0;
        // Looking before trying leaves the cache line with the thread that holds the lock.
        while (taken.get() || !taken.compareAndSet(false, true)) {
            if (spins++ < PATIENCE) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    void unlock() {
        taken.set(false);
    }
}
