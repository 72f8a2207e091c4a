package org.pellucid.engine;

/** From pictures as [h, w, c] to vectors in the order of the outside world: channel by channel, row by row. */
final class Flatten implements ExampleLayer {
    private final Signal x;
    private final Signal y;
    private final int channels;
    private final int pixels;
    private final boolean inputGradient;

    Flatten(Signal x, Signal y, Plan plan) {
        this.x = x;
        this.y = y;
        channels = x.shape().channels();
        pixels = x.shape().height() * x.shape().width();
        inputGradient = plan.needsGradient(x);
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        for (int i = from; i < to; i++) {
            Layout.toNchw(x.value(), i * x.stride(), y.value(), i * y.stride(), channels, pixels);
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (!inputGradient) {
            return;
        }
        for (int i = from; i < to; i++) {
            Layout.toNhwc(y.gradient(), i * y.stride(), x.gradient(), i * x.stride(), channels, pixels);
        }
    }
}
