package org.pellucid.engine;

/** Where two paths of a residual meet: y = left + right; backward, both get y's gradient. */
final class Add implements ExampleLayer {
    private final Signal left;
    private final Signal right;
    private final Signal y;

    Add(Signal left, Signal right, Signal y) {
        this.left = left;
        this.right = right;
        this.y = y;
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        // In variables, the arrays are seen not to change, and HotSpot makes vectors of the loop.
        float[] out = y.value();
        float[] l = left.value();
        float[] r = right.value();
        for (int i = from * y.stride(); i < to * y.stride(); i++) {
            out[i] = l[i] + r[i];
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        copyTo(left.gradient(), from, to);
        copyTo(right.gradient(), from, to);
    }

    private void copyTo(float[] gradient, int from, int to) {
        if (gradient.length > 0) {
            System.arraycopy(y.gradient(), from * y.stride(), gradient, from * y.stride(), (to - from) * y.stride());
        }
    }
}
