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
        for (int i = from * x.stride(); i < to * x.stride(); i++) {
            x.gradient()[i] = left.gradient()[i] + right.gradient()[i];
        }
    }
}
