package org.pellucid.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table that can be a file of a spreadsheet, a part of a thesis, or a part of a page.
 *
 * @param name of its files
 * @param caption a sentence, without a full stop
 * @param alignment a letter for each column: {@code l} for left, {@code r} for right
 * @param header one cell a column
 * @param rows as many cells each
 */
public record DataTable(String name, String caption, String alignment, List<String> header, List<List<String>> rows) {
    private static final int LINES_OF_A_PAGE = 40;

    /** @throws IllegalArgumentException if a row has another number of cells than there are columns */
    public DataTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        List<List<String>> all = new ArrayList<>(rows);
        all.add(header);
        for (List<String> row : all) {
            if (row.size() != alignment.length()) {
                throw new IllegalArgumentException("table '" + name + "' expects " + alignment.length()
                        + " cells a row but gets " + row.size() + ": " + row);
            }
        }
    }

    /** The same table without the columns of these headers. */
    public DataTable without(String... headers) {
        int[] kept = IntStream.range(0, header.size())
                .filter(c -> !List.of(headers).contains(header.get(c)))
                .toArray();
        return new DataTable(
                name,
                caption,
                IntStream.of(kept).mapToObj(c -> alignment.substring(c, c + 1)).collect(Collectors.joining()),
                IntStream.of(kept).mapToObj(header::get).toList(),
                rows.stream()
                        .map(row -> IntStream.of(kept).mapToObj(row::get).toList())
                        .toList());
    }

    /** RFC 4180, with line feeds. */
    public String csv() {
        StringBuilder text = new StringBuilder();
        line(text, header);
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            boolean quote = cell.matches("(?s).*[,\"\n\r].*");
            text.append(c > 0 ? "," : "").append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        text.append('\n');
    }

    /** A table for LaTeX with the package booktabs; one too long for a page also needs longtable. */
    public String latex() {
        boolean isLong = rows.size() > LINES_OF_A_PAGE;
        String environment = isLong ? "longtable" : "tabular";
        String title = "\\caption{" + LatexText.escape(caption) + "}\\label{tab:" + name + "}";
        StringBuilder text =
                new StringBuilder("% needs \\usepackage{booktabs}" + (isLong ? " and {longtable}\n" : "\n"));
        text.append(isLong ? "" : "\\begin{table}\n\\centering\n" + title + "\n");
        text.append("\\begin{")
                .append(environment)
                .append("}{")
                .append(alignment)
                .append("}\n");
        text.append(isLong ? title + " \\\\\n" : "").append("\\toprule\n").append(cells(header));
        text.append("\\midrule\n").append(isLong ? "\\endhead\n" : "");
        rows.forEach(row -> text.append(cells(row)));
        text.append("\\bottomrule\n\\end{").append(environment).append("}\n");
        return text.append(isLong ? "" : "\\end{table}\n").toString();
    }

    private static String cells(List<String> row) {
        return String.join(" & ", row.stream().map(LatexText::escape).toList()) + " \\\\\n";
    }

    /** A table for a page; its id is the name. */
    public String html() {
        // Not a caption element: that would scroll away with the table on a narrow screen.
        StringBuilder text = new StringBuilder("<p class=\"caption\">" + Markup.escape(caption) + "</p>\n");
        text.append("<div class=\"wide\"><table id=\"").append(name).append("\">\n<thead>");
        row(text, header, "th");
        text.append("</thead>\n<tbody>\n");
        rows.forEach(row -> row(text, row, "td"));
        return text.append("</tbody></table></div>\n").toString();
    }

    private void row(StringBuilder text, List<String> cells, String tag) {
        text.append("<tr>");
        for (int c = 0; c < cells.size(); c++) {
            boolean right = alignment.charAt(c) == 'r';
            text.append('<').append(tag).append(right ? " class=\"r\">" : ">");
            text.append(Markup.escape(cells.get(c))).append("</").append(tag).append('>');
        }
        text.append("</tr>\n");
    }
}
