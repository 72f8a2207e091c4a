package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.engine.loops.Normalisation;

/**
 * The gradient of a convolution's sums where batch norm is behind it: made, on the way into its border, from that of what batch
 * norm wrote, and kept nowhere else. It would be written to memory only to be read from it once.
 */
final class NormalisedGradient implements OutputGradient {
    private final Signal y;
    private final Normalisation norm;
    private final Frames frames;
    private final Loops loops;

    /** @param y the convolution's output; its gradient is that of batch norm's, which lies in its place */
    NormalisedGradient(Signal y, Normalisation norm, Frames frames, Plan plan) {
        this.y = y;
        this.norm = norm;
        this.frames = frames;
        loops = plan.loops();
    }

    @Override
    public float[] of(int first, int place, int count, int shard, int worker) {
        Border border = frames.border();
        float[] to = frames.array(y.gradient(), worker);
        for (int row = 0; row < count * border.h(); row++) {
            int from = (first * border.h() + row) * border.run();
            loops.normaliseBackward(
                    y.value(), y.gradient(), from, from + border.run(), to, frames.at(first, row), norm);
        }
        return to;
    }

    @Override
    public int offset(int first) {
        return frames.offset(first);
    }
}
