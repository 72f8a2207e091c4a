package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.loops.Loops;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * Depthwise convolution: each channel has one kernel of its own. A matrix product would be one column wide, so the
 * channels of a pixel are multiplied side by side instead. Inside, weights lie as [kH, kW, c].
 */
final class DepthwiseConvolution implements ExampleLayer {
    private final int channels;
    private final Window w;
    private final Signal x;
    private final Signal y;
    private final Parameter weight;
    private final Bias bias;
    private final boolean inputGradient;
    private final float[] packed;
    private final Slots slots;
    private final Loops loops;

    DepthwiseConvolution(
            Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, boolean relu, Plan plan) {
        channels = g.cIn();
        w = g.window();
        this.x = x;
        this.y = y;
        this.weight = weight;
        this.bias = new Bias(bias, channels, relu, plan);
        loops = plan.loops();
        inputGradient = plan.needsGradient(x);
        packed = new float[g.wSize()];
        slots = new Slots(plan.training() ? plan.shards().count() : 0, g.wSize());
    }

    /** Whether a convolution is of this kind. */
    static boolean fits(Conv2dGeometry g) {
        return g.groups() > 1 && g.cInPerGroup() == 1 && g.cOutPerGroup() == 1;
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        float[] values = weight.value().data();
        int area = w.kH() * w.kW();
        for (int c = 0; c < channels; c++) {
            for (int a = 0; a < area; a++) {
                packed[a * channels + c] = values[c * area + a];
            }
        }
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            Arrays.fill(y.value(), r * w.wOut() * channels, (r + 1) * w.wOut() * channels, 0);
            walk(r, Direction.FORWARD, null);
            bias.forward(y.value(), r * w.wOut() * channels, (r + 1) * w.wOut() * channels);
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (inputGradient) {
            Arrays.fill(x.gradient(), from * x.stride(), to * x.stride(), 0);
        }
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            int first = r * w.wOut() * channels;
            bias.backward(y.value(), y.gradient(), first, first + w.wOut() * channels, shard);
            walk(r, Direction.PARAMETERS, slots.of(shard));
            if (inputGradient) {
                walk(r, Direction.INPUT, null);
            }
        }
    }

    private enum Direction {
        FORWARD,
        PARAMETERS,
        INPUT
    }

    /** Visits each pair of an output pixel in row r and an input pixel under its window. */
    private void walk(int r, Direction direction, float[] dw) {
        int picture = r / w.hOut() * w.hIn();
        int top = r % w.hOut() * w.strideH() - w.padTop();
        for (int ow = 0; ow < w.wOut(); ow++) {
            int left = ow * w.strideW() - w.padLeft();
            int out = (r * w.wOut() + ow) * channels;
            for (int kh = 0; kh < w.kH(); kh++) {
                int ih = top + kh * w.dilationH();
                if (ih < 0 || ih >= w.hIn()) {
                    continue;
                }
                for (int kw = 0; kw < w.kW(); kw++) {
                    int iw = left + kw * w.dilationW();
                    if (iw < 0 || iw >= w.wIn()) {
                        continue;
                    }
                    int in = ((picture + ih) * w.wIn() + iw) * channels;
                    int tap = (kh * w.kW() + kw) * channels;
                    switch (direction) {
                        case FORWARD -> loops.multiplyAdd(x.value(), in, packed, tap, y.value(), out, channels);
                        case PARAMETERS -> loops.multiplyAdd(x.value(), in, y.gradient(), out, dw, tap, channels);
                        case INPUT -> loops.multiplyAdd(y.gradient(), out, packed, tap, x.gradient(), in, channels);
                    }
                }
            }
        }
    }

    @Override
    public void clear(int shard) {
        slots.clear(shard);
        bias.clear(shard);
    }

    @Override
    public void reduce(Pass pass, Workers workers) {
        float[] dw = weight.gradient().data();
        int area = w.kH() * w.kW();
        for (int a = 0; a < area; a++) {
            for (int c = 0; c < channels; c++) {
                dw[c * area + a] += slots.sum(a * channels + c);
            }
        }
        bias.reduce();
    }
}
