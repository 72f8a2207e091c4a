package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.loops.Loops;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Window;

/**
 * The largest value under each window, channel by channel; backward, its gradient goes where it was taken from, the first
 * of equal values.
 *
 * <p>Done by rows of the output, one tap of the window after the other: each takes part in a run of output pixels, whose
 * values side by side make long loops.
 */
final class MaxPool implements ExampleLayer {
    private final int channels;
    private final Window w;
    private final Signal x;
    private final Signal y;
    private final boolean inputGradient;
    private final Loops loops;
    /** For a row of the output, the gradients that no tap has taken yet. */
    private final float[][] left;

    MaxPool(Pool2dGeometry g, Signal x, Signal y, Plan plan) {
        channels = g.c();
        w = g.window();
        this.x = x;
        this.y = y;
        inputGradient = plan.needsGradient(x);
        loops = plan.loops();
        left = plan.scratch().arrays("max-pool", inputGradient ? w.wOut() * channels : 0);
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        Arrays.fill(y.value(), from * y.stride(), to * y.stride(), Float.NEGATIVE_INFINITY);
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            row(r, null);
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (!inputGradient) {
            return;
        }
        Arrays.fill(x.gradient(), from * x.stride(), to * x.stride(), 0);
        int run = w.wOut() * channels;
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            System.arraycopy(y.gradient(), r * run, left[worker], 0, run);
            row(r, left[worker]);
        }
    }

    /** Visits the taps of row r of the output, forward, or backward if gradients are given. */
    private void row(int r, float[] rest) {
        int picture = r / w.hOut() * w.hIn();
        int top = r % w.hOut() * w.strideH() - w.padTop();
        int step = w.strideW() * channels;
        for (int ih = Math.max(top, 0); ih < Math.min(top + w.kH(), w.hIn()); ih++) {
            for (int kw = 0; kw < w.kW(); kw++) {
                // Output pixels whose tap kw lies in the picture: 0 ≤ ow · stride + shift < wIn.
                int shift = kw - w.padLeft();
                int first = shift >= 0 ? 0 : (-shift + w.strideW() - 1) / w.strideW();
                int end = Math.min(w.wOut(), (w.wIn() - shift + w.strideW() - 1) / w.strideW());
                if (end <= first) {
                    continue;
                }
                int in = ((picture + ih) * w.wIn() + first * w.strideW() + shift) * channels;
                int at = first * channels;
                int out = r * w.wOut() * channels + at;
                if (rest == null) {
                    loops.maxTap(x.value(), in, step, y.value(), out, end - first, channels);
                } else {
                    loops.maxTapBackward(
                            x.value(), in, step, y.value(), out, rest, at, x.gradient(), end - first, channels);
                }
            }
        }
    }
}
