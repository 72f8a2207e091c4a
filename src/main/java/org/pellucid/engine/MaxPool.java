package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Window;

/** The largest value under each window, channel by channel; backward, its gradient goes where it was taken from. */
final class MaxPool implements ExampleLayer {
    private final int channels;
    private final Window w;
    private final Signal x;
    private final Signal y;
    private final boolean inputGradient;
    /** For each output value, which of the window's pixels won: kh · kW + kw. */
    private final char[] winner;

    MaxPool(Pool2dGeometry g, Signal x, Signal y, Plan plan) {
        channels = g.c();
        w = g.window();
        this.x = x;
        this.y = y;
        inputGradient = plan.needsGradient(x);
        winner = new char[y.value().length];
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            int picture = r / w.hOut() * w.hIn();
            int top = r % w.hOut() * w.strideH() - w.padTop();
            for (int ow = 0; ow < w.wOut(); ow++) {
                window(picture, top, ow * w.strideW() - w.padLeft(), (r * w.wOut() + ow) * channels);
            }
        }
    }

    private void window(int picture, int top, int left, int out) {
        boolean first = true;
        for (int ih = Math.max(top, 0); ih < Math.min(top + w.kH(), w.hIn()); ih++) {
            for (int iw = Math.max(left, 0); iw < Math.min(left + w.kW(), w.wIn()); iw++) {
                int in = ((picture + ih) * w.wIn() + iw) * channels;
                char place = (char) ((ih - top) * w.kW() + iw - left);
                if (first) {
                    System.arraycopy(x.value(), in, y.value(), out, channels);
                    Arrays.fill(winner, out, out + channels, place);
                    first = false;
                } else {
                    challenge(x.value(), in, y.value(), out, place);
                }
            }
        }
    }

    /** The first of equal values stays. */
    private void challenge(float[] in, int inAt, float[] best, int bestAt, char place) {
        for (int c = 0; c < channels; c++) {
            float value = in[inAt + c];
            if (value > best[bestAt + c]) {
                best[bestAt + c] = value;
                winner[bestAt + c] = place;
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
        Arrays.fill(dx, from * x.stride(), to * x.stride(), 0);
        for (int r = from * w.hOut(); r < to * w.hOut(); r++) {
            int picture = r / w.hOut() * w.hIn();
            int top = r % w.hOut() * w.strideH() - w.padTop();
            for (int ow = 0; ow < w.wOut(); ow++) {
                int left = ow * w.strideW() - w.padLeft();
                int out = (r * w.wOut() + ow) * channels;
                for (int c = 0; c < channels; c++) {
                    int place = winner[out + c];
                    int pixel = (picture + top + place / w.kW()) * w.wIn() + left + place % w.kW();
                    dx[pixel * channels + c] += dy[out + c];
                }
            }
        }
    }
}
