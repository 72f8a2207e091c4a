package org.pellucid.spec;

/**
 * The largest value under each window, channel by channel. Padding never wins.
 *
 * @param kernel size of the window
 * @param stride steps of the window
 * @param padding around the picture; less than the kernel, so that no window is empty
 */
public record MaxPool2dSpec(Size kernel, Size stride, Padding padding) implements LayerSpec {
    public MaxPool2dSpec {
        Pooling.check("max-pool2d", kernel, padding);
    }

    /** Square windows that touch but do not overlap. */
    public static MaxPool2dSpec of(int edge) {
        return new MaxPool2dSpec(Size.of(edge), Size.of(edge), Padding.VALID);
    }

    /** All numbers of this pooling on a batch of one. */
    public Pool2dGeometry geometry(Shape in) {
        return Pooling.geometry(in, kernel, stride, padding);
    }

    @Override
    public String type() {
        return "max-pool2d";
    }

    @Override
    public String prefix() {
        return "maxpool";
    }

    @Override
    public Shape output(Shape in) {
        return Pooling.output(geometry(in));
    }
}
