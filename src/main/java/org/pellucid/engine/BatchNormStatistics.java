package org.pellucid.engine;

import org.pellucid.engine.loops.Normalisation;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.tensor.Parameter;

/**
 * The part of batch normalisation that needs the whole batch: forward, mean and variance of each channel from the sums
 * of {@link BatchNormSums}; backward, the factors of the gradient of x, in which each value has a share of every other's.
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
    private final int stride;
    private final int channels;
    private final Moments moments;
    private final float[] gamma;
    private final float[] beta;
    private final float[] runningMean;
    private final float[] runningVariance;

    BatchNormStatistics(
            BatchNormSpec spec,
            Signal x,
            Moments moments,
            Parameter gamma,
            Parameter beta,
            Parameter runningMean,
            Parameter runningVariance) {
        this.spec = spec;
        stride = x.stride();
        channels = x.shape().channels();
        this.moments = moments;
        this.gamma = gamma.value().data();
        this.beta = beta.value().data();
        this.runningMean = runningMean.value().data();
        this.runningVariance = runningVariance.value().data();
    }

    @Override
    public void forward(Pass pass, Workers workers) {
        if (!pass.training()) {
            for (int c = 0; c < channels; c++) {
                set(c, runningMean[c], runningVariance[c]);
            }
            return;
        }
        double m = count(pass);
        for (int c = 0; c < channels; c++) {
            double mean = moments.firstSum(c) / m;
            double variance = Math.max(0, moments.secondSum(c) / m - mean * mean);
            set(c, mean, variance);
            double unbiased = m > 1 ? variance * m / (m - 1) : variance;
            runningMean[c] = mix(runningMean[c], mean);
            runningVariance[c] = mix(runningVariance[c], unbiased);
        }
    }

    /** Values of a channel. */
    private double count(Pass pass) {
        return (double) pass.n() * stride / channels;
    }

    private void set(int c, double mean, double variance) {
        Normalisation norm = moments.normalisation();
        norm.mean()[c] = (float) mean;
        norm.inverse()[c] = (float) (1 / Math.sqrt(variance + spec.epsilon()));
        norm.scale()[c] = norm.inverse()[c] * gamma[c];
        norm.shift()[c] = beta[c];
    }

    private float mix(float running, double batch) {
        return (float) ((1 - spec.momentum()) * running + spec.momentum() * batch);
    }

    @Override
    public void backward(Pass pass, Workers workers) {
        Normalisation norm = moments.normalisation();
        double m = count(pass);
        for (int c = 0; c < channels; c++) {
            double inverse = norm.inverse()[c];
            norm.slope()[c] = (float) (gamma[c] * inverse);
            norm.curve()[c] = (float) (-gamma[c] * inverse * inverse * moments.secondSum(c) / m);
            norm.constant()[c] = (float) (-gamma[c] * inverse * moments.firstSum(c) / m);
        }
    }
}
