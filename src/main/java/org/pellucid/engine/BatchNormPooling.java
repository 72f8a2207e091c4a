package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * {@link BatchNormScaling}, its ReLU and the 2×2 max-pool behind them in one walk. Only what is pooled is kept: the values before
 * are four times as many, and such layers wait for the memory. Backward computes them again from x, which it reads anyway.
 */
final class BatchNormPooling implements ExampleLayer {
    private final Window w;
    private final int channels;
    private final Signal x;
    private final float[] gradient;
    private final Signal y;
    private final Moments moments;
    private final Parameter gamma;
    private final Parameter beta;
    private final Loops loops;

    /** @param scaled what is pooled; its values are not written */
    BatchNormPooling(
            Pool2dGeometry g,
            Signal x,
            Signal scaled,
            Signal y,
            Moments moments,
            Parameter gamma,
            Parameter beta,
            Plan plan) {
        w = g.window();
        channels = g.c();
        this.x = x;
        gradient = scaled.gradient();
        this.y = y;
        this.moments = moments;
        this.gamma = gamma;
        this.beta = beta;
        loops = plan.loops();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        int row = w.wIn() * channels;
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            int upper = 2 * r * row;
            loops.normalisePool(
                    x.value(), upper, upper + row, y.value(), r * row / 2, w.wOut(), moments.normalisation());
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        int row = w.wIn() * channels;
        int dyAt = y.place(from, from, worker) * y.stride();
        for (int r = 0; r < (to - from) * w.hOut(); r++) {
            int pooled = from * w.hOut() + r;
            int upper = 2 * pooled * row;
            loops.normalisePoolBackward(
                    x.value(),
                    upper,
                    upper + row,
                    y.value(),
                    pooled * row / 2,
                    y.gradient(),
                    dyAt + r * row / 2,
                    gradient,
                    w.wOut(),
                    moments.normalisation(),
                    moments.first(shard),
                    moments.second(shard));
        }
    }

    @Override
    public void clear(int shard) {
        moments.clear(shard);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        moments.addTo(beta.gradient().data(), gamma.gradient().data());
    }
}
