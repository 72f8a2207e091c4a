package org.pellucid.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets Ctrl-C (or a polite kill) wait until what is under way has been brought to a good end. */
final class Interruption implements AutoCloseable {
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::ask, "pellucid-interruption");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Runs while the JVM goes down, which it does only when this has returned. */
    private void ask() {
        asked.set(true);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody wants an end. */
    boolean asked() {
        return asked.get();
    }

    /** Lets the JVM go down, if it wants to; nothing printed after this is sure to be seen. */
    @Override
    public void close() {
        ended.countDown();
        if (!asked()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException goingDown) {
                asked.set(true);
            }
        }
    }
}
