package org.pellucid.inspect.microscope;

import java.util.List;

/**
 * Summands that belong together, such as those of one input channel.
 *
 * @param name such as {@code channel c = 2}
 * @param terms in the order in which the textbook adds them
 */
public record Group(String name, List<Term> terms) {
    public Group {
        terms = List.copyOf(terms);
    }

    /** The subtotal. */
    public double sum() {
        double sum = 0;
        for (Term term : terms) {
            sum += term.value();
        }
        return sum;
    }
}
