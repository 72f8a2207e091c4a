package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/** All panels of a convolution's weights, packed by {@link KernelPacking} before a pass and kept for it. */
final class KernelPanels {
    private final float[] w;
    private final float[] seen;
    /** Whether {@link #seen} is what is packed. */
    private boolean current;

    private final KernelPacking packing;
    private final float[] forward;
    private final float[] backward;
    private Workers.Task forwardUser = (panel, worker) -> {};
    private Workers.Task backwardUser = (panel, worker) -> {};
    private final Workers.Task forwardTask = this::packForward;
    private final Workers.Task backwardTask = this::packBackward;

    KernelPanels(Parameter weight, Conv2dGeometry g, boolean withBackward) {
        w = weight.value().data();
        packing = new KernelPacking(w, g);
        seen = new float[w.length];
        forward = new float[packing.forwardPanels() * packing.forwardSize()];
        backward = new float[withBackward ? packing.backwardPanels() * packing.backwardSize() : 0];
    }

    float[] forward() {
        return forward;
    }

    float[] backward() {
        return backward;
    }

    /** From now on, has one who makes something of the panels for forward do so as soon as one is packed. */
    void whenForwardPacked(Workers.Task user) {
        forwardUser = user;
    }

    /** As {@link #whenForwardPacked}, of the panels for the input's gradient. */
    void whenBackwardPacked(Workers.Task user) {
        backwardUser = user;
    }

    /**
     * Takes the parameter's present values. While they do not change in inference, this costs one comparison, or nothing if
     * they are frozen; in training they change with every step, and nothing is compared. The work is put off
     * ({@link Workers#later}), so that small kernels are packed beside large ones.
     */
    void pack(Pass pass, Workers workers) {
        if (!pass.training()) {
            if (current && (pass.frozen() || Arrays.equals(w, seen))) {
                return;
            }
            System.arraycopy(w, 0, seen, 0, w.length);
        }
        current = !pass.training();
        workers.later(packing.forwardPanels(), forwardTask);
    }

    /** Puts off, to where threads wait for each other, taking what a backward pass will need. */
    void packBackward(Pass pass, Workers workers) {
        if (pass.training() && backward.length > 0) {
            workers.later(packing.backwardPanels(), backwardTask);
        }
    }

    private void packForward(int panel, int worker) {
        packing.forward(panel, forward, panel * packing.forwardSize());
        forwardUser.run(panel, worker);
    }

    private void packBackward(int panel, int worker) {
        packing.backward(panel, backward, panel * packing.backwardSize());
        backwardUser.run(panel, worker);
    }
}
