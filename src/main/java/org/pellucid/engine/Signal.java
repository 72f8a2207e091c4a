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
 * @param gradient of the same size; empty where no backward pass will come; {@link #between} two layers [worker, block, h, w, c]
 * @param block of how many examples each worker keeps the gradient; 0 if all are kept
 */
record Signal(Shape shape, float[] value, float[] gradient, int block) {
    static Signal of(Shape shape, int batch, boolean withGradient) {
        int size = Math.multiplyExact(batch, shape.size());
        return new Signal(shape, new float[size], new float[withGradient ? size : 0], 0);
    }

    /**
     * What flows between two layers that take the same few examples one right after the other, and that both ask {@link #place}
     * where a gradient lies: each worker keeps those of the examples it has under way, and they stay in its cache.
     *
     * @param block examples that a worker has under way, at most
     */
    static Signal between(Shape shape, int batch, int workers, int block) {
        if (batch <= workers * block) {
            return of(shape, batch, true);
        }
        float[] value = new float[Math.multiplyExact(batch, shape.size())];
        return new Signal(shape, value, new float[workers * block * shape.size()], block);
    }

    /**
     * The output of a layer that reads this signal and treats value by value: its gradient lies in this one's place, so that
     * backward the layer writes over what it reads. Half the memory, and no cache line fetched only to be overwritten.
     */
    Signal inPlace(boolean withGradient) {
        assert block == 0 : "layers that go by value do not ask for places";
        boolean needsOwn = withGradient && gradient.length == 0; // behind the network's input
        return new Signal(shape, new float[value.length], needsOwn ? new float[value.length] : gradient, 0);
    }

    /** Such an output of which only the gradient is kept. */
    Signal gradientInPlace() {
        assert block == 0 : "layers that go by value do not ask for places";
        return new Signal(shape, new float[0], gradient.length == 0 ? new float[value.length] : gradient, 0);
    }

    /** The same values with gradients of their own: for the second reader of a signal. */
    Signal fork() {
        assert block == 0 : "two readers are not one right after the other";
        return new Signal(shape, value, new float[gradient.length], 0);
    }

    /**
     * The place of an example's gradient, counted in examples.
     *
     * @param from the first of the examples that the worker has under way
     */
    int place(int example, int from, int worker) {
        return block == 0 ? example : worker * block + example - from;
    }

    /** Values of one example. */
    int stride() {
        return shape.size();
    }
}
