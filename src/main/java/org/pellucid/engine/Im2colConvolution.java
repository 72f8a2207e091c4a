package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.gemm.ExactArrays;
import org.pellucid.gemm.Gemm;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * Convolution as a matrix product: the windows of a few output rows are written side by side as a matrix, and
 * multiplied with the kernels. With m output pixels, K = kH · kW · cIn / groups and cOut channels,
 *
 * <pre>
 * forward               Y [m, cOut]  = col [m, K] · W [K, cOut]
 * backward, parameters  dW [K, cOut] += colᵀ · dY
 * backward, input       dcol [m, K]  = dY · Wᵀ, and col2im adds it to dx
 * </pre>
 *
 * See docs/ops/im2col.md. Rows are taken a few at a time so that their matrix stays in the cache.
 */
final class Im2colConvolution implements ExampleLayer {
    /** Floats of windows in one product: a megabyte. */
    private static final int COLUMN_BUDGET = 1 << 18;

    private final Conv2dGeometry g;
    private final Signal x;
    private final Signal y;
    private final Gemm[] gemms;
    private final Columns columns;
    private final PackedKernel kernel;
    private final KernelSlots slots;
    private final Bias bias;
    private final boolean inputGradient;
    private final int rowsAtOnce;
    private final ExactArrays[] cols;
    private final ExactArrays[] dyRows;

    Im2colConvolution(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, boolean relu, Plan plan) {
        this.g = g;
        this.x = x;
        this.y = y;
        gemms = plan.gemms();
        columns = new Columns(g, plan.loops());
        kernel = new PackedKernel(weight, g);
        this.bias = new Bias(bias, g.cOut(), relu, plan);
        inputGradient = plan.needsGradient(x);
        rowsAtOnce = Math.max(1, COLUMN_BUDGET / (g.window().wOut() * g.reduction()));
        cols = plan.scratch().exact("col");
        dyRows = plan.scratch().exact("dy");
        slots = new KernelSlots(weight, g, plan.training() ? plan.shards().count() : 0);
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        kernel.pack();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        forwardRows(from * g.window().hOut(), to * g.window().hOut(), worker);
    }

    /**
     * Forward for some output rows, counted through all pictures: the same bits, however they are shared out.
     *
     * @param worker the index of this thread's scratch memory
     */
    void forwardRows(int from, int to, int worker) {
        int width = g.window().wOut();
        for (int first = from; first < to; first += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, to - first);
            int m = rows * width;
            int pixel = first * width * g.cOut();
            for (int group = 0; group < g.groups(); group++) {
                int k = g.reduction();
                int n = g.cOutPerGroup();
                float[] col = cols[worker].ofLength(m * k);
                columns.gather(x.value(), first, rows, group, col);
                float[] w = kernel.matrix(group);
                gemms[worker].multiply(
                        false, false, m, n, k, col, 0, k, w, 0, n, 0, y.value(), pixel + group * n, g.cOut());
            }
            bias.forward(y.value(), pixel, pixel + m * g.cOut());
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (inputGradient) {
            Arrays.fill(x.gradient(), from * x.stride(), to * x.stride(), 0);
        }
        int width = g.window().wOut();
        int end = to * g.window().hOut();
        for (int first = from * g.window().hOut(); first < end; first += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, end - first);
            int pixel = first * width * g.cOut();
            bias.backward(y.value(), y.gradient(), pixel, pixel + rows * width * g.cOut(), shard);
            for (int group = 0; group < g.groups(); group++) {
                backwardGroup(first, rows, group, shard, worker);
            }
        }
    }

    private void backwardGroup(int first, int rows, int group, int shard, int worker) {
        int m = rows * g.window().wOut();
        int k = g.reduction();
        int n = g.cOutPerGroup();
        float[] dy = dyRows[worker].ofLength(m * n);
        copyGroup(first * g.window().wOut(), m, group, dy);
        float[] col = cols[worker].ofLength(m * k);
        columns.gather(x.value(), first, rows, group, col);
        gemms[worker].multiply(true, false, k, n, m, col, 0, k, dy, 0, n, 1, slots.of(group, shard), 0, n);
        if (inputGradient) {
            gemms[worker].multiply(false, true, m, k, n, dy, 0, n, kernel.matrix(group), 0, n, 0, col, 0, k);
            columns.scatterAdd(col, first, rows, group, x.gradient());
        }
    }

    /** The gradient of m pixels, of one group of channels, in an array that it fills: two products read it, and jblas copies any other. */
    private void copyGroup(int pixel, int m, int group, float[] to) {
        int n = g.cOutPerGroup();
        int at = pixel * g.cOut() + group * n;
        if (g.groups() == 1) {
            System.arraycopy(y.gradient(), at, to, 0, m * n);
            return;
        }
        for (int i = 0; i < m; i++) {
            System.arraycopy(y.gradient(), at + i * g.cOut(), to, i * n, n);
        }
    }

    @Override
    public void clear(int shard) {
        slots.clear(shard);
        bias.clear(shard);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        slots.reduce(workers);
        bias.reduce();
    }
}
