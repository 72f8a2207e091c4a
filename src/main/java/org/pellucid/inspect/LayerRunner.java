package org.pellucid.inspect;

import org.pellucid.engine.ConvChoice;
import org.pellucid.spec.Conv2dGeometry;

/** How a layer is run, forward and backward while training: by one of the machines or, in tests, wrongly on purpose. */
public interface LayerRunner {
    /** How this machine computes a convolution: its rounding depends on it. */
    default ConvChoice choice(Conv2dGeometry g) {
        return ConvChoice.IM2COL;
    }

    /** Forward alone. */
    Forward forward(Subject subject);

    /** Forward and backward. */
    Passage run(Subject subject);
}
