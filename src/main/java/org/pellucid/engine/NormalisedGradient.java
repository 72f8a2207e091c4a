package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;

/**
 * The gradient of a convolution's sums where batch norm is behind it: made, on the way into its border, from that of what batch
 * norm wrote, and kept nowhere else. It would be written to memory only to be read from it once.
 */
final class NormalisedGradient implements OutputGradient {
    private final Signal y;
    private final Moments moments;
    private final Frames frames;
    private final Loops loops;

    /** @param y the convolution's output; its gradient is that of batch norm's, which lies in its place */
    NormalisedGradient(Signal y, Moments moments, Frames frames, Plan plan) {
        this.y = y;
        this.moments = moments;
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
                    y.value(),
                    y.gradient(),
                    from,
                    from + border.run(),
                    to,
                    frames.at(first, row),
                    moments.mean,
                    moments.slope,
                    moments.curve,
                    moments.constant,
                    border.channels());
        }
        return to;
    }

    @Override
    public int offset(int first) {
        return frames.offset(first);
    }
}
