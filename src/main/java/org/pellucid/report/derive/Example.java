package org.pellucid.report.derive;

import org.pellucid.inspect.Passage;
import org.pellucid.inspect.Subject;

/**
 * A worked example: a layer, what went through it, and what its check found.
 *
 * @param id names it
 * @param subject the layer, its parameters, x and dy
 * @param passage y, dx and the gradients of the parameters
 * @param check against central differences
 */
record Example(String id, Subject subject, Passage passage, Check check) {
    double[] x() {
        return subject.x();
    }

    double[] y() {
        return passage.y();
    }

    double[] dx() {
        return passage.dx();
    }

    double[] dy() {
        return subject.dy();
    }

    /** A parameter by its name within the layer, such as {@code weight} or {@code conv1.weight}; null if there is none. */
    double[] parameter(String name) {
        return subject.parameters().get(subject.node().name() + "." + name);
    }

    /** The gradient of a parameter, likewise. */
    double[] gradient(String name) {
        return passage.gradients().get(subject.node().name() + "." + name);
    }
}
