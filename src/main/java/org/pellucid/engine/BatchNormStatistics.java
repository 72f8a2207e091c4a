package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.tensor.Parameter;

/**
 * The half of batch normalisation that needs the whole batch: forward, mean and variance of each channel; backward, the
 * gradient of x, in which each value has a share of every other's.
 *
 * <p>With m values a channel and x̂ = (x − μ) / σ:
 *
 * <pre>
 * μ = Σx / m,  σ² = Σx² / m − μ²        (sums in double: exact enough for any μ/σ below 10⁵)
 * dx = γ/σ · (dy − Σdy / m − x̂ · Σ(dy·x̂) / m)
 * </pre>
 */
final class BatchNormStatistics implements BatchLayer {
    private final BatchNormSpec spec;
    private final Signal x;
    private final Signal y;
    private final Moments moments;
    private final float[] gamma;
    private final float[] runningMean;
    private final float[] runningVariance;
    private final Shards shards;
    private final int channels;
    private final Loops loops;
    private final boolean inputGradient;
    private final float[] slope;
    private final float[] curve;
    private final float[] constant;
    private final Workers.Task sumTask = (shard, worker) -> sum(shard);
    private final Workers.Task gradientTask = (shard, worker) -> inputGradient(shard);
    private int n;

    BatchNormStatistics(
            BatchNormSpec spec,
            Signal x,
            Signal y,
            Moments moments,
            Parameter gamma,
            Parameter runningMean,
            Parameter runningVariance,
            Plan plan) {
        this.spec = spec;
        this.x = x;
        this.y = y;
        this.moments = moments;
        this.gamma = gamma.value().data();
        this.runningMean = runningMean.value().data();
        this.runningVariance = runningVariance.value().data();
        shards = plan.shards();
        channels = x.shape().channels();
        loops = plan.loops();
        inputGradient = plan.needsGradient(x);
        slope = new float[channels];
        curve = new float[channels];
        constant = new float[channels];
    }

    @Override
    public void forward(Pass pass, Workers workers) {
        if (!pass.training()) {
            for (int c = 0; c < channels; c++) {
                set(c, runningMean[c], runningVariance[c]);
            }
            return;
        }
        n = pass.n();
        workers.run(shards.count(), sumTask);
        double m = (double) n * x.stride() / channels;
        for (int c = 0; c < channels; c++) {
            double mean = moments.firstSum(c) / m;
            double variance = Math.max(0, moments.secondSum(c) / m - mean * mean);
            set(c, mean, variance);
            double unbiased = m > 1 ? variance * m / (m - 1) : variance;
            runningMean[c] = mix(runningMean[c], mean);
            runningVariance[c] = mix(runningVariance[c], unbiased);
        }
    }

    private void set(int c, double mean, double variance) {
        moments.mean[c] = (float) mean;
        moments.inverseDeviation[c] = (float) (1 / Math.sqrt(variance + spec.epsilon()));
        moments.scale[c] = moments.inverseDeviation[c] * gamma[c];
    }

    private float mix(float running, double batch) {
        return (float) ((1 - spec.momentum()) * running + spec.momentum() * batch);
    }

    private void sum(int shard) {
        moments.clear(shard);
        int from = shards.from(shard, n) * x.stride();
        int to = shards.to(shard, n) * x.stride();
        loops.sumSquares(x.value(), from, to, channels, moments.first(shard), moments.second(shard));
    }

    @Override
    public void backward(Pass pass, Workers workers) {
        if (!inputGradient) {
            return;
        }
        n = pass.n();
        double m = (double) n * x.stride() / channels;
        for (int c = 0; c < channels; c++) {
            double inverse = moments.inverseDeviation[c];
            slope[c] = (float) (gamma[c] * inverse);
            curve[c] = (float) (-gamma[c] * inverse * inverse * moments.secondSum(c) / m);
            constant[c] = (float) (-gamma[c] * inverse * moments.firstSum(c) / m);
        }
        workers.run(shards.count(), gradientTask);
    }

    private void inputGradient(int shard) {
        int end = shards.to(shard, n) * x.stride();
        loops.normaliseBackward(
                x.value(),
                y.gradient(),
                x.gradient(),
                shards.from(shard, n) * x.stride(),
                end,
                moments.mean,
                slope,
                curve,
                constant,
                channels);
    }
}
