package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.loops.Loops;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Window;

/** The mean under each window, channel by channel; padding does not count. */
final class AvgPool implements ExampleLayer {
    private final int channels;
    private final Window w;
    private final Signal x;
    private final Signal y;
    private final boolean inputGradient;
    private final Loops loops;

    AvgPool(Pool2dGeometry g, Signal x, Signal y, Plan plan) {
        channels = g.c();
        w = g.window();
        this.x = x;
        this.y = y;
        inputGradient = plan.needsGradient(x);
        loops = plan.loops();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        Arrays.fill(y.value(), from * y.stride(), to * y.stride(), 0);
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            for (int ow = 0; ow < w.wOut(); ow++) {
                window(r, ow, true);
            }
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (!inputGradient) {
            return;
        }
        Arrays.fill(x.gradient(), from * x.stride(), to * x.stride(), 0);
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            for (int ow = 0; ow < w.wOut(); ow++) {
                window(r, ow, false);
            }
        }
    }

    private void window(int r, int ow, boolean forward) {
        int top = r % w.hOut() * w.strideH() - w.padTop();
        int left = ow * w.strideW() - w.padLeft();
        int ihFrom = Math.max(top, 0);
        int ihTo = Math.min(top + w.kH(), w.hIn());
        int iwFrom = Math.max(left, 0);
        int iwTo = Math.min(left + w.kW(), w.wIn());
        float share = 1f / ((ihTo - ihFrom) * (iwTo - iwFrom));
        int out = (r * w.wOut() + ow) * channels;
        for (int ih = ihFrom; ih < ihTo; ih++) {
            for (int iw = iwFrom; iw < iwTo; iw++) {
                int in = ((r / w.hOut() * w.hIn() + ih) * w.wIn() + iw) * channels;
                if (forward) {
                    loops.addScaled(share, x.value(), in, y.value(), out, channels);
                } else {
                    loops.addScaled(share, y.gradient(), out, x.gradient(), in, channels);
                }
            }
        }
    }
}
