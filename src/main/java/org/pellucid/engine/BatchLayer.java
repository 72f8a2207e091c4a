package org.pellucid.engine;

/** A layer that needs the whole batch at once, and splits its work among the workers in a way of its own. */
non-sealed interface BatchLayer extends Layer {
    void forward(Pass pass, Workers workers);

    void backward(Pass pass, Workers workers);
}
