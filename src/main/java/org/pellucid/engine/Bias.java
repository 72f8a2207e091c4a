package org.pellucid.engine;

import org.pellucid.tensor.Parameter;

/**
 * What is added to each pixel's channels, fused with the ReLU that may follow: one walk over the values where two would
 * be.
 */
final class Bias {
    private final float[] b;
    private final float[] db;
    private final int channels;
    private final boolean relu;
    private final Slots slots;

    /** @param bias the parameter, or null: then only the ReLU is left, if any */
    Bias(Parameter bias, int channels, boolean relu, int shards) {
        b = bias == null ? null : bias.value().data();
        db = bias == null ? null : bias.gradient().data();
        this.channels = channels;
        this.relu = relu;
        slots = bias == null ? null : new Slots(shards, channels);
    }

    /** y ← relu(y + b) for whole pixels from … to − 1 of y. */
    void forward(float[] y, int from, int to) {
        if (b == null && !relu) {
            return;
        }
        for (int at = from; at < to; at += channels) {
            if (b != null) {
                for (int c = 0; c < channels; c++) {
                    y[at + c] += b[c];
                }
            }
            if (relu) {
                for (int c = 0; c < channels; c++) {
                    y[at + c] = Math.max(y[at + c], 0f);
                }
            }
        }
    }

    /** dy ← dy where y &gt; 0, and 0 elsewhere; then adds dy to the shard's sums. */
    void backward(float[] y, float[] dy, int from, int to, int shard) {
        if (relu) {
            for (int i = from; i < to; i++) {
                dy[i] = y[i] > 0 ? dy[i] : 0;
            }
        }
        if (b != null) {
            float[] sums = slots.of(shard);
            for (int at = from; at < to; at += channels) {
                for (int c = 0; c < channels; c++) {
                    sums[c] += dy[at + c];
                }
            }
        }
    }

    void clear(int shard) {
        if (slots != null) {
            slots.clear(shard);
        }
    }

    void reduce() {
        if (slots != null) {
            for (int c = 0; c < channels; c++) {
                db[c] += slots.sum(c);
            }
        }
    }
}
