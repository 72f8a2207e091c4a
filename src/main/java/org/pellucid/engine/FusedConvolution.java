package org.pellucid.engine;

import org.pellucid.engine.loops.Normalisation;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * Convolution with stride 1 on the Vector API, bias, ReLU and a 2×2 max-pool fused into it. Its three parts, forward,
 * gradient of the input and gradient of the weights, are each computed directly or by Winograd's algorithm; the last two
 * share one copy of the output's gradient.
 */
final class FusedConvolution implements ExampleLayer {
    private final Signal x;
    private final Signal y;
    private final Bias bias;
    private final KernelPanels kernel;
    private final Frames frames;
    private final Winners winners;
    private final Correlation forward;
    private final OutputGradient gradient;
    private final int together;
    private final Correlation input;
    private final ParameterGradient parameters;

    /**
     * @param pooled whether y is the output of a 2×2 max-pool behind a ReLU behind the convolution
     * @param before of the batch norm and ReLU before the convolution, if x has still to go through them; else null
     * @param behind of the batch norm behind the convolution, if its backward is to be taken along; else null
     */
    FusedConvolution(
            ConvChoice choice,
            Conv2dGeometry g,
            Signal x,
            Signal y,
            Parameter weight,
            Parameter bias,
            boolean relu,
            boolean pooled,
            Normalisation before,
            Normalisation behind,
            Plan plan) {
        boolean winograd = choice.data() == ConvAlgorithm.WINOGRAD;
        this.x = x;
        this.y = y;
        this.bias = new Bias(bias, g.cOut(), relu, plan);
        kernel = new KernelPanels(weight, g, plan.needsGradient(x));
        frames = new Frames(border(winograd, g), before, plan);
        winners = pooled ? new Winners(y.stride(), frames.pictures(), plan) : null;
        ConvOutput out = new ConvOutput(y.value(), this.bias.start(), relu, winners);
        forward = correlation(winograd, g, frames.border(), frames.pictures(), kernel.forward(), out, plan);
        kernel.whenForwardPacked(forward::prepare);
        if (!plan.training()) {
            gradient = null;
            together = 0;
            input = null;
            parameters = null;
            return;
        }
        Border around = gradientBorder(choice, g, plan.needsGradient(x));
        if (pooled) {
            gradient = new UnpooledGradient(y, winners, this.bias, around, plan);
        } else {
            Frames framed = new Frames("dy ", around, plan);
            gradient = behind == null
                    ? new MaskedGradient(y, this.bias, framed)
                    : new NormalisedGradient(y, behind, framed, plan);
        }
        int pictures = Frames.pictures(around, plan);
        together = Math.min(frames.pictures(), pictures);
        ConvOutput dx = ConvOutput.plain(x.gradient(), g.cIn());
        input = plan.needsGradient(x)
                ? correlation(winograd, turned(g), around, pictures, kernel.backward(), dx, plan)
                : null;
        if (input != null) {
            kernel.whenBackwardPacked(input::prepare);
        }
        parameters = choice.parameters() == ConvAlgorithm.WINOGRAD
                ? new WinogradParameterGradient(g, frames.border(), around, weight, plan)
                : new DirectParameterGradient(g, frames.border(), around, together, weight, plan);
    }

    /** Whether a convolution can be computed so. */
    static boolean fits(Conv2dGeometry g) {
        Window w = g.window();
        int spanH = (w.kH() - 1) * w.dilationH();
        int spanW = (w.kW() - 1) * w.dilationW();
        return g.groups() == 1
                && w.strideH() == 1
                && w.strideW() == 1
                && w.padTop() <= spanH
                && w.padLeft() <= spanW
                && w.hOut() <= w.hIn() + w.padTop()
                && w.wOut() <= w.wIn() + w.padLeft();
    }

    /** Whether it copies its input, into a border, before it reads it. */
    static boolean framesInput(ConvChoice choice, Conv2dGeometry g) {
        return !border(choice.data() == ConvAlgorithm.WINOGRAD, g).isEmpty();
    }

    private static Border border(boolean winograd, Conv2dGeometry g) {
        return winograd ? WinogradForm.F4.border(g) : Border.around(g);
    }

    /** What both backward passes need around the output's gradient. */
    private static Border gradientBorder(ConvChoice choice, Conv2dGeometry g, boolean withInput) {
        Window w = g.window();
        Border border = withInput
                ? border(choice.data() == ConvAlgorithm.WINOGRAD, turned(g))
                : new Border(w.hOut(), w.wOut(), g.cOut(), 0, 0, w.hOut(), w.wOut());
        return choice.parameters() == ConvAlgorithm.WINOGRAD ? WinogradForm.F4.gradientBorder(g, border) : border;
    }

    private static Correlation correlation(
            boolean winograd, Conv2dGeometry g, Border border, int pictures, float[] w, ConvOutput out, Plan plan) {
        return winograd
                ? new WinogradCorrelation(g, border, w, out, plan)
                : new DirectCorrelation(g, border, pictures, w, out, plan);
    }

    /** The convolution from dy to dx: the kernel turned by half a circle, channels exchanged, the rest of the padding. */
    static Conv2dGeometry turned(Conv2dGeometry g) {
        Window w = g.window();
        Window back = new Window(
                w.hOut(),
                w.wOut(),
                w.kH(),
                w.kW(),
                1,
                1,
                w.dilationH(),
                w.dilationW(),
                (w.kH() - 1) * w.dilationH() - w.padTop(),
                (w.kW() - 1) * w.dilationW() - w.padLeft(),
                w.hIn(),
                w.wIn());
        return new Conv2dGeometry(g.n(), g.cOut(), g.cIn(), 1, back);
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
    public void forward(Pass pass, int from, int to, int worker) {
        for (int first = from; first < to; first += frames.pictures()) {
            int count = Math.min(frames.pictures(), to - first);
            float[] framed = frames.of(x.value(), first, count, worker);
            forward.run(framed, frames.offset(first), first, count, worker);
            if (winners != null) {
                winners.keep(first, count, worker);
            }
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        for (int first = from; first < to; first += together) {
            int count = Math.min(together, to - first);
            float[] framed = frames.of(x.value(), first, count, worker);
            float[] dy = gradient.of(first, y.place(first, from, worker), count, shard, worker);
            parameters.add(framed, frames.offset(first), dy, gradient.offset(first), count, shard, worker);
            if (input != null) {
                input.run(dy, gradient.offset(first), x.place(first, from, worker), count, worker);
            }
        }
    }

    @Override
    public void clear(int shard) {
        parameters.clear(shard);
        bias.clear(shard);
    }

    @Override
    public void finish(int shard, int worker) {
        parameters.finish(shard, worker);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        parameters.reduce(workers);
        bias.reduce();
    }
}
