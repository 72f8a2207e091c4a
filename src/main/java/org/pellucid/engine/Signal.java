package org.pellucid.engine;

import org.pellucid.spec.Shape;

/**
 * What flows between two layers: values forward, their gradients backward.
 *
 * <p>Inside the engine pictures lie as [n, h, w, c] (NHWC): the channels of a pixel side by side, so that a row of a
 * kernel's window is one contiguous run.
 *
 * @param shape of one example
 * @param value [batch, h, w, c]
 * @param gradient of the same size; empty where no backward pass will come
 */
record Signal(Shape shape, float[] value, float[] gradient) {
    static Signal of(Shape shape, int batch, boolean withGradient) {
        int size = Math.multiplyExact(batch, shape.size());
        return new Signal(shape, new float[size], new float[withGradient ? size : 0]);
    }

    /**
     * The output of a layer that reads this signal and treats value by value: its gradient lies in this one's place, so that
     * backward the layer writes over what it reads. Half the memory, and no cache line fetched only to be overwritten.
     */
    Signal inPlace(boolean withGradient) {
        boolean needsOwn = withGradient && gradient.length == 0; // behind the network's input
        return new Signal(shape, new float[value.length], needsOwn ? new float[value.length] : gradient);
    }

    /** The same values with gradients of their own: for the second reader of a signal. */
    Signal fork() {
        return new Signal(shape, value, new float[gradient.length]);
    }

    /** Values of one example. */
    int stride() {
        return shape.size();
    }
}
