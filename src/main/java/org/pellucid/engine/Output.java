package org.pellucid.engine;

import java.util.function.IntFunction;
import org.pellucid.engine.loops.Loops;
import org.pellucid.engine.loops.Normalisation;
import org.pellucid.spec.Shape;

/**
 * What a layer wrote in the last forward pass, for those who look on.
 *
 * @param shape of one example
 * @param values [n, h, w, c] for n examples, or more of them; computed again where they are not kept
 */
record Output(Shape shape, IntFunction<float[]> values) {
    static Output of(Signal signal) {
        return new Output(signal.shape(), n -> signal.value());
    }

    /** Of batch norm and the ReLU behind it, where these are computed by who reads them. */
    static Output scaled(Signal x, Normalisation norm, Loops loops) {
        return new Output(x.shape(), n -> {
            float[] y = new float[n * x.stride()];
            loops.normalise(x.value(), 0, y.length, y, 0, norm, true);
            return y;
        });
    }
}
