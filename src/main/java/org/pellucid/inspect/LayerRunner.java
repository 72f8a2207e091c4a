package org.pellucid.inspect;

/** How a layer is run, forward and backward while training: by one of the machines or, in tests, wrongly on purpose. */
public interface LayerRunner {
    /** Forward alone. */
    Forward forward(Subject subject);

    /** Forward and backward. */
    Passage run(Subject subject);
}
