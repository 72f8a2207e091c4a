package org.pellucid.inspect;

import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Window;

/** Where a function has no derivative, or none that differences could find: ReLU and its kin at 0, maxima at a tie. */
final class Kinks {
    private Kinks() {}

    /** Whether a function of one value has a kink, which is then at 0. */
    static boolean bends(LayerSpec layer) {
        return layer instanceof ActivationSpec.Relu
                || layer instanceof ActivationSpec.LeakyRelu
                || layer instanceof ActivationSpec.Elu;
    }

    /** Whether there is a kink anywhere in a layer. */
    static boolean within(Node node) {
        return node.flatten().stream().anyMatch(part -> bends(part.layer()) || part.layer() instanceof MaxPool2dSpec);
    }

    /**
     * Which inputs of a simple layer come too near to a kink, if every input may move by its reach at once.
     *
     * @param reach one for each value of x
     */
    static boolean[] near(Node node, int n, double[] x, double[] reach) {
        boolean[] near = new boolean[x.length];
        if (bends(node.layer())) {
            for (int i = 0; i < x.length; i++) {
                near[i] = Math.abs(x[i]) <= reach[i];
            }
        } else if (node.layer() instanceof MaxPool2dSpec pool) {
            nearTies(pool.geometry(node.input()).withBatch(n), x, reach, near);
        }
        return near;
    }

    /** Marks all pixels of each window whose largest could be overtaken. */
    private static void nearTies(Pool2dGeometry g, double[] x, double[] reach, boolean[] near) {
        Window w = g.window();
        for (int plane = 0; plane < g.n() * g.c(); plane++) {
            for (int oh = 0; oh < w.hOut(); oh++) {
                for (int ow = 0; ow < w.wOut(); ow++) {
                    int[] pixels = pixels(w, plane, oh, ow);
                    int best = pixels[0];
                    for (int p : pixels) {
                        best = x[p] > x[best] ? p : best;
                    }
                    boolean close = false;
                    for (int p : pixels) {
                        close |= p != best && x[best] - x[p] <= reach[best] + reach[p];
                    }
                    for (int p : pixels) {
                        near[p] |= close;
                    }
                }
            }
        }
    }

    private static int[] pixels(Window w, int plane, int oh, int ow) {
        int top = oh * w.strideH() - w.padTop();
        int left = ow * w.strideW() - w.padLeft();
        int ihFrom = Math.max(top, 0);
        int iwFrom = Math.max(left, 0);
        int rows = Math.min(top + w.kH(), w.hIn()) - ihFrom;
        int columns = Math.min(left + w.kW(), w.wIn()) - iwFrom;
        int[] pixels = new int[rows * columns];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (plane * w.hIn() + ihFrom + i / columns) * w.wIn() + iwFrom + i % columns;
        }
        return pixels;
    }
}
