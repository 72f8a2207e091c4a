package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.gemm.ExactArrays;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * Convolution by {@link Im2colProducts}, and behind it bias, ReLU and 2×2 max-pooling, from one product to the next: the sums
 * and their gradient fill arrays of their exact size, which jblas takes as they are, and only for the rows under way. Of the
 * whole batch there is the pooled output, and who won it.
 */
final class Im2colPool implements ExampleLayer {
    private final int channels;
    private final int height;
    private final int row;
    private final int width;
    private final Signal y;
    private final Im2colProducts products;
    private final int rowsAtOnce;
    private final Bias bias;
    private final Loops loops;
    private final ExactArrays[] sums;
    /** The winners of all of y; null where no backward pass will come. */
    private final float[] winners;
    /** Those of one row of y, where nobody will read them. */
    private final float[][] unread;

    /** @param y the pooled output */
    Im2colPool(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, Plan plan) {
        channels = g.cOut();
        height = g.window().hOut();
        width = g.window().wOut() / 2;
        row = g.window().wOut() * channels;
        this.y = y;
        products = new Im2colProducts(g, x, weight, plan);
        rowsAtOnce = Math.max(2, products.rowsAtOnce() / 2 * 2);
        this.bias = new Bias(bias, channels, true, plan);
        loops = plan.loops();
        sums = plan.scratch().exact("sums");
        winners = plan.training() ? new float[y.value().length] : null;
        unread = plan.scratch().arrays("winners", plan.training() ? 0 : row / 2);
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        products.prepare();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        int end = to * height;
        for (int first = from * height; first < end; first += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, end - first);
            float[] s = sums[worker].ofLength(rows * row);
            products.forward(first, rows, s, 0, worker);
            for (int r = 0; r < rows; r += 2) {
                int yAt = (first + r) / 2 * (row / 2);
                float[] won = winners == null ? unread[worker] : winners;
                int wonAt = winners == null ? 0 : yAt;
                loops.reluPool(s, r * row, (r + 1) * row, bias.start(), y.value(), yAt, won, wonAt, width, channels);
            }
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        products.clearInputGradient(from, to);
        int end = to * height;
        for (int first = from * height; first < end; first += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, end - first);
            float[] ds = sums[worker].ofLength(rows * row);
            for (int r = 0; r < rows; r += 2) {
                int pooled = (first + r) / 2;
                int example = pooled / (height / 2);
                int dyAt = (y.place(example, from, worker) - example) * y.stride() + pooled * (row / 2);
                loops.reluPoolBackward(
                        y.gradient(),
                        dyAt,
                        winners,
                        pooled * (row / 2),
                        ds,
                        r * row,
                        (r + 1) * row,
                        width,
                        channels,
                        bias.sums(shard));
            }
            products.backward(first, rows, ds, 0, shard, worker);
        }
    }

    @Override
    public void clear(int shard) {
        products.clear(shard);
        bias.clear(shard);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        products.reduce(workers);
        bias.reduce();
    }
}
