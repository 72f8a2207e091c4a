package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TourTest {
    private static final Path SCRIPT = Path.of("docs/tour.jsh");

    @Test
    void everySnippetIsTakenAndGivesWhatTheScriptSays() throws IOException {
        List<String> lines = Files.readAllLines(SCRIPT);
        List<String> checked = new ArrayList<>();
        try (Tour tour = new Tour()) {
            for (List<String> paragraph : Tour.paragraphs(lines)) {
                tour.walk(paragraph, prose -> {}, (result, gives) -> {
                    assertThat(result.error()).as(result.code()).isNull();
                    if (gives != null) {
                        assertThat(result.value()).as(result.code()).isEqualTo(gives);
                        checked.add(result.code());
                    }
                });
            }
        }

        long said = lines.stream().filter(line -> line.startsWith(Tour.GIVES)).count();
        assertThat(checked).hasSize((int) said).hasSizeGreaterThan(15);
    }

    @Test
    void aSnippetThatFailsSaysWhy() {
        try (Tour tour = new Tour()) {
            assertThat(tour.evaluate("int i = \"no\";").get(0).error()).contains("incompatible types");
            assertThat(tour.evaluate("new int[0][3]").get(0).error()).isNull();
            assertThat(tour.evaluate("int[] none = {}; none[1]").get(1).error()).contains("out of bounds");
        }
    }

    @Test
    void paragraphsEndAtBlankLinesButNotWithinBraces() {
        assertThat(Tour.paragraphs(List.of("// {", "int f() {", "", "}", "", "f()")))
                .containsExactly(List.of("// {", "int f() {", "", "}"), List.of("f()"));
    }

    @Test
    void textIsShownAsItWouldBePrinted() {
        assertThat(Tour.printed("\"a\\n  b\\n\"")).isEqualTo("a\n  b");
        assertThat(Tour.printed("\"a\"")).isEqualTo("\"a\"");
    }
}
