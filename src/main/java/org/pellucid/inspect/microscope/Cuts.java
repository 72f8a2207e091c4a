package org.pellucid.inspect.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.pellucid.inspect.microscope.Cut.Cell;
import org.pellucid.inspect.microscope.Cut.Mark;

/** Cuts small rectangles out of planes. */
final class Cuts {
    /** Rows and columns that fit a terminal. */
    static final int WIDE = 7;

    private static final int BORDER = 1;

    private Cuts() {}

    /** Gives the cell at row i and column j of something large. */
    interface Plane {
        Cell at(int i, int j);
    }

    /** Cuts the rows and columns of these ranges. */
    static Cut of(
            String title,
            int[] rows,
            int[] columns,
            IntFunction<String> rowName,
            IntFunction<String> name,
            Plane plane) {
        List<List<Cell>> cells = new ArrayList<>();
        for (int i : rows) {
            List<Cell> row = new ArrayList<>();
            for (int j : columns) {
                row.add(plane.at(i, j));
            }
            cells.add(row);
        }
        return new Cut(
                title,
                IntStream.of(rows).mapToObj(rowName).toList(),
                IntStream.of(columns).mapToObj(name).toList(),
                cells);
    }

    /**
     * A range of at most {@link #WIDE} that holds from … to with a border around, if it can, and stays within 0 … size − 1 and the
     * padding that from … to reaches into.
     */
    static int[] around(int from, int to, int size) {
        int first = Math.max(Math.min(0, from), from - BORDER);
        int last = Math.min(Math.max(size - 1, to), to + BORDER);
        if (last - first + 1 > WIDE) {
            first = from;
            last = Math.min(to, from + WIDE - 1);
        }
        return IntStream.rangeClosed(first, last).toArray();
    }

    /** At most {@link #WIDE} of 0 … size − 1, with one of them in the middle. */
    static int[] window(int centre, int size) {
        int count = Math.min(WIDE, size);
        int first = Math.max(0, Math.min(size - count, centre - count / 2));
        return IntStream.range(first, first + count).toArray();
    }

    /** A channel of an array as a plane; places outside are padding. */
    static Plane plane(double[] array, int first, int height, int width, Marks marks) {
        return (i, j) -> i < 0 || i >= height || j < 0 || j >= width
                ? Cell.number(0, Mark.PADDING)
                : Cell.number(array[first + i * width + j], marks.at(i, j) ? Mark.TAKES_PART : Mark.PLAIN);
    }

    /** Says which places take part. */
    interface Marks {
        boolean at(int i, int j);
    }
}
