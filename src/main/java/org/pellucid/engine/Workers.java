package org.pellucid.engine;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that share numbered tasks and meet again when all are done.
 *
 * <p>Which thread takes which task is left to chance; so a task must write only what is its own, and what is summed
 * over tasks must be summed afterwards, in their order. Then the result does not depend on the number of threads. The
 * calling thread works along as worker 0. One call at a time; nothing is allocated in a call.
 *
 * <p>What nobody is waiting for yet can be put off ({@link #later}): it fills the time in which a thread would wait for
 * the others.
 */
public final class Workers implements AutoCloseable {
    /** How often a thread looks for work before it lies down: about 50 µs, as long as it takes to be woken. */
    private static final int SPINS = 5_000;

    /** One piece of work. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does one piece.
         *
         * @param task which piece, 0 … tasks − 1
         * @param worker which thread does it, 0 … threads − 1: the index of its scratch memory
         */
        void run(int task, int worker);
    }

    private final Thread[] helpers;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile int round;
    private volatile boolean closed;
    private volatile Throwable failure;
    private Task task;
    private int tasks;
    /** What was put off, and how many tasks each has; the first {@link #deferrals} count. */
    private Task[] deferred = new Task[4];

    private int[] deferredTasks = new int[4];
    private int deferrals;
    private Thread caller;

    /** @param threads at least 1, the caller included */
    public Workers(int threads) {
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int worker = i + 1;
            helpers[i] = new Thread(() -> help(worker), "pellucid-worker-" + worker);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    /** The number of threads, the caller's included. */
    public int threads() {
        return helpers.length + 1;
    }

    /**
     * Runs the tasks 0 … count − 1 and returns when all are done.
     *
     * @throws RuntimeException or Error that a task threw; one of several
     */
    public void run(int count, Task work) {
        if (helpers.length == 0 || (count == 1 && deferrals == 0)) {
            for (int i = 0; i < count; i++) {
                work.run(i, 0);
            }
            return;
        }
        task = work;
        tasks = count;
        failure = null;
        caller = Thread.currentThread();
        next.set(0);
        busy.set(helpers.length);
        round++; // publishes all of the above
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        takeTasks(0);
        int spins = 0;
        while (busy.get() > 0) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        deferrals = 0;
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }

    /**
     * Runs the tasks 0 … count − 1 in the next call of {@link #run}, beside the last of that call's own, or in {@link #finish}; of
     * one thread, at once. Until then nobody, that call's tasks included, may write what they read, nor touch what they write.
     */
    public void later(int count, Task work) {
        if (helpers.length == 0) {
            run(count, work); // nobody ever waits
            return;
        }
        if (deferrals == deferred.length) {
            deferred = Arrays.copyOf(deferred, 2 * deferrals);
            deferredTasks = Arrays.copyOf(deferredTasks, 2 * deferrals);
        }
        deferred[deferrals] = work;
        deferredTasks[deferrals] = count;
        deferrals++;
    }

    /** Returns when everything put off is done. */
    public void finish() {
        if (deferrals > 0) {
            run(0, null);
        }
    }

    private void help(int worker) {
        int seen = 0;
        while (true) {
            int spins = 0;
            while (round == seen && !closed) {
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            seen++;
            takeTasks(worker);
            if (busy.decrementAndGet() == 0) {
                LockSupport.unpark(caller);
            }
        }
    }

    /** Takes tasks until none are left: those of the run, then those put off, each in their order. */
    private void takeTasks(int worker) {
        Task work = task;
        int first = 0;
        int end = tasks;
        int i = next.getAndIncrement();
        for (int d = 0; ; d++) {
            while (i < end) {
                try {
                    work.run(i - first, worker);
                } catch (RuntimeException | Error e) {
                    failure = failure == null ? e : failure;
                    return;
                }
                i = next.getAndIncrement();
            }
            if (d == deferrals) {
                return;
            }
            work = deferred[d];
            first = end;
            end += deferredTasks[d];
        }
    }

    /** Lets the threads go. */
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
