package org.pellucid.engine;

import org.pellucid.tensor.Parameter;

/**
 * The half of batch normalisation that treats each value by itself, fused with the ReLU that may follow: y = relu(γ (x −
 * μ) / σ + β). Backward, it sums dβ = Σdy and dγ = Σ dy·x̂, which the other half needs as well.
 */
final class BatchNormScaling implements ExampleLayer {
    private final Signal x;
    private final Signal y;
    private final Moments moments;
    private final Parameter gamma;
    private final Parameter beta;
    private final boolean relu;
    private final int channels;

    BatchNormScaling(Signal x, Signal y, Moments moments, Parameter gamma, Parameter beta, boolean relu) {
        this.x = x;
        this.y = y;
        this.moments = moments;
        this.gamma = gamma;
        this.beta = beta;
        this.relu = relu;
        channels = x.shape().channels();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        float[] in = x.value();
        float[] out = y.value();
        float[] g = gamma.value().data();
        float[] b = beta.value().data();
        float[] mean = moments.mean;
        float[] inverse = moments.inverseDeviation;
        for (int at = from * x.stride(); at < to * x.stride(); at += channels) {
            for (int c = 0; c < channels; c++) {
                float value = (in[at + c] - mean[c]) * (inverse[c] * g[c]) + b[c];
                out[at + c] = relu ? Math.max(value, 0f) : value;
            }
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        float[] in = x.value();
        float[] out = y.value();
        float[] dy = y.gradient();
        float[] mean = moments.mean;
        float[] inverse = moments.inverseDeviation;
        double[] sums = moments.first(shard);
        double[] products = moments.second(shard);
        for (int at = from * x.stride(); at < to * x.stride(); at += channels) {
            for (int c = 0; c < channels; c++) {
                if (relu && !(out[at + c] > 0)) {
                    dy[at + c] = 0;
                }
                sums[c] += dy[at + c];
                products[c] += (double) dy[at + c] * ((in[at + c] - mean[c]) * inverse[c]);
            }
        }
    }

    @Override
    public void clear(int shard) {
        moments.clear(shard);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        for (int c = 0; c < channels; c++) {
            beta.gradient().data()[c] += (float) moments.firstSum(c);
            gamma.gradient().data()[c] += (float) moments.secondSum(c);
        }
    }
}
