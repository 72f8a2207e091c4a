package org.pellucid.engine;

/** The gradient of a convolution's sums where there is at most a ReLU behind it; of its output, those of all examples are kept. */
final class MaskedGradient implements OutputGradient {
    private final Signal y;
    private final Bias bias;
    private final Frames frames;

    MaskedGradient(Signal y, Bias bias, Frames frames) {
        this.y = y;
        this.bias = bias;
        this.frames = frames;
    }

    @Override
    public float[] of(int first, int place, int count, int shard, int worker) {
        bias.backward(y.value(), y.gradient(), first * y.stride(), (first + count) * y.stride(), shard);
        return frames.of(y.gradient(), first, count, worker);
    }

    @Override
    public int offset(int first) {
        return frames.offset(first);
    }
}
