package org.pellucid.report.math;

import java.util.List;

/** A piece of a formula. */
sealed interface Piece {
    /** Nothing. */
    Row NONE = new Row(List.of());

    /** One after another. */
    record Row(List<Piece> pieces) implements Piece {
        /** Whether a piece is a minus that belongs to what follows, not one between two things. */
        boolean isSignOfNext(int i) {
            return pieces.get(i) instanceof Sign sign
                    && sign.text().equals("−")
                    && (i == 0 || !ends(pieces.get(i - 1)));
        }

        private static boolean ends(Piece piece) {
            if (piece instanceof Sign sign) {
                return ")]⌋⌉⟩|…!".contains(sign.text());
            }
            return !(piece instanceof Big big) || big.text().equals("max");
        }
    }

    /** A name of one or more letters. */
    record Name(String text) implements Piece {}

    /** A letter that stands upright. */
    record Upright(String text) implements Piece {}

    /** A number. */
    record Number(String text) implements Piece {}

    /** A sign between things, or a bracket that does not grow. */
    record Sign(String text) implements Piece {}

    /** A function's name. */
    record Function(String text) implements Piece {}

    /** Words. */
    record Words(String text) implements Piece {}

    /** A space, in widths of the letter m; may be negative. */
    record Space(double em) implements Piece {}

    /** A sum, a product or a maximum, with what stands under and over it. */
    record Big(String text, Piece under, Piece over) implements Piece {}

    /** Something with an index. */
    record Sub(Piece base, Piece index) implements Piece {}

    /** Something with an exponent. */
    record Power(Piece base, Piece exponent) implements Piece {}

    record Fraction(Piece above, Piece below) implements Piece {}

    record Root(Piece inside) implements Piece {}

    record Hat(Piece base) implements Piece {}

    /** Something between brackets that grow with it. */
    record Fence(String open, Piece inside, String close) implements Piece {}

    /** Something with a brace below it, and what stands below that. */
    record Brace(Piece inside, Piece label) implements Piece {}

    /** Rows of cells, in round brackets. */
    record Matrix(List<List<Piece>> rows) implements Piece {}
}
