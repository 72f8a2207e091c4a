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
    private final int cIn;
    private final int cOut;
    private final int area;
    private final float[] forward;
    private final float[] backward;
    private final Workers.Task forwardTask = (panel, worker) -> packForward(panel * COLUMNS);
    private final Workers.Task backwardTask = (panel, worker) -> packBackward(panel * COLUMNS);

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

    /**
     * Takes the parameter's present values. While they do not change, as in inference, this costs one comparison.
     *
     * @return whether they have changed
     */
    boolean pack(Workers workers) {
        if (Arrays.equals(w, seen)) {
            return false; // at the first call, when nothing is packed, only if all are zeros, as the panels then are
        }
        System.arraycopy(w, 0, seen, 0, w.length);
        workers.run((cOut + COLUMNS - 1) / COLUMNS, forwardTask);
        if (backward.length > 0) {
            workers.run((cIn + COLUMNS - 1) / COLUMNS, backwardTask);
        }
        return true;
    }

    private void packForward(int first) {
        int k = area * cIn;
        for (int o = first; o < Math.min(first + COLUMNS, cOut); o++) {
            int from = o * k;
            int to = first * k + o - first;
            for (int c = 0; c < cIn; c++) {
                for (int a = 0; a < area; a++) {
                    forward[to + (a * cIn + c) * COLUMNS] = w[from + c * area + a];
                }
            }
        }
    }

    private void packBackward(int first) {
        int panel = first * area * cOut;
        for (int o = 0; o < cOut; o++) {
            for (int c = first; c < Math.min(first + COLUMNS, cIn); c++) {
                int from = (o * cIn + c) * area;
                int to = panel + o * COLUMNS + c - first;
                for (int a = 0; a < area; a++) {
                    backward[to + (area - 1 - a) * cOut * COLUMNS] = w[from + a];
                }
            }
        }
    }
}
