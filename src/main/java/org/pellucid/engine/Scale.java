package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.loops.Loops;

/** The end of squeeze-and-excite: y = x · g, one g a channel; backward, dx = dy · g and dg = Σ over pixels of dy · x. */
final class Scale implements ExampleLayer {
    private final Signal x;
    private final Signal gate;
    private final Signal y;
    private final int channels;
    private final int pixels;
    private final Loops loops;

    Scale(Signal x, Signal gate, Signal y, Plan plan) {
        loops = plan.loops();
        this.x = x;
        this.gate = gate;
        this.y = y;
        channels = x.shape().channels();
        pixels = x.shape().height() * x.shape().width();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        for (int i = from; i < to; i++) {
            for (int p = 0; p < pixels; p++) {
                int at = (i * pixels + p) * channels;
                loops.multiply(x.value(), at, gate.value(), i * channels, y.value(), at, channels);
            }
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        float[] dy = y.gradient();
        float[] dg = gate.gradient();
        Arrays.fill(dg, from * channels, to * channels, 0);
        boolean inputGradient = x.gradient().length > 0;
        for (int i = from; i < to; i++) {
            int g = i * channels;
            for (int p = 0; p < pixels; p++) {
                int at = (i * pixels + p) * channels;
                loops.multiplyAdd(dy, at, x.value(), at, dg, g, channels);
                if (inputGradient) {
                    loops.multiply(dy, at, gate.value(), g, x.gradient(), at, channels);
                }
            }
        }
    }
}
