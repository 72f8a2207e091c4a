package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.tensor.Parameter;

/**
 * What is added to each pixel's channels, fused with the ReLU that may follow: one walk over the values where two would
 * be.
 */
final class Bias {
    private final float[] b;
    private final float[] start;
    private final float[] db;
    private final int channels;
    private final boolean relu;
    private final Slots slots;
    private final Loops loops;

    /** @param bias the parameter, or null: then only the ReLU is left, if any */
    Bias(Parameter bias, int channels, boolean relu, Plan plan) {
        b = bias == null ? null : bias.value().data();
        start = b == null ? new float[channels] : b;
        db = bias == null ? null : bias.gradient().data();
        this.channels = channels;
        this.relu = relu;
        slots = new Slots(plan.shards().count(), channels);
        loops = plan.loops();
    }

    /** What a product that fuses the bias begins with: b, or zeros. */
    float[] start() {
        return start;
    }

    /** Whether a ReLU follows. */
    boolean relu() {
        return relu;
    }

    /** y ← relu(y + b) for whole pixels from … to − 1 of y. */
    void forward(float[] y, int from, int to) {
        loops.addBias(y, from, to, b, channels, relu);
    }

    /** y ← relu(y), if one follows, where the bias is in y already. */
    void activate(float[] y, int from, int to) {
        if (relu) {
            loops.addBias(y, from, to, null, channels, true);
        }
    }

    /** dy ← dy where y &gt; 0, and 0 elsewhere; then adds dy to the shard's sums. */
    void backward(float[] y, float[] dy, int from, int to, int shard) {
        if (relu) {
            loops.mask(y, dy, from, to);
        }
        if (b != null) {
            loops.sumPixels(dy, from, to, slots.of(shard), channels);
        }
    }

    /** The same for all examples of a shard, whose sums begin at 0. */
    void backward(Signal y, Shards shards, int n, int shard) {
        clear(shard);
        int from = shards.from(shard, n) * y.stride();
        backward(y.value(), y.gradient(), from, shards.to(shard, n) * y.stride(), shard);
    }

    /** The shard's sums, for a kernel that adds up the gradient while it has it at hand. */
    float[] sums(int shard) {
        return slots.of(shard);
    }

    void clear(int shard) {
        slots.clear(shard);
    }

    void reduce() {
        if (db != null) {
            for (int c = 0; c < channels; c++) {
                db[c] += slots.sum(c);
            }
        }
    }
}
