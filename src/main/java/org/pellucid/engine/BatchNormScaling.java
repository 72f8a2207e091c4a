package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.engine.loops.Normalisation;
import org.pellucid.tensor.Parameter;

/**
 * The part of batch normalisation that treats each value by itself, fused with the ReLU that may follow: y = relu(γ (x −
 * μ) / σ + β). Backward, it sums dβ = Σdy and dγ = Σ dy·x̂, which {@link BatchNormStatistics} needs as well.
 */
final class BatchNormScaling implements ExampleLayer {
    private final Signal x;
    private final Signal y;
    private final Moments moments;
    private final Parameter gamma;
    private final Parameter beta;
    private final boolean relu;
    private final boolean kept;
    private final int channels;
    private final Loops loops;

    /** @param kept whether y is written; if not, the layer behind computes it from x */
    BatchNormScaling(
            Signal x,
            Signal y,
            Moments moments,
            Parameter gamma,
            Parameter beta,
            boolean relu,
            boolean kept,
            Plan plan) {
        this.x = x;
        this.y = y;
        this.moments = moments;
        this.gamma = gamma;
        this.beta = beta;
        this.relu = relu;
        this.kept = kept;
        channels = x.shape().channels();
        loops = plan.loops();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        if (kept) {
            int at = from * x.stride();
            loops.normalise(x.value(), at, to * x.stride(), y.value(), at, moments.normalisation(), relu);
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        int at = from * x.stride();
        int end = to * x.stride();
        double[] sums = moments.first(shard);
        double[] products = moments.second(shard);
        Normalisation norm = moments.normalisation();
        if (relu && loops.fuses(channels)) {
            loops.sumMaskedProducts(x.value(), y.gradient(), at, end, norm, sums, products);
        } else {
            if (relu) {
                loops.mask(y.value(), y.gradient(), at, end);
            }
            loops.sumProducts(x.value(), y.gradient(), at, end, norm, sums, products);
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
