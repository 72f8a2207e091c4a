package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SpecException;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Rng;

/** Convolutions of all kinds: odd sizes, strides, dilation, groups, paddings beyond the kernel, single pixels. */
final class RandomGeometry {
    private static final int[] CHANNELS = {1, 2, 3, 5, 8, 16, 17, 31, 32, 33, 48, 64};
    private static final Padding[] PADDINGS = {
        Padding.SAME, Padding.VALID, new Padding(Padding.Mode.EXPLICIT, 2, 0, 1, 3), Padding.SAME
    };

    private RandomGeometry() {}

    /** Any convolution. */
    static Conv2dGeometry any(Rng rng) {
        while (true) {
            Size kernel = new Size(1 + rng.nextInt(5), 1 + rng.nextInt(5));
            Size stride = rng.nextInt(3) > 0 ? Size.of(1) : new Size(1 + rng.nextInt(3), 1 + rng.nextInt(3));
            Size dilation = rng.nextInt(4) > 0 ? Size.of(1) : new Size(1 + rng.nextInt(2), 1 + rng.nextInt(2));
            int groups = rng.nextInt(6) > 0 ? 1 : 2;
            int cIn = groups * CHANNELS[rng.nextInt(CHANNELS.length)];
            int cOut = groups * CHANNELS[rng.nextInt(CHANNELS.length)];
            Shape in = new Shape(cIn, 1 + rng.nextInt(14), 1 + rng.nextInt(14));
            try {
                Window w = Window.of(in, kernel, stride, dilation, PADDINGS[rng.nextInt(PADDINGS.length)]);
                return new Conv2dGeometry(1 + rng.nextInt(4), cIn, cOut, groups, w);
            } catch (SpecException doesNotFit) {
                continue;
            }
        }
    }

    /** A 3×3 kernel, stride 1, channels that are multiples of a vector: what Winograd takes. */
    static Conv2dGeometry threeByThree(Rng rng) {
        Shape in = new Shape(16 * (1 + rng.nextInt(4)), 3 + rng.nextInt(12), 3 + rng.nextInt(12));
        Padding padding = PADDINGS[rng.nextInt(2)];
        Window w = Window.of(in, Size.of(3), Size.of(1), Size.of(1), padding);
        return new Conv2dGeometry(1 + rng.nextInt(5), in.channels(), 16 * (1 + rng.nextInt(4)), 1, w);
    }

    /** One kernel a channel, mostly of the sizes and widths that vectors take. */
    static Conv2dGeometry depthwise(Rng rng) {
        int[] channels = {2, 4, 8, 16, 24, 32, 48, 64};
        while (true) {
            int c = channels[rng.nextInt(channels.length)];
            Size kernel = Size.of(3 + 2 * rng.nextInt(2));
            Size stride = rng.nextInt(2) > 0 ? Size.of(1) : new Size(1 + rng.nextInt(3), 1 + rng.nextInt(3));
            Size dilation = rng.nextInt(4) > 0 ? Size.of(1) : new Size(1 + rng.nextInt(2), 1 + rng.nextInt(2));
            Shape in = new Shape(c, 1 + rng.nextInt(14), 1 + rng.nextInt(14));
            try {
                Window w = Window.of(in, kernel, stride, dilation, PADDINGS[rng.nextInt(PADDINGS.length)]);
                return new Conv2dGeometry(1 + rng.nextInt(6), c, c, c, w);
            } catch (SpecException doesNotFit) {
                continue;
            }
        }
    }

    /** Small pictures in a batch under many channels, of any stride: what goes by whole batches. */
    static Conv2dGeometry deep(Rng rng) {
        while (true) {
            Size kernel = rng.nextInt(3) > 0 ? Size.of(3) : new Size(1 + rng.nextInt(2), 1 + rng.nextInt(3));
            Size stride = rng.nextInt(2) > 0 ? Size.of(1) : new Size(1 + rng.nextInt(3), 1 + rng.nextInt(3));
            Size dilation = rng.nextInt(4) > 0 ? Size.of(1) : new Size(1 + rng.nextInt(2), 1 + rng.nextInt(2));
            Shape in = new Shape(16 * (1 + rng.nextInt(3)), 1 + rng.nextInt(3), 1 + rng.nextInt(3));
            try {
                Window w = Window.of(in, kernel, stride, dilation, PADDINGS[rng.nextInt(PADDINGS.length)]);
                return new Conv2dGeometry(16 + rng.nextInt(5), in.channels(), 20 + rng.nextInt(60), 1, w);
            } catch (SpecException doesNotFit) {
                continue;
            }
        }
    }
}
