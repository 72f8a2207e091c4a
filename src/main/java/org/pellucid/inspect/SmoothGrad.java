package org.pellucid.inspect;

import java.util.function.DoubleConsumer;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/**
 * The gradient of a logit by the picture, averaged over copies of the picture with noise on them:
 * S[p] = 1/N Σ_i ∂z_t/∂x[p] at x + σ ε_i, ε normal. Source: Smilkov et al., <i>SmoothGrad: removing noise by adding noise</i>,
 * 2017.
 */
public final class SmoothGrad {
    private static final long STREAM = Rng.key("inspect.smoothgrad");

    private SmoothGrad() {}

    /**
     * The mean gradient.
     *
     * @param x [c, h, w], one picture as the network takes it
     * @param target the class
     * @param samples noisy copies, at least 1
     * @param noise σ as a share of the span of the picture's values, such as 0.15; 0 for the gradient itself
     * @param seed of the noise
     * @return [c, h, w]
     */
    public static double[] of(FrozenNetwork network, float[] x, int target, int samples, double noise, long seed) {
        return of(network, x, target, samples, noise, seed, done -> {});
    }

    /**
     * The same.
     *
     * @param progress told the part that is done, from 0 to 1
     */
    public static double[] of(
            FrozenNetwork network,
            float[] x,
            int target,
            int samples,
            double noise,
            long seed,
            DoubleConsumer progress) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : x) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double sigma = noise * (high - low);
        double[] mean = new double[x.length];
        for (int from = 0; from < samples; from += network.batch()) {
            int n = Math.min(network.batch(), samples - from);
            Tensor noisy = Passes.pictures(network.spec().input(), n);
            for (int k = 0; k < n; k++) {
                Rng rng = Rng.of(STREAM, seed, from + k);
                for (int p = 0; p < x.length; p++) {
                    noisy.data()[k * x.length + p] = (float) (x[p] + sigma * rng.nextGaussian());
                }
            }
            network.logits(noisy);
            float[] dx = network.gradient(Passes.oneHot(n, network.spec().classes(), target))
                    .data();
            for (int i = 0; i < dx.length; i++) {
                mean[i % x.length] += dx[i] / samples;
            }
            progress.accept((from + n) / (double) samples);
        }
        return mean;
    }
}
