package org.pellucid.inspect.microscope;

import java.util.List;
import java.util.Optional;

/**
 * One number of a training step, explained whole: apart from how it is printed.
 *
 * @param question which number
 * @param symbol its name with its place, such as {@code dw[1,0,2,2]}
 * @param formula in TeX, in the symbols of {@code docs/notation.md}
 * @param quantities what the terms are made of, in the order in which they come about
 * @param groups the terms; the number is their sum
 * @param cuts the pictures and matrices that it is made of, cut small
 * @param notes what else there is to know, a sentence each
 * @param textbook the number as the textbook's code computed it in the step
 * @param difference of a gradient: the slope of the loss as measured
 * @param update of a parameter: the optimiser's step
 */
public record Explanation(
        Question question,
        String symbol,
        String formula,
        List<Quantity> quantities,
        List<Group> groups,
        List<Cut> cuts,
        List<String> notes,
        double textbook,
        Optional<FiniteDifference> difference,
        Optional<Update> update) {
    /** The unit roundoff of double. */
    private static final double ROUNDOFF = 0x1p-53;

    public Explanation {
        quantities = List.copyOf(quantities);
        groups = List.copyOf(groups);
        cuts = List.copyOf(cuts);
        notes = List.copyOf(notes);
    }

    /** The sum of all terms. */
    public double value() {
        double sum = 0;
        for (Group group : groups) {
            sum += group.sum();
        }
        return sum;
    }

    /** How many terms there are. */
    public int terms() {
        return groups.stream().mapToInt(group -> group.terms().size()).sum();
    }

    /** The sum of the terms' magnitudes: what rounding is relative to. */
    public double magnitude() {
        double sum = 0;
        for (Group group : groups) {
            for (Term term : group.terms()) {
                sum += Math.abs(term.value());
            }
        }
        return sum;
    }

    /**
     * Whether the textbook's code and the sum of the terms are the same number: apart by no more than rounding explains, which is
     * (k + 8) · 2⁻⁵³ · Σ|terms| on either side for k terms, each of a few operations (Higham, <i>Accuracy and stability of numerical
     * algorithms</i>, 2002, section 3.1).
     */
    public boolean agrees() {
        return Math.abs(value() - textbook) <= 2 * (terms() + 8) * ROUNDOFF * magnitude();
    }

    /** Whether the textbook agrees with the terms and, where it could be measured, with the slope of the loss. */
    public boolean confirmed() {
        return agrees() && difference.map(d -> d.kink() || d.confirms(textbook)).orElse(true);
    }

    Explanation with(Update step) {
        return new Explanation(
                question, symbol, formula, quantities, groups, cuts, notes, textbook, difference, Optional.of(step));
    }
}
