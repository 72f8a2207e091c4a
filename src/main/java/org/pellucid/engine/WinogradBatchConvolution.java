package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.WinogradProduct;
import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * Winograd's algorithm on a whole batch at once, for large kernels: transformed, they are too large for the caches, and
 * would be read again for every few pictures. Here the tiles of all pictures are the long side: in each of the
 * products each weight is read once, and each gradient summed by one thread, with nothing to add up afterwards.
 *
 * <p>In exchange the transformed pictures go through the last-level cache. See docs/winograd.md.
 */
final class WinogradBatchConvolution implements BatchLayer {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;

    /** The smallest batch that is a long side. */
    private static final int SMALLEST_BATCH = 16;

    /** Rows and columns below which a picture by itself is too few tiles. */
    private static final int SMALL = 8;

    /** Input channels whose weights' gradients are one task: few lines of memory are then written by two threads. */
    private static final int INPUTS = 8;

    private final WinogradForm form;
    private final int cIn;
    private final int cOut;
    private final WinogradPanels panels;
    private final Signal x;
    private final Signal y;
    private final Bias bias;
    private final KernelPanels kernel;
    private final Shards shards;
    private final Frames frames;
    private final WinogradBatchCorrelation forward;
    private final Frames dyFrames;
    private final WinogradBatchCorrelation input;
    private final WinogradBatchTiles tiles;
    private final float[] du;
    private final KernelSlots slots;
    private final float[][] work;
    private final Workers.Task maskTask = (shard, worker) -> mask(shard);
    private final Workers.Task tilesTask = this::transform;
    private final Workers.Task productTask = (element, worker) -> product(element);
    private final Workers.Task kernelTask = this::kernelGradient;
    private int n;

    WinogradBatchConvolution(
            Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, boolean relu, Plan plan) {
        form = WinogradForm.of(g);
        cIn = g.cIn();
        cOut = g.cOut();
        panels = WinogradPanels.of(form.elements(), cIn);
        this.x = x;
        this.y = y;
        this.bias = new Bias(bias, cOut, relu, plan);
        boolean inputGradient = plan.needsGradient(x);
        kernel = new KernelPanels(weight, g, inputGradient);
        shards = plan.shards();
        frames = new Frames(form.border(g), plan);
        ConvOutput out = new ConvOutput(y.value(), this.bias.start(), relu, null);
        forward = new WinogradBatchCorrelation(form, g, x.value(), frames, kernel.forward(), out, plan);
        kernel.whenForwardPacked(forward::prepare);
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
        if (!plan.training()) {
            dyFrames = null;
            input = null;
            tiles = null;
            du = null;
            slots = null;
            return;
        }
        Conv2dGeometry turned = FusedConvolution.turned(g);
        dyFrames = new Frames(form.gradientBorder(g, form.border(turned)), plan);
        ConvOutput dx = ConvOutput.plain(x.gradient(), cIn);
        input = inputGradient
                ? new WinogradBatchCorrelation(form, turned, y.gradient(), dyFrames, kernel.backward(), dx, plan)
                : null;
        if (input != null) {
            kernel.whenBackwardPacked(input::prepare);
        }
        tiles = new WinogradBatchTiles(form, g, cIn, cOut, plan);
        du = plan.scratch().shared("winograd batch du", panels.size(cOut));
        slots = new KernelSlots(weight, g, 1);
    }

    /**
     * Whether a convolution that Winograd's algorithm fits is taken by the batch: small pictures, or kernels whose
     * gradients, transformed, would not stay in a thread's cache.
     */
    static boolean fits(Conv2dGeometry g, int batch) {
        Window w = g.window();
        boolean small = w.hOut() < SMALL || w.wOut() < SMALL;
        return batch >= SMALLEST_BATCH && (small || !WinogradParameterGradient.pays(g));
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        kernel.pack(pass, workers);
    }

    @Override
    public void prepareBackward(Pass pass, Workers workers) {
        kernel.packBackward(pass, workers);
    }

    @Override
    public void forward(Pass pass, Workers workers) {
        forward.run(pass.n(), workers);
    }

    @Override
    public void backward(Pass pass, Workers workers) {
        n = pass.n();
        workers.run(shards.count(), maskTask);
        bias.reduce();
        workers.run(shards.count(), tilesTask);
        workers.run(form.elements(), productTask);
        workers.run((cIn + INPUTS - 1) / INPUTS, kernelTask);
        slots.reduce(workers);
        if (input != null) {
            input.run(n, workers);
        }
    }

    private void mask(int shard) {
        bias.backward(y, shards, n, shard);
    }

    private void transform(int shard, int worker) {
        int from = shards.from(shard, n);
        int to = shards.to(shard, n);
        tiles.transform(x.value(), frames, cIn, from, to, worker, work[worker]);
        tiles.transformAdjoint(y.gradient(), dyFrames, cOut, from, to, worker, work[worker]);
    }

    private void product(int element) {
        for (int o = 0; o < cOut; o += COLUMNS) {
            WinogradProduct.gradient(
                    n * tiles.each(),
                    cIn,
                    tiles.v(),
                    tiles.vAt(element, 0),
                    tiles.vRow(),
                    tiles.m(),
                    tiles.mAt(element, o, 0),
                    du,
                    panels.at(o, element),
                    true);
        }
    }

    private void kernelGradient(int task, int worker) {
        int end = Math.min((task + 1) * INPUTS, cIn);
        for (int c = task * INPUTS; c < end; c++) {
            kernelGradientOf(c, worker);
        }
    }

    private void kernelGradientOf(int c, int worker) {
        for (int o = 0; o < cOut; o += COLUMNS) {
            form.adjoint(
                    du,
                    panels.at(o, 0) + c * COLUMNS,
                    panels.step(),
                    Math.min(COLUMNS, cOut - o),
                    slots.of(0, 0),
                    c * cOut + o,
                    cIn * cOut,
                    work[worker]);
        }
    }
}
