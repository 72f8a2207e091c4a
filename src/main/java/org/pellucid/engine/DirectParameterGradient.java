package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/** dW += windows(x)ᵀ · dy: the matrix of windows, never written out, read the other way round, pixels as the long side. */
final class DirectParameterGradient implements ParameterGradient {
    private final int cOut;
    private final int reduction;
    private final KernelSlots slots;
    private final ImplicitProduct[] products;
    private final int[] rows;
    private final int[] taps;
    private final int[] dyRows;
    private final int outputs;

    /**
     * @param x how the input is framed
     * @param dy how the output's gradient is framed
     * @param pictures at most that many a call
     */
    DirectParameterGradient(Conv2dGeometry g, Border x, Border dy, int pictures, Parameter weight, Plan plan) {
        cOut = g.cOut();
        reduction = g.reduction();
        slots = new KernelSlots(weight, g, plan.shards().count());
        products = plan.products();
        Window win = g.window();
        rows = x.rows(pictures, win.hOut(), win.wOut(), win.strideH(), win.strideW());
        taps = x.taps(win.kH(), win.kW(), win.dilationH(), win.dilationW());
        dyRows = dy.pixels(pictures);
        outputs = win.hOut() * win.wOut();
    }

    @Override
    public void clear(int shard) {
        slots.clear(shard);
    }

    @Override
    public void add(float[] x, int xAt, float[] dy, int dyAt, int count, int shard, int worker) {
        float[] dw = slots.of(0, shard);
        products[worker].accumulate(
                reduction, cOut, count * outputs, x, xAt, taps, rows, dy, dyAt, dyRows, dw, 0, cOut);
    }

    @Override
    public void reduce(Workers workers) {
        slots.reduce(workers);
    }
}
