package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/** Convolution by {@link Im2colProducts}, and the bias and the ReLU that may follow. */
final class Im2colConvolution implements ExampleLayer {
    private final int height;
    private final int row;
    private final Signal y;
    private final Im2colProducts products;
    private final Bias bias;

    Im2colConvolution(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, boolean relu, Plan plan) {
        height = g.window().hOut();
        row = g.window().wOut() * g.cOut();
        this.y = y;
        products = new Im2colProducts(g, x, weight, plan);
        this.bias = new Bias(bias, g.cOut(), relu, plan);
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        products.prepare();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        forwardRows(from * height, to * height, worker);
    }

    /**
     * Forward for some output rows, counted through all pictures: the same bits, however they are shared out.
     *
     * @param worker the index of this thread's scratch memory
     */
    void forwardRows(int from, int to, int worker) {
        for (int first = from; first < to; first += products.rowsAtOnce()) {
            int rows = Math.min(products.rowsAtOnce(), to - first);
            products.forward(first, rows, y.value(), first * row, worker);
            bias.forward(y.value(), first * row, (first + rows) * row);
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        products.clearInputGradient(from, to);
        int end = to * height;
        for (int first = from * height; first < end; first += products.rowsAtOnce()) {
            int rows = Math.min(products.rowsAtOnce(), end - first);
            bias.backward(y.value(), y.gradient(), first * row, (first + rows) * row, shard);
            products.backward(first, rows, y.gradient(), first * row, shard, worker);
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
