package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;

/**
 * Where two paths of a residual meet: y = relu(left + right), the ReLU optional; backward, both get the sum's gradient, the
 * left one in the place where it is.
 */
final class Add implements ExampleLayer {
    private final Signal left;
    private final Signal right;
    private final Signal y;
    private final boolean relu;
    private final Loops loops;

    Add(Signal left, Signal right, Signal y, boolean relu, Plan plan) {
        this.left = left;
        this.right = right;
        this.y = y;
        this.relu = relu;
        loops = plan.loops();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        // In variables, the arrays are seen not to change, and HotSpot makes vectors of the loop.
        float[] out = y.value();
        float[] l = left.value();
        float[] r = right.value();
        int start = from * y.stride();
        int end = to * y.stride();
        for (int i = start; i < end; i++) {
            out[i] = l[i] + r[i];
        }
        if (relu) {
            int channels = y.shape().channels();
            loops.addBias(out, start, end, null, channels, true);
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (relu) {
            loops.mask(y.value(), y.gradient(), from * y.stride(), to * y.stride());
        }
        if (right.gradient().length > 0) {
            int at = from * y.stride();
            System.arraycopy(y.gradient(), at, right.gradient(), at, (to - from) * y.stride());
        }
    }
}
