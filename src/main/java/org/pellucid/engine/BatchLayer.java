package org.pellucid.engine;

import java.util.Optional;
import org.pellucid.tensor.Parameter;

/** A layer that needs the whole batch at once, and splits its work among the workers in a way of its own. */
non-sealed interface BatchLayer extends Layer {
    void forward(Pass pass, Workers workers);

    void backward(Pass pass, Workers workers);

    /** The parameter whose gradient this layer sets, not adds to, while {@link Pass#learning}: it need not be zero before. */
    default Optional<Parameter> ownGradient() {
        return Optional.empty();
    }
}
