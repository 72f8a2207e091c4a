package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;

/**
 * Where two paths begin: both read the same values. Backward, the first path leaves its gradient in x's place and the second,
 * the branch, in one of its own, which is added here.
 */
final class Fork implements ExampleLayer {
    private final Signal x;
    private final Signal branch;
    private final boolean inputGradient;
    private final Loops loops;

    Fork(Signal x, Signal branch, Plan plan) {
        this.x = x;
        this.branch = branch;
        inputGradient = plan.needsGradient(x);
        loops = plan.loops();
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        // The paths share x's values: there is nothing to move.
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (inputGradient) {
            int at = from * x.stride();
            loops.add(branch.gradient(), at, x.gradient(), at, (to - from) * x.stride());
        }
    }
}
