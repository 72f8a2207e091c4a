package org.pellucid.inspect.trace;

import java.util.List;
import java.util.Optional;
import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.spec.Node;

/**
 * A layer's part in the step.
 *
 * @param node its name, record and shapes
 * @param depth how many composite layers it lies in
 * @param tensors forward first, then backward: x, w, b, y, dy, dw, db, dx, as far as there are
 * @param explanations of some of its numbers
 */
public record LayerTrace(
        Node node, int depth, Formulas formulas, List<TensorTrace> tensors, List<Explanation> explanations) {
    public LayerTrace {
        tensors = List.copyOf(tensors);
        explanations = List.copyOf(explanations);
    }

    /** A tensor by its symbol. */
    public Optional<TensorTrace> tensor(String symbol) {
        return tensors.stream().filter(t -> t.symbol().equals(symbol)).findFirst();
    }
}
