package org.pellucid.train;

import org.pellucid.data.Batches;
import org.pellucid.data.Dataset;
import org.pellucid.data.Scratch;
import org.pellucid.engine.Workers;
import org.pellucid.tensor.Tensor;

/** Fills batches with all threads, into buffers made once: one for whole batches, one for the smaller last. */
final class Supply implements Workers.Task {
    private final Batches batches;
    private final Workers workers;
    private final Scratch[] scratch;
    private final Buffer whole;
    private final Buffer last;
    private int epoch;
    private int batch;
    private Buffer current;

    /** A batch: pictures [n, c, h, w], targets [n, classes] and labels [n]. */
    record Buffer(Tensor x, float[] targets, int[] labels) {
        private static Buffer of(Dataset data, int n) {
            return new Buffer(
                    new Tensor(n, data.channels(), data.height(), data.width()),
                    new float[n * data.classes().size()],
                    new int[n]);
        }

        int size() {
            return labels.length;
        }
    }

    Supply(Batches batches, Workers workers) {
        this.batches = batches;
        this.workers = workers;
        scratch = new Scratch[workers.threads()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = batches.scratch();
        }
        int lastSize = batches.sizeOf(batches.batchesPerEpoch() - 1);
        last = Buffer.of(batches.data(), lastSize);
        whole = lastSize == batches.batchSize() || batches.batchesPerEpoch() == 1
                ? last
                : Buffer.of(batches.data(), batches.batchSize());
    }

    /** The number of batches in an epoch. */
    int count() {
        return batches.batchesPerEpoch();
    }

    Dataset data() {
        return batches.data();
    }

    /** Fills a batch; the buffer is reused by the next call. */
    Buffer fill(int ofEpoch, int number) {
        epoch = ofEpoch;
        batch = number;
        current = number == batches.batchesPerEpoch() - 1 ? last : whole;
        batches.example(epoch, batch, 0); // shuffles, once an epoch, before the threads need the order
        workers.run(current.size(), this);
        return current;
    }

    @Override
    public void run(int k, int worker) {
        batches.fillOne(epoch, batch, k, current.x().data(), current.targets(), current.labels(), scratch[worker]);
    }
}
