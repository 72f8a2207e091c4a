package org.pellucid.inspect.microscope;

import java.util.List;

/**
 * A small rectangle cut out of something larger, to be looked at: some rows and columns of a picture or of a matrix.
 *
 * @param title what it is cut from
 * @param rows the names of its rows
 * @param columns the names of its columns
 * @param cells row by row
 */
public record Cut(String title, List<String> rows, List<String> columns, List<List<Cell>> cells) {
    /** What is to be seen of a cell. */
    public enum Mark {
        /** It takes no part. */
        PLAIN,
        /** It takes part in the number explained. */
        TAKES_PART,
        /** It lies in the padding: 0. */
        PADDING
    }

    /**
     * One place of a cut.
     *
     * @param text what stands there instead of a number, such as {@code 1,2}; empty if it is a number
     * @param value the number
     */
    public record Cell(String text, double value, Mark mark) {
        static Cell number(double value, Mark mark) {
            return new Cell("", value, mark);
        }

        static Cell text(String text, Mark mark) {
            return new Cell(text, 0, mark);
        }
    }

    public Cut {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
    }
}
