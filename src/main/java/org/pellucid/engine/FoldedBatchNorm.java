package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * Batch normalisation by running statistics, folded into the weights of the convolution before it: for inference, where
 * normalising is one more linear map. With output channel o and s = γ / √(σ² + ε):
 *
 * <pre>
 * γ (w * x + b − μ) / √(σ² + ε) + β = (s w) * x + (b − μ) s + β
 * </pre>
 *
 * So the walk over all values, and whatever keeps the convolution apart from the ReLU and the pool behind, is gone. s and the
 * new weights are computed in double and rounded once.
 */
final class FoldedBatchNorm implements ExampleLayer {
    private static final float[] NONE = {};

    private final double epsilon;
    private final float[] w;
    /** Empty if there is none. */
    private final float[] b;

    private final float[] gamma;
    private final float[] beta;
    private final float[] mean;
    private final float[] variance;
    private final float[][] sources;
    private final float[][] seen;
    private final Parameter weight;
    private final Parameter bias;
    private boolean current;

    /** @param b of the convolution, or null */
    FoldedBatchNorm(
            BatchNormSpec spec,
            Parameter w,
            Parameter b,
            Parameter gamma,
            Parameter beta,
            Parameter runningMean,
            Parameter runningVariance) {
        epsilon = spec.epsilon();
        this.w = data(w);
        this.b = b == null ? NONE : data(b);
        this.gamma = data(gamma);
        this.beta = data(beta);
        mean = data(runningMean);
        variance = data(runningVariance);
        sources = new float[][] {this.w, this.b, this.gamma, this.beta, mean, variance};
        seen = new float[sources.length][];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new float[sources[i].length];
        }
        weight = new Parameter(w.name() + ", folded", new Tensor(w.value().shape()), false, false);
        bias = new Parameter(beta.name() + ", folded", new Tensor(beta.value().size()), false, false);
    }

    private static float[] data(Parameter parameter) {
        return parameter.value().data();
    }

    /** s w: what the convolution is to take for its weights. */
    Parameter weight() {
        return weight;
    }

    /** (b − μ) s + β: what it is to take for its bias. */
    Parameter bias() {
        return bias;
    }

    /** Takes the present values, if they have changed. */
    @Override
    public void prepare(Pass pass, Workers workers) {
        if (current && (pass.frozen() || sourcesAsSeen())) {
            return;
        }
        for (int i = 0; i < sources.length; i++) {
            System.arraycopy(sources[i], 0, seen[i], 0, seen[i].length);
        }
        current = true;
        fold();
    }

    private boolean sourcesAsSeen() {
        for (int i = 0; i < sources.length; i++) {
            if (!Arrays.equals(sources[i], seen[i])) {
                return false;
            }
        }
        return true;
    }

    private void fold() {
        int kernel = w.length / gamma.length;
        for (int o = 0; o < gamma.length; o++) {
            double s = gamma[o] / Math.sqrt(variance[o] + epsilon);
            for (int i = o * kernel; i < (o + 1) * kernel; i++) {
                data(weight)[i] = (float) (s * w[i]);
            }
            double own = b.length > 0 ? b[o] : 0;
            data(bias)[o] = (float) ((own - mean[o]) * s + beta[o]);
        }
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        // The convolution does it.
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        throw new IllegalStateException("batch normalisation is folded for inference alone");
    }
}
