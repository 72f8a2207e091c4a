package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of {@code docs/}, or a part of one, from which numbers are read. */
record DocsPage(String text) {
    private static final String NUMBER = "-?[0-9.]+";
    private static final String MATRIX = "\\\\begin\\{pmatrix\\}(.*?)\\\\end\\{pmatrix\\}";
    private static final Pattern TUPLE =
            Pattern.compile("\\((" + NUMBER + "(?:\\s*(?:,|\\\\mid)\\s*" + NUMBER + ")+)\\)");

    /** The worked example of an operation. */
    static DocsPage example(String operation) throws IOException {
        String page = Files.readString(Path.of("docs", "ops", operation + ".md"));
        int from = page.indexOf("## Worked example");
        return new DocsPage(page.substring(from, page.indexOf("\n## ", from)));
    }

    /** The numbers of {@code name = (1, 2)} or {@code name = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}}, of the first such. */
    double[] numbers(String name) {
        Matcher found = named(name, "(?:" + MATRIX + "|\\(([^()]*)\\))");
        return split(found.group(1) == null ? found.group(2) : found.group(1));
    }

    /** The number that {@code name = 3/4} or {@code name = 1 + 2 = 3} ends with, of the first such. */
    double value(String name) {
        String chain = named(name, "([^$,]*)").group(1);
        String[] fraction = chain.substring(chain.lastIndexOf('=') + 1)
                .strip()
                .replaceFirst("\\.$", "")
                .split("/", -1);
        return Double.parseDouble(fraction[0]) / (fraction.length == 1 ? 1 : Double.parseDouble(fraction[1]));
    }

    private Matcher named(String name, String is) {
        Matcher found = Pattern.compile("(?<![\\w\\\\])" + Pattern.quote(name) + "\\s*=\\s*" + is, Pattern.DOTALL)
                .matcher(text);
        assertThat(found.find()).as("%s = … on the page", name).isTrue();
        return found;
    }

    /** Whatever stands in round brackets and is nothing but numbers. */
    List<double[]> tuples() {
        return TUPLE.matcher(text).results().map(m -> split(m.group(1))).toList();
    }

    /** The matrices that are nothing but numbers. */
    List<double[]> matrices() {
        return Pattern.compile(MATRIX, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .filter(inside -> inside.matches("[-0-9.&\\s\\\\]*"))
                .map(DocsPage::split)
                .toList();
    }

    /** The cells of the table's row that begins with this cell. */
    List<String> row(String first) {
        String line = text.lines()
                .filter(l -> l.startsWith("| " + first + " |"))
                .findFirst()
                .orElseThrow();
        List<String> cells = new ArrayList<>(Arrays.asList(line.split("\\|", -1)));
        return cells.subList(2, cells.size() - 1).stream()
                .map(cell -> cell.strip().replace('−', '-'))
                .toList();
    }

    /** The same as numbers. */
    double[] numbersOfRow(String first) {
        return row(first).stream().mapToDouble(Double::parseDouble).toArray();
    }

    private static double[] split(String numbers) {
        return Arrays.stream(numbers.strip().split("\\s*(?:&|,|\\\\mid|\\\\\\\\)\\s*", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
