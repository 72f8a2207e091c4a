package org.pellucid.spec;

/**
 * The mean of the values under each window, channel by channel. Padding does not count.
 *
 * @param kernel size of the window
 * @param stride steps of the window
 * @param padding around the picture; less than the kernel, so that no window is empty
 */
public record AvgPool2dSpec(Size kernel, Size stride, Padding padding) implements LayerSpec {
    public AvgPool2dSpec {
        Pooling.check("avg-pool2d", kernel, padding);
    }

    /** Square windows that touch but do not overlap. */
    public static AvgPool2dSpec of(int edge) {
        return new AvgPool2dSpec(Size.of(edge), Size.of(edge), Padding.VALID);
    }

    /** All numbers of this pooling on a batch of one. */
    public Pool2dGeometry geometry(Shape in) {
        return Pooling.geometry(in, kernel, stride, padding);
    }

    @Override
    public String type() {
        return "avg-pool2d";
    }

    @Override
    public String prefix() {
        return "avgpool";
    }

    @Override
    public Shape output(Shape in) {
        return Pooling.output(geometry(in));
    }
}
