package org.pellucid.engine;

import java.util.Arrays;

/** The end of squeeze-and-excite: y = x · g, one g a channel; backward, dx = dy · g and dg = Σ over pixels of dy · x. */
final class Scale implements ExampleLayer {
    private final Signal x;
    private final Signal gate;
    private final Signal y;
    private final int channels;
    private final int pixels;

    Scale(Signal x, Signal gate, Signal y) {
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
                for (int c = 0; c < channels; c++) {
                    y.value()[at + c] = x.value()[at + c] * gate.value()[i * channels + c];
                }
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
                for (int c = 0; c < channels; c++) {
                    dg[g + c] += dy[at + c] * x.value()[at + c];
                }
                if (inputGradient) {
                    for (int c = 0; c < channels; c++) {
                        x.gradient()[at + c] = dy[at + c] * gate.value()[g + c];
                    }
                }
            }
        }
    }
}
