package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import org.pellucid.engine.simd.Pool;

/** The gradient of a convolution's sums where ReLU and a 2×2 max-pool are behind it: one walk from the pooled gradient. */
final class UnpooledGradient implements OutputGradient {
    private final float[] dy;
    private final Winners winners;
    private final Bias bias;
    private final Border border;
    private final float[][] frames;

    /** @param border of the convolution's whole output */
    UnpooledGradient(Signal y, Winners winners, Bias bias, Border border, Plan plan) {
        dy = y.gradient();
        this.winners = winners;
        this.bias = bias;
        this.border = border;
        int pictures = Frames.pictures(border, plan);
        frames = plan.scratch().arrays("unpooled gradient " + border, HEAD + pictures * border.size());
    }

    @Override
    public float[] of(int first, int place, int count, int shard, int worker) {
        int height = border.h() / 2;
        int width = border.w() / 2;
        int channels = border.channels();
        float[] to = frames[worker];
        for (int i = 0; i < count; i++) {
            winners.recall(first + i, worker);
            for (int r = 0; r < height; r++) {
                int upper = HEAD + i * border.size() + border.inside() + 2 * r * border.width() * channels;
                Pool.backward(
                        dy,
                        ((place + i) * height + r) * width * channels,
                        winners.of(worker),
                        r * width * channels,
                        to,
                        upper,
                        upper + border.width() * channels,
                        width,
                        channels,
                        bias.sums(shard));
            }
        }
        return to;
    }

    @Override
    public int offset(int first) {
        return HEAD;
    }
}
