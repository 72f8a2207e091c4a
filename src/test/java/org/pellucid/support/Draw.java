package org.pellucid.support;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SpecException;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Rng;

/** Random values and geometries for tests, all from a given generator. */
public final class Draw {
    private Draw() {}

    /** Uniform in (−1, 1). */
    public static double[] values(Rng rng, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = rng.uniform(-1.0, 1.0);
        }
        return values;
    }

    /** Distinct values, each at least 0.01 from every other and from 0: no kink and no tie nearby. */
    public static double[] apart(Rng rng, int size) {
        int[] order = rng.permutation(size);
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = 0.02 * (order[i] - size / 2) + 0.01 + rng.uniform(-0.004, 0.004);
        }
        return values;
    }

    /** A small convolution: odd sizes, stride, dilation, any padding, groups up to depthwise, batch 1 and more. */
    public static Conv2dGeometry conv2d(Rng rng) {
        int groups = 1 + rng.nextInt(3);
        int cIn = groups * (1 + rng.nextInt(2));
        int cOut = groups * (1 + rng.nextInt(2));
        int n = 1 + rng.nextInt(2);
        while (true) {
            Size dilation = size(rng, 2);
            try {
                return new Conv2dGeometry(
                        n,
                        cIn,
                        cOut,
                        groups,
                        Window.of(picture(rng), size(rng, 4), size(rng, 3), dilation, padding(rng, 3)));
            } catch (SpecException larger) {
                // The kernel is larger than the picture: draw again.
                continue;
            }
        }
    }

    /** A small pooling: odd sizes, windows that overlap, touch or leave gaps, any padding that leaves none empty. */
    public static Pool2dGeometry pool2d(Rng rng) {
        int n = 1 + rng.nextInt(2);
        int c = 1 + rng.nextInt(3);
        while (true) {
            Size kernel = size(rng, 4);
            int most = Math.min(kernel.height(), kernel.width()) - 1;
            try {
                return new Pool2dGeometry(
                        n, c, Window.of(picture(rng), kernel, size(rng, 3), Size.of(1), padding(rng, most)));
            } catch (SpecException larger) {
                // The kernel is larger than the picture: draw again.
                continue;
            }
        }
    }

    private static Shape picture(Rng rng) {
        return new Shape(1, 1 + rng.nextInt(8), 1 + rng.nextInt(8));
    }

    private static Size size(Rng rng, int most) {
        return new Size(1 + rng.nextInt(most), 1 + rng.nextInt(most));
    }

    private static Padding padding(Rng rng, int most) {
        return switch (rng.nextInt(3)) {
            case 0 -> Padding.VALID;
            case 1 -> Padding.SAME;
            default ->
                Padding.of(rng.nextInt(most + 1), rng.nextInt(most + 1), rng.nextInt(most + 1), rng.nextInt(most + 1));
        };
    }
}
