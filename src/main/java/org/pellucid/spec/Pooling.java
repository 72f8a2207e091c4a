package org.pellucid.spec;

/** What maximum and average pooling share. */
final class Pooling {
    private Pooling() {}

    static void check(String who, Size kernel, Padding padding) {
        if (padding.top() >= kernel.height()
                || padding.bottom() >= kernel.height()
                || padding.left() >= kernel.width()
                || padding.right() >= kernel.width()) {
            throw new SpecException(who + " expects padding smaller than its " + kernel
                    + " kernel, or a window could lie outside the picture: use a smaller padding");
        }
    }

    static Pool2dGeometry geometry(Shape in, Size kernel, Size stride, Padding padding) {
        return new Pool2dGeometry(1, in.channels(), Window.of(in, kernel, stride, Size.of(1), padding));
    }

    static Shape output(Pool2dGeometry g) {
        return new Shape(g.c(), g.window().hOut(), g.window().wOut());
    }
}
