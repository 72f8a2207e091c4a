package org.pellucid.report.microscope;

import java.util.ArrayList;
import java.util.List;

/** Lines of text in columns, as wide as they need to be. */
final class Columns {
    private static final String GAP = "  ";

    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param alignment a letter for each column: {@code l} for left, {@code r} for right, {@code ·} for a sign that stands close */
    Columns(String alignment) {
        this.alignment = alignment;
    }

    Columns row(List<String> cells) {
        assert cells.size() == alignment.length() : cells + " in " + alignment;
        rows.add(cells);
        return this;
    }

    /** The lines, each after an indent, without trailing blanks. */
    List<String> lines(String indent) {
        int[] widths = new int[alignment.length()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - width(row.get(i)));
                line.append(alignment.charAt(i) == 'r' ? pad + row.get(i) : row.get(i) + pad);
                boolean close = alignment.charAt(i) == '·' || (i + 1 < widths.length && alignment.charAt(i + 1) == '·');
                line.append(i + 1 == widths.length || widths[i] == 0 ? "" : close ? " " : GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Columns that a text takes: a hat stands above its letter. */
    private static int width(String text) {
        return (int) text.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .count();
    }
}
