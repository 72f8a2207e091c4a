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
        int run = border.w() * border.channels();
        for (int i = 0; i < count; i++) {
            int frame = frames.offset(first) + i * border.size() + border.inside();
            for (int row = 0; row < border.h(); row++) {
                int from = ((first + i) * border.h() + row) * run;
                loops.normaliseBackward(
                        y.value(),
                        y.gradient(),
                        from,
                        from + run,
                        to,
                        frame + row * border.width() * border.channels(),
                        moments.mean,
                        moments.slope,
                        moments.curve,
                        moments.constant,
                        border.channels());
            }
        }
        return to;
    }

    @Override
    public int offset(int first) {
        return frames.offset(first);
    }
}
