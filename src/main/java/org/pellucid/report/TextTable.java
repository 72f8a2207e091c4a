package org.pellucid.report;

import java.util.ArrayList;
import java.util.List;

/** Columns of text for a terminal, as wide as they need to be. */
public final class TextTable {
    private static final String GAP = "  ";

    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param alignment a letter for each column: {@code l} for left, {@code r} for right, {@code ·} for a sign that stands close */
    public TextTable(String alignment) {
        this.alignment = alignment;
    }

    /** A table with its header, a rule below it, and its rows. */
    public static TextTable of(DataTable data) {
        TextTable table = new TextTable(data.alignment()).row(data.header()).rule();
        data.rows().forEach(table::row);
        return table;
    }

    /** Adds a row; as many cells as columns. */
    public TextTable row(Object... cells) {
        return row(List.of(cells));
    }

    /** Adds a row; as many cells as columns. */
    public TextTable row(List<?> cells) {
        assert cells.size() == alignment.length() : cells + " in " + alignment;
        rows.add(cells.stream().map(String::valueOf).toList());
        return this;
    }

    /** Adds a rule across the table. */
    public TextTable rule() {
        rows.add(List.of());
        return this;
    }

    /** The lines, without trailing blanks. */
    public List<String> lines() {
        return lines("");
    }

    /** The lines, each after an indent, without trailing blanks. */
    public List<String> lines(String indent) {
        int[] widths = new int[alignment.length()];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], width(row.get(c)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int c = 0; c < widths.length; c++) {
                String gap = gap(c, widths);
                if (row.isEmpty()) {
                    line.append("─".repeat(widths[c] + gap.length()));
                    continue;
                }
                String pad = " ".repeat(widths[c] - width(row.get(c)));
                line.append(alignment.charAt(c) == 'r' ? pad + row.get(c) : row.get(c) + pad);
                line.append(gap);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** What stands behind a column; a column that is empty throughout takes no room. */
    private String gap(int c, int[] widths) {
        if (c + 1 == widths.length || widths[c] == 0) {
            return "";
        }
        return alignment.charAt(c) == '·' || alignment.charAt(c + 1) == '·' ? " " : GAP;
    }

    /** Columns that a text takes: a hat stands above its letter. */
    private static int width(String text) {
        return (int) text.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .count();
    }
}
