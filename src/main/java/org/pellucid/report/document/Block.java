package org.pellucid.report.document;

import java.util.ArrayList;
import java.util.List;

/** A piece of a section. Texts are in the markup of {@link Inline}, formulas in the TeX that {@link MathMl} reads. */
public sealed interface Block {
    /** Its texts, for whoever looks for citations. */
    default List<String> texts() {
        return List.of();
    }

    /** Running text. */
    record Paragraph(String text) implements Block {
        @Override
        public List<String> texts() {
            return List.of(text);
        }
    }

    /** One formula on a line of its own. */
    record Formula(String tex) implements Block {}

    /** Equations one below the other, aligned at their relation, each with the rule that makes it true. */
    record Derivation(List<Line> lines) implements Block {
        public Derivation {
            lines = List.copyOf(lines);
        }

        @Override
        public List<String> texts() {
            return lines.stream().map(Line::rule).toList();
        }
    }

    /**
     * A line of a derivation.
     *
     * @param left of the relation; empty where the line goes on from the one above
     * @param right with the relation at its start
     * @param rule why; empty for a definition
     */
    record Line(String left, String right, String rule) {}

    /**
     * Tensors in numbers, side by side as far as the page goes.
     *
     * @param id by which a reader of the file finds them
     * @param tensors at least one
     */
    record Tensors(String id, List<Tensor> tensors) implements Block {
        public Tensors {
            tensors = List.copyOf(tensors);
        }
    }

    /**
     * One number as the sum of products that it is.
     *
     * @param left what it is called, as TeX
     * @param terms each a product of numbers
     * @param value their sum
     * @param termDigits decimals of the factors
     * @param digits decimals of the value
     */
    record Sum(String left, List<double[]> terms, double value, int termDigits, int digits) implements Block {
        public Sum {
            terms = List.copyOf(terms);
        }

        /** The terms as TeX; negative factors in parentheses. */
        List<String> products() {
            List<String> products = new ArrayList<>();
            for (double[] term : terms) {
                StringBuilder product = new StringBuilder();
                for (double factor : term) {
                    String number = Numbers.fixed(factor, termDigits);
                    product.append(product.isEmpty() ? "" : " \\cdot ")
                            .append(number.startsWith("-") ? "(" + number + ")" : number);
                }
                products.add(product.toString());
            }
            return products;
        }
    }

    /**
     * A table.
     *
     * @param id by which a reader of the file finds it
     * @param caption above it
     * @param alignment a letter for each column: l, c, r, or for text that may wrap s, a sixth of the page, p, a quarter of the page, P, two fifths, or W, two thirds
     * @param head titles of the columns
     * @param rows as many cells as columns each; an empty row is a rule
     */
    record Table(String id, String caption, String alignment, List<String> head, List<List<String>> rows)
            implements Block {
        /** @throws IllegalArgumentException if a row has not as many cells as there are columns */
        public Table {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if ((!row.isEmpty() && row.size() != alignment.length()) || head.size() != alignment.length()) {
                    throw new IllegalArgumentException("table " + id + " expects " + alignment.length()
                            + " cells a row but gets " + row + ": give one for each column");
                }
            }
        }

        @Override
        public List<String> texts() {
            List<String> texts = new ArrayList<>(List.of(caption));
            rows.forEach(texts::addAll);
            return texts;
        }
    }

    /** A drawing with its caption. */
    record Figure(Drawing drawing, String caption) implements Block {
        @Override
        public List<String> texts() {
            return List.of(caption);
        }
    }

    /** Curves with their caption. */
    record Chart(Plot plot, String caption) implements Block {
        @Override
        public List<String> texts() {
            return List.of(caption);
        }
    }

    /** What a check found: a failure is marked so that nobody overlooks it. */
    record Verdict(boolean passed, String text) implements Block {
        @Override
        public List<String> texts() {
            return List.of(text);
        }
    }
}
