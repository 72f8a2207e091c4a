package org.pellucid.peers;

import java.io.IOException;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.pellucid.bench.FmaPeak;

/** No framework, but the limit: as many threads as the others have, each multiplying and adding in registers. */
final class PeakSide implements Side {
    private final Task task;
    private volatile float sink;

    private PeakSide(Task task) {
        this.task = task;
    }

    public static void main(String[] words) throws IOException {
        Worker.serve(words, PeakSide::new);
    }

    @Override
    public String describe() {
        return "JDK " + Runtime.version().feature() + ", " + FloatVector.SPECIES_PREFERRED.vectorBitSize()
                + "-bit fused multiply-adds";
    }

    @Override
    public float[] logits() {
        return new float[0];
    }

    @Override
    public double step() {
        Thread[] threads = IntStream.range(0, task.threads())
                .mapToObj(t -> new Thread(() -> sink = FmaPeak.run(1e-3f * (t + 1))))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring the peak", e);
        }
        return sink;
    }

    @Override
    public double work() {
        return 1e-9 * FmaPeak.flops() * task.threads();
    }
}
