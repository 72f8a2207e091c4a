package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;

/**
 * The part of batch normalisation on the side of x, in one chain with the layer that makes x and so while x is in the
 * cache: forward, it sums x and x²; backward, it makes the gradient of x from the factors of {@link BatchNormStatistics}.
 */
final class BatchNormSums implements ExampleLayer {
    private final Signal x;
    private final Signal y;
    private final Moments moments;
    private final Shards shards;
    private final int channels;
    private final Loops loops;
    private final boolean inputGradient;

    /** @param alone whether the layer that makes x does not make its gradient as well ({@link NormalisedGradient}) */
    BatchNormSums(Signal x, Signal y, Moments moments, boolean alone, Plan plan) {
        this.x = x;
        this.y = y;
        this.moments = moments;
        shards = plan.shards();
        channels = x.shape().channels();
        loops = plan.loops();
        inputGradient = alone && plan.needsGradient(x);
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        for (int shard = 0; shard < shards.count(); shard++) {
            moments.clear(shard);
        }
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        if (!pass.training()) {
            return;
        }
        int shard = shards.of(from, pass.n());
        loops.sumSquares(
                x.value(), from * x.stride(), to * x.stride(), channels, moments.first(shard), moments.second(shard));
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (inputGradient) {
            loops.normaliseBackward(
                    x.value(),
                    y.gradient(),
                    from * x.stride(),
                    to * x.stride(),
                    x.gradient(),
                    from * x.stride(),
                    moments.normalisation());
        }
    }
}
