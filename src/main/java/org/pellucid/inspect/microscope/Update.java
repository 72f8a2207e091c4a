package org.pellucid.inspect.microscope;

import java.util.List;

/**
 * How an optimiser moves one parameter.
 *
 * @param rule its name, such as {@code adam}
 * @param t the number of the step, from 1
 * @param constants η, λ and those of the rule
 * @param before the states before the step, such as m and v
 * @param lines every quantity on the way, in order; the last is the parameter after the step
 * @param after the parameter after the step, as the textbook's code computes it
 */
public record Update(
        String rule, long t, List<Factor> constants, List<Factor> before, List<Quantity> lines, double after) {
    public Update {
        constants = List.copyOf(constants);
        before = List.copyOf(before);
        lines = List.copyOf(lines);
    }
}
