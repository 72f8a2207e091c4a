package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Window;

/**
 * Max-pooling with windows of 2×2 side by side, what nearly every network has. The windows do not overlap, so backward
 * can tell the winner by comparing again; nothing needs to be remembered.
 */
final class MaxPool2x2 implements ExampleLayer {
    private final int channels;
    private final Window w;
    private final Signal x;
    private final Signal y;
    private final Loops loops;
    private final boolean inputGradient;

    MaxPool2x2(Pool2dGeometry g, Signal x, Signal y, Plan plan) {
        channels = g.c();
        w = g.window();
        this.x = x;
        this.y = y;
        loops = plan.loops();
        inputGradient = plan.needsGradient(x);
    }

    /** Whether the windows are such, and cover the picture: every value of dx is then written. */
    static boolean fits(Window w) {
        return w.kH() == 2
                && w.kW() == 2
                && w.strideH() == 2
                && w.strideW() == 2
                && w.padTop() + w.padLeft() == 0
                && 2 * w.hOut() == w.hIn()
                && 2 * w.wOut() == w.wIn();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        int row = w.wIn() * channels;
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            int upper = 2 * r * row;
            loops.maxPool(x.value(), upper, upper + row, y.value(), r * row / 2, w.wOut(), channels);
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (!inputGradient) {
            return;
        }
        int row = w.wIn() * channels;
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            int upper = 2 * r * row;
            loops.maxPoolBackward(
                    x.value(),
                    upper,
                    upper + row,
                    y.value(),
                    y.gradient(),
                    r * row / 2,
                    x.gradient(),
                    w.wOut(),
                    channels);
        }
    }
}
