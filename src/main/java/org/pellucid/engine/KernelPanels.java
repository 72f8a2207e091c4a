package org.pellucid.engine;

import java.util.Arrays;
import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * A convolution's weights, packed as {@link ImplicitProduct} wants them: panels of a few columns, for forward [kH, kW,
 * cIn] × cOut, for the input's gradient, with the kernel turned by half a circle, [kH, kW, cOut] × cIn.
 */
final class KernelPanels {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;

    private final float[] w;
    private final float[] seen;
    /** Whether {@link #seen} is what is packed. */
    private boolean current;

    private final int cIn;
    private final int cOut;
    private final int area;
    private final float[] forward;
    private final float[] backward;
    private Workers.Task forwardUser = (panel, worker) -> {};
    private Workers.Task backwardUser = (panel, worker) -> {};
    private final Workers.Task forwardTask = this::packForward;
    private final Workers.Task backwardTask = this::packBackward;

    KernelPanels(Parameter weight, Conv2dGeometry g, boolean withBackward) {
        w = weight.value().data();
        cIn = g.cIn();
        cOut = g.cOut();
        area = g.window().kH() * g.window().kW();
        seen = new float[w.length];
        forward = new float[ImplicitProduct.packedSize(area * cIn, cOut)];
        backward = new float[withBackward ? ImplicitProduct.packedSize(area * cOut, cIn) : 0];
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
        workers.later((cOut + COLUMNS - 1) / COLUMNS, forwardTask);
    }

    /** Puts off, to where threads wait for each other, taking what a backward pass will need. */
    void packBackward(Pass pass, Workers workers) {
        if (pass.training() && backward.length > 0) {
            workers.later((cIn + COLUMNS - 1) / COLUMNS, backwardTask);
        }
    }

    private void packForward(int panel, int worker) {
        packForward(panel * COLUMNS);
        forwardUser.run(panel, worker);
    }

    private void packBackward(int panel, int worker) {
        packBackward(panel * COLUMNS);
        backwardUser.run(panel, worker);
    }

    /** Eight kernels at a time, so that eight numbers side by side are written for one computed place. */
    private void packForward(int first) {
        int k = area * cIn;
        int end = Math.min(first + COLUMNS, cOut);
        int o = first;
        for (; o + 8 <= end; o += 8) {
            packEight(o, first * k + o - first);
        }
        for (; o < end; o++) {
            int from = o * k;
            int to = first * k + o - first;
            for (int c = 0; c < cIn; c++) {
                for (int a = 0; a < area; a++) {
                    forward[to + (a * cIn + c) * COLUMNS] = w[from + c * area + a];
                }
            }
        }
    }

    private void packEight(int o, int to) {
        int k = area * cIn;
        int w0 = o * k;
        int w1 = w0 + k;
        int w2 = w1 + k;
        int w3 = w2 + k;
        int w4 = w3 + k;
        int w5 = w4 + k;
        int w6 = w5 + k;
        int w7 = w6 + k;
        int i = 0;
        for (int c = 0; c < cIn; c++) {
            int at = to + c * COLUMNS;
            for (int a = 0; a < area; a++) {
                forward[at] = w[w0 + i];
                forward[at + 1] = w[w1 + i];
                forward[at + 2] = w[w2 + i];
                forward[at + 3] = w[w3 + i];
                forward[at + 4] = w[w4 + i];
                forward[at + 5] = w[w5 + i];
                forward[at + 6] = w[w6 + i];
                forward[at + 7] = w[w7 + i];
                at += cIn * COLUMNS;
                i++;
            }
        }
    }

    private void packBackward(int first) {
        int columns = Math.min(COLUMNS, cIn - first);
        int panel = first * area * cOut;
        for (int o = 0; o < cOut; o++) {
            int from = (o * cIn + first) * area;
            if (area == 1) {
                System.arraycopy(w, from, backward, panel + o * COLUMNS, columns);
                continue;
            }
            for (int a = 0; a < area; a++) {
                packTap(from + a, columns, panel + ((area - 1 - a) * cOut + o) * COLUMNS);
            }
        }
    }

    /** One tap of the kernels from some input channels to one output channel. */
    private void packTap(int from, int columns, int to) {
        int c = 0;
        for (; c + 8 <= columns; c += 8) {
            int at = from + c * area;
            backward[to + c] = w[at];
            backward[to + c + 1] = w[at + area];
            backward[to + c + 2] = w[at + 2 * area];
            backward[to + c + 3] = w[at + 3 * area];
            backward[to + c + 4] = w[at + 4 * area];
            backward[to + c + 5] = w[at + 5 * area];
            backward[to + c + 6] = w[at + 6 * area];
            backward[to + c + 7] = w[at + 7 * area];
        }
        for (; c < columns; c++) {
            backward[to + c] = w[from + c * area];
        }
    }
}
