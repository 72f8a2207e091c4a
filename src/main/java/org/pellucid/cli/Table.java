package org.pellucid.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as they need to be. */
final class Table {
    private static final String GAP = "  ";

    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param alignment a letter for each column: {@code l} for left, {@code r} for right */
    Table(String alignment) {
        this.alignment = alignment;
    }

    /** Adds a row; as many cells as columns. */
    Table row(Object... cells) {
        assert cells.length == alignment.length() : "a row of " + cells.length + " in a table of " + alignment.length();
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    /** Adds a rule across the table. */
    Table rule() {
        rows.add(List.of());
        return this;
    }

    /** The lines, without trailing blanks. */
    List<String> lines() {
        int[] widths = new int[alignment.length()];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                if (row.isEmpty()) {
                    line.append("─".repeat(widths[c] + (c + 1 < widths.length ? GAP.length() : 0)));
                    continue;
                }
                String pad = " ".repeat(widths[c] - row.get(c).length());
                line.append(alignment.charAt(c) == 'r' ? pad + row.get(c) : row.get(c) + pad);
                line.append(c + 1 < widths.length ? GAP : "");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
