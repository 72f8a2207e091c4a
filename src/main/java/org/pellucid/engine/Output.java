package org.pellucid.engine;

import java.util.function.IntFunction;
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
}
