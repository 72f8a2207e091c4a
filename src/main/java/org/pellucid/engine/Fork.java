package org.pellucid.engine;

/** Where two paths begin: both read the same values; backward, x's gradient is the sum of theirs. */
final class Fork implements ExampleLayer {
    private final Signal x;
    private final Signal left;
    private final Signal right;
    private final boolean inputGradient;

    Fork(Signal x, Signal left, Signal right, Plan plan) {
        this.x = x;
        this.left = left;
        this.right = right;
        inputGradient = plan.needsGradient(x);
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        // The paths share x's values: there is nothing to move.
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (!inputGradient) {
            return;
        }
        // In variables, the arrays are seen not to change, and HotSpot makes vectors of the loop.
        float[] dx = x.gradient();
        float[] dl = left.gradient();
        float[] dr = right.gradient();
        for (int i = from * x.stride(); i < to * x.stride(); i++) {
            dx[i] = dl[i] + dr[i];
        }
    }
}
