package org.pellucid.report.microscope;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.microscope.Group;
import org.pellucid.inspect.microscope.Term;

/**
 * An explanation's sum, rounded and cut for printing such that what is printed adds up: each line is a rounded number, each
 * subtotal the sum of its lines as printed, and the total is shown with as many digits as the rounding of the lines cannot touch.
 *
 * @param unit of all numbers
 * @param groups those shown
 * @param groupsLeft how many more there are
 * @param termsLeft how many terms they hold
 * @param left their sum
 * @param printed the sum of all lines as printed
 * @param total the explanation's value, rounded to the digits that are sure
 */
public record Sum(
        Unit unit,
        List<Part> groups,
        int groupsLeft,
        int termsLeft,
        BigDecimal left,
        BigDecimal printed,
        BigDecimal total) {
    /** How terms and groups are ordered. */
    public enum Order {
        /** The largest first. */
        MAGNITUDE,
        /** As the textbook adds them. */
        POSITION
    }

    /**
     * A group as printed.
     *
     * @param lines those shown
     * @param termsLeft how many more there are
     * @param left their sum
     * @param subtotal the sum of the lines and of {@code left}
     */
    public record Part(String name, int terms, List<Line> lines, int termsLeft, BigDecimal left, BigDecimal subtotal) {}

    /** A term as printed. */
    public record Line(Term term, BigDecimal value) {}

    /** Digits after the point, of numbers below 1000. */
    private static final int DECIMALS = 9;

    /** Digits that the total shall have if terms cancel. */
    private static final int SIGNIFICANT = 7;

    private static final int FEWEST_LINES = 3;
    private static final int MOST_GROUPS = 8;
    private static final int LINES_EACH = 4;

    /** @param limit about how many terms to show */
    public static Sum of(Explanation e, Order order, int limit) {
        double largest = 0;
        for (Group group : e.groups()) {
            for (Term term : group.terms()) {
                largest = Math.max(largest, Math.abs(term.value()));
            }
        }
        Unit unit = Unit.of(largest);
        int decimals = decimals(unit, e);
        List<Group> groups = new ArrayList<>(e.groups());
        int shown = e.terms() <= limit
                ? groups.size()
                : Math.min(groups.size(), Math.max(1, Math.min(MOST_GROUPS, limit / LINES_EACH)));
        if (order == Order.MAGNITUDE && e.terms() > limit) {
            groups.sort(Comparator.comparingDouble(group -> -Math.abs(group.sum())));
        }
        int each = e.terms() <= limit ? Integer.MAX_VALUE : Math.max(FEWEST_LINES, limit / Math.max(1, shown));
        List<Part> parts = new ArrayList<>();
        BigDecimal printed = BigDecimal.ZERO.setScale(decimals);
        for (Group group : groups.subList(0, shown)) {
            Part part = part(group, order, each, unit, decimals);
            parts.add(part);
            printed = printed.add(part.subtotal());
        }
        BigDecimal exactlyLeft = BigDecimal.ZERO;
        int termsLeft = 0;
        for (Group group : groups.subList(shown, groups.size())) {
            for (Term term : group.terms()) {
                exactlyLeft = exactlyLeft.add(unit.scale(term.value()));
                termsLeft++;
            }
        }
        BigDecimal left = exactlyLeft.setScale(decimals, RoundingMode.HALF_EVEN);
        printed = printed.add(left);
        return new Sum(
                unit, parts, groups.size() - shown, termsLeft, left, printed, sure(printed, unit.scale(e.value())));
    }

    private static int decimals(Unit unit, Explanation e) {
        double value = Math.abs(unit.about(e.value()));
        int wanted = value == 0 ? DECIMALS : SIGNIFICANT + 2 - (int) Math.floor(Math.log10(value));
        // No more than double precision has.
        double magnitude = Math.max(unit.about(e.magnitude()), Double.MIN_NORMAL);
        int most = 15 - (int) Math.ceil(Math.log10(magnitude));
        return Math.max(0, Math.min(most, Math.max(DECIMALS, wanted)));
    }

    private static Part part(Group group, Order order, int each, Unit unit, int decimals) {
        List<Term> terms = new ArrayList<>(group.terms());
        // What fits is shown as it stands; ordering serves to choose.
        if (order == Order.MAGNITUDE && terms.size() > each) {
            terms.sort(Comparator.comparingDouble(term -> -Math.abs(term.value())));
        }
        int shown = Math.min(terms.size(), each);
        if (order == Order.MAGNITUDE && terms.size() > each) {
            while (shown > 1 && terms.get(shown - 1).value() == 0) {
                shown--; // terms of 0 are but counted
            }
        }
        List<Line> lines = new ArrayList<>();
        BigDecimal subtotal = BigDecimal.ZERO.setScale(decimals);
        for (Term term : terms.subList(0, shown)) {
            BigDecimal value = unit.scale(term.value()).setScale(decimals, RoundingMode.HALF_EVEN);
            lines.add(new Line(term, value));
            subtotal = subtotal.add(value);
        }
        BigDecimal exactlyLeft = BigDecimal.ZERO;
        for (Term term : terms.subList(shown, terms.size())) {
            exactlyLeft = exactlyLeft.add(unit.scale(term.value()));
        }
        BigDecimal left = exactlyLeft.setScale(decimals, RoundingMode.HALF_EVEN);
        return new Part(group.name(), terms.size(), lines, terms.size() - shown, left, subtotal.add(left));
    }

    /** The value with as many digits as it shares with what was printed, once both are rounded. */
    private static BigDecimal sure(BigDecimal printed, BigDecimal value) {
        int scale = printed.scale();
        while (scale > 0
                && printed.setScale(scale, RoundingMode.HALF_EVEN)
                                .compareTo(value.setScale(scale, RoundingMode.HALF_EVEN))
                        != 0) {
            scale--;
        }
        return value.setScale(scale, RoundingMode.HALF_EVEN);
    }

    /** Another number in the same unit and with the same digits as the total. */
    public BigDecimal like(double value) {
        return Double.isFinite(value)
                ? unit.scale(value).setScale(total.scale(), RoundingMode.HALF_EVEN)
                : BigDecimal.ZERO;
    }
}
