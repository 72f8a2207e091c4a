package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/** dW += windows(x)ᵀ · dy: the matrix of windows, never written out, read the other way round, pixels as the long side. */
final class DirectParameterGradient implements ParameterGradient {
    private final Conv2dGeometry g;
    private final float[] x;
    private final float[] dy;
    private final KernelSlots slots;
    private final ImplicitProduct[] products;
    private final Frames frames;
    private final int[] rows;
    private final int[] taps;
    private final int outputs;

    DirectParameterGradient(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Plan plan) {
        this.g = g;
        this.x = x.value();
        dy = y.gradient();
        slots = new KernelSlots(weight, g, plan.shards().count());
        products = plan.products();
        Window win = g.window();
        frames = new Frames(Border.around(g), plan);
        rows = frames.border().rows(frames.pictures(), win.hOut(), win.wOut(), win.strideH(), win.strideW());
        taps = frames.border().taps(win.kH(), win.kW(), win.dilationH(), win.dilationW());
        outputs = win.hOut() * win.wOut();
    }

    @Override
    public void clear(int shard) {
        slots.clear(shard);
    }

    @Override
    public void add(int from, int to, int shard, int worker) {
        int n = g.cOut();
        float[] dw = slots.of(0, shard);
        for (int first = from; first < to; first += frames.pictures()) {
            int count = Math.min(frames.pictures(), to - first);
            float[] a = frames.of(x, first, count, worker);
            int aAt = frames.offset(first);
            int dyAt = first * outputs * n;
            products[worker].accumulate(g.reduction(), n, count * outputs, a, aAt, taps, rows, dy, dyAt, n, dw, 0, n);
        }
    }

    @Override
    public void reduce(Workers workers) {
        slots.reduce(workers);
    }
}
