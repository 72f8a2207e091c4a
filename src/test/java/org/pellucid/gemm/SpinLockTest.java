package org.pellucid.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpinLockTest {
    private static final int THREADS = 4;
    private static final int TURNS = 20_000;

    private final SpinLock lock = new SpinLock();
    private long count;

    @Test
    void threadsTakeTurnsAndSeeWhatTheOneBeforeWrote() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            threads.add(new Thread(this::countUp));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(count).isEqualTo((long) THREADS * TURNS);
    }

    private void countUp() {
        for (int turn = 0; turn < TURNS; turn++) {
            lock.lock();
            try {
                count++;
            } finally {
                lock.unlock();
            }
        }
    }
}
