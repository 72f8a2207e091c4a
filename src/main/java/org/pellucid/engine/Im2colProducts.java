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
final class Im2colProducts {
    /** Floats of windows in one product: a megabyte. */
    private static final int COLUMN_BUDGET = 1 << 18;

    private final Conv2dGeometry g;
    private final Signal x;
    private final Gemm[] gemms;
    private final Columns columns;
    private final PackedKernel kernel;
    private final KernelSlots slots;
    private final boolean inputGradient;
    private final ExactArrays[] cols;
    private final ExactArrays[] dyRows;

    Im2colProducts(Conv2dGeometry g, Signal x, Parameter weight, Plan plan) {
        this.g = g;
        this.x = x;
        gemms = plan.gemms();
        columns = new Columns(g, plan.loops());
        kernel = new PackedKernel(weight, g);
        inputGradient = plan.needsGradient(x);
        cols = plan.scratch().exact("col");
        dyRows = plan.scratch().exact("dy");
        slots = new KernelSlots(weight, g, plan.training() ? plan.shards().count() : 0);
    }

    /** How many rows of the output go into one product. */
    int rowsAtOnce() {
        return Math.max(1, COLUMN_BUDGET / (g.window().wOut() * g.reduction()));
    }

    /** Takes the weights' present values. */
    void prepare() {
        kernel.pack();
    }

    /** The sums of some output rows, counted through all pictures. */
    void forward(int first, int rows, float[] y, int yAt, int worker) {
        int m = rows * g.window().wOut();
        int k = g.reduction();
        int n = g.cOutPerGroup();
        for (int group = 0; group < g.groups(); group++) {
            float[] col = cols[worker].ofLength(m * k);
            columns.gather(x.value(), first, rows, group, col);
            float[] w = kernel.matrix(group);
            gemms[worker].multiply(false, false, m, n, k, col, 0, k, w, 0, n, 0, y, yAt + group * n, g.cOut());
        }
    }

    /**
     * What the gradient of these rows' sums does to the weights' gradient, and adds to the input's.
     *
     * @param dy the first row's begins at {@code dyAt}
     */
    void backward(int first, int rows, float[] dy, int dyAt, int shard, int worker) {
        int m = rows * g.window().wOut();
        int k = g.reduction();
        int n = g.cOutPerGroup();
        for (int group = 0; group < g.groups(); group++) {
            float[] exact = exact(dy, dyAt, m, group, worker);
            float[] col = cols[worker].ofLength(m * k);
            columns.gather(x.value(), first, rows, group, col);
            gemms[worker].multiply(true, false, k, n, m, col, 0, k, exact, 0, n, 1, slots.of(group, shard), 0, n);
            if (inputGradient) {
                gemms[worker].multiply(false, true, m, k, n, exact, 0, n, kernel.matrix(group), 0, n, 0, col, 0, k);
                columns.scatterAdd(col, first, rows, group, x.gradient());
            }
        }
    }

    /** The gradient of m pixels, of one group of channels, in an array that it fills: two products read it, and jblas copies any other. */
    private float[] exact(float[] dy, int dyAt, int m, int group, int worker) {
        int n = g.cOutPerGroup();
        if (dyAt == 0 && dy.length == m * n) {
            return dy;
        }
        float[] exact = dyRows[worker].ofLength(m * n);
        if (g.groups() == 1) {
            System.arraycopy(dy, dyAt, exact, 0, m * n);
            return exact;
        }
        for (int i = 0; i < m; i++) {
            System.arraycopy(dy, dyAt + i * g.cOut() + group * n, exact, i * n, n);
        }
        return exact;
    }

    /** Empties the input's gradient, to which {@link #backward} adds, of the examples from … to − 1. */
    void clearInputGradient(int from, int to) {
        if (inputGradient) {
            Arrays.fill(x.gradient(), from * x.stride(), to * x.stride(), 0);
        }
    }

    void clear(int shard) {
        slots.clear(shard);
    }

    /** Puts off adding the slots to the parameter's gradient. */
    void reduce(Workers workers) {
        slots.reduce(workers);
    }
}
