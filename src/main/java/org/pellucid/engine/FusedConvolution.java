package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * Convolution with stride 1 on the Vector API, bias and ReLU fused into it. Its three parts, forward, gradient of the
 * input and gradient of the weights, are each computed directly or by Winograd's algorithm.
 */
final class FusedConvolution implements ExampleLayer {
    private final Signal y;
    private final Bias bias;
    private final KernelPanels kernel;
    private final Correlation forward;
    private final Correlation input;
    private final ParameterGradient parameters;

    FusedConvolution(
            ConvChoice choice,
            Conv2dGeometry g,
            Signal x,
            Signal y,
            Parameter weight,
            Parameter bias,
            boolean relu,
            Plan plan) {
        boolean winograd = choice.data() == ConvAlgorithm.WINOGRAD;
        this.y = y;
        this.bias = new Bias(bias, g.cOut(), relu, plan);
        kernel = new KernelPanels(weight, g, plan.needsGradient(x));
        forward = correlation(
                winograd, g, x.value(), y.value(), kernel.forward(), this.bias.start(), this.bias.relu(), plan);
        input = plan.needsGradient(x)
                ? correlation(
                        winograd,
                        turned(g),
                        y.gradient(),
                        x.gradient(),
                        kernel.backward(),
                        new float[g.cIn()],
                        false,
                        plan)
                : null;
        parameters = plan.training() ? parameters(choice, g, x, y, weight, plan) : null;
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

    private static Correlation correlation(
            boolean winograd,
            Conv2dGeometry g,
            float[] from,
            float[] to,
            float[] w,
            float[] start,
            boolean relu,
            Plan plan) {
        return winograd
                ? new WinogradCorrelation(g, from, to, w, start, relu, plan)
                : new DirectCorrelation(g, from, to, w, start, relu, plan);
    }

    private static ParameterGradient parameters(
            ConvChoice choice, Conv2dGeometry g, Signal x, Signal y, Parameter weight, Plan plan) {
        return choice.parameters() == ConvAlgorithm.WINOGRAD
                ? new WinogradParameterGradient(g, x, y, weight, plan)
                : new DirectParameterGradient(g, x, y, weight, plan);
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
        if (kernel.pack(workers)) {
            forward.prepare(workers);
            if (input != null) {
                input.prepare(workers);
            }
        }
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        forward.run(from, to, worker);
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        bias.backward(y.value(), y.gradient(), from * y.stride(), to * y.stride(), shard);
        parameters.add(from, to, shard, worker);
        if (input != null) {
            input.run(from, to, worker);
        }
    }

    @Override
    public void clear(int shard) {
        parameters.clear(shard);
        bias.clear(shard);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        parameters.reduce(workers);
        bias.reduce();
    }
}
