package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.loops.Loops;

/** The mean of each channel over the picture. */
final class GlobalAvgPool implements ExampleLayer {
    private final Signal x;
    private final Signal y;
    private final int channels;
    private final int pixels;
    private final boolean inputGradient;
    private final Loops loops;

    GlobalAvgPool(Signal x, Signal y, Plan plan) {
        this.x = x;
        this.y = y;
        channels = x.shape().channels();
        pixels = x.shape().height() * x.shape().width();
        inputGradient = plan.needsGradient(x);
        loops = plan.loops();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        float[] in = x.value();
        float[] out = y.value();
        Arrays.fill(out, from * channels, to * channels, 0);
        for (int i = from; i < to; i++) {
            int outAt = i * channels;
            for (int p = 0; p < pixels; p++) {
                loops.add(in, (i * pixels + p) * channels, out, outAt, channels);
            }
            for (int c = 0; c < channels; c++) {
                out[outAt + c] /= pixels;
            }
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (!inputGradient) {
            return;
        }
        float[] dx = x.gradient();
        float[] dy = y.gradient();
        for (int i = from; i < to; i++) {
            int first = i * pixels * channels;
            for (int c = 0; c < channels; c++) {
                dx[first + c] = dy[i * channels + c] / pixels;
            }
            for (int p = 1; p < pixels; p++) { // all pixels get the same
                System.arraycopy(dx, first, dx, first + p * channels, channels);
            }
        }
    }
}
