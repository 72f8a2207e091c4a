package org.pellucid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps docs and code in step: a code block after {@code <!-- region: File.java name -->} is that region of the source,
 * less its common indentation (files of the textbook by their name, others as {@code engine/File.java}); links lead to files and headings that are there.
 */
class DocsTest {
    private static final Path DOCS = Path.of("docs");
    private static final Path SOURCES = Path.of("src/main/java/org/pellucid");
    private static final List<String> HEADINGS =
            List.of("Idea", "Forward", "Backward", "In code", "Worked example", "Cost");

    private static final Pattern BLOCK =
            Pattern.compile("<!-- region: (\\S+) (\\S+) -->\\n```java\\n(.*?)```\\n", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCE = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern DISPLAYED = Pattern.compile("\\$\\$(.*?)\\$\\$", Pattern.DOTALL);

    private static List<Path> pages() {
        return markdown(DOCS);
    }

    /** Those, and the ones that stand beside what they describe. */
    private static List<Path> linked() {
        List<Path> pages = new ArrayList<>(pages());
        for (String folder : List.of(".", "bench", "data")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .map(Path::normalize)
                        .sorted()
                        .forEach(pages::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    /** Folders with code. */
    private static List<Path> packages() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> operations() {
        return markdown(DOCS.resolve("ops"));
    }

    private static List<Path> markdown(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void codeIsThatOfTheSource(Path page) throws IOException {
        String text = Files.readString(page);
        Matcher block = BLOCK.matcher(text);
        int found = 0;
        while (block.find()) {
            found++;
            assertThat(block.group(3))
                    .as("%s, region %s of %s", page, block.group(2), block.group(1))
                    .isEqualTo(region(source(block.group(1)), block.group(2)));
        }
        assertThat(found)
                .as("blocks of %s that are marked, and then well formed", page)
                .isEqualTo(text.split("<!-- region:", -1).length - 1);
    }

    @ParameterizedTest
    @MethodSource("linked")
    void linksLeadSomewhere(Path page) throws IOException {
        Matcher link = LINK.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""));
        while (link.find()) {
            String target = link.group(1);
            if (target.startsWith("https://") || target.startsWith("http://")) {
                continue;
            }
            int hash = target.indexOf('#');
            String file = hash < 0 ? target : target.substring(0, hash);
            Path path = file.isEmpty() ? page : page.resolveSibling(file).normalize();
            assertThat(path).as("%s in %s", target, page).exists();
            if (hash >= 0) {
                assertThat(anchors(path)).as("%s in %s", target, page).contains(target.substring(hash + 1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyPackageSaysWhatItIs(Path folder) throws IOException {
        assertThat(Files.readString(folder.resolve("package-info.java")))
                .containsPattern("(?s)^/\\*\\*\\s.*\\.\\s+\\*/\\s+package ");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationHasTheSameHeadings(Path page) throws IOException {
        List<String> headings = Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();

        assertThat(headings).as(page.toString()).isEqualTo(HEADINGS);
    }

    /**
     * GitHub hands a formula to MathJax after Markdown has taken the backslash off a comma, a brace or any other sign, within
     * single dollars at least; and a formula that is not whole shows as text.
     */
    @ParameterizedTest
    @MethodSource("pages")
    void formulasAreWhole(Path page) throws IOException {
        String text = CODE.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""))
                .replaceAll("");
        Matcher displayed = DISPLAYED.matcher(text);
        while (displayed.find()) {
            assertThat(isWhole(displayed.group(1)))
                    .as("%s in %s", displayed.group(), page)
                    .isTrue();
        }
        // A formula ends with its paragraph, and in a table with its row.
        String rows = displayed.replaceAll("").replaceAll("(?m)^\\|.*$", "$0\n");
        for (String paragraph : rows.split("\\n\\s*\\n", -1)) {
            String[] parts = paragraph.split("\\$", -1);
            assertThat(parts.length % 2)
                    .as("dollars come in pairs in %s: %s", page, paragraph)
                    .isEqualTo(1);
            for (int i = 1; i < parts.length; i += 2) {
                assertThat(isWhole(parts[i]) && !parts[i].isBlank() && parts[i].equals(parts[i].strip()))
                        .as("$%s$ in %s", parts[i], page)
                        .isTrue();
                assertThat(parts[i]).as("$%s$ in %s", parts[i], page).doesNotContainPattern("\\\\\\p{Punct}");
            }
        }
    }

    private static boolean isWhole(String formula) {
        int depth = 0;
        for (char c : formula.replace("\\\\", "").toCharArray()) {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0
                && formula.split("\\\\begin\\{", -1).length == formula.split("\\\\end\\{", -1).length
                && formula.split("\\\\left(?!arrow)", -1).length == formula.split("\\\\right(?!arrow)", -1).length;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theIndexNamesEveryPage(Path page) throws IOException {
        String relative = DOCS.relativize(page).toString().replace('\\', '/');

        assertThat("(README.md)" + Files.readString(DOCS.resolve("README.md"))).contains("(" + relative + ")");
    }

    /** A file of the textbook, or of another package if its folder is named: {@code engine/Dense.java}. */
    private static Path source(String name) {
        return SOURCES.resolve(name.contains("/") ? name : "textbook/" + name);
    }

    private static String region(Path source, String name) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(source)) {
            if (line.strip().equals("// region:" + name)) {
                inside = true;
            } else if (inside && line.strip().equals("// end")) {
                return String.join("\n", lines).stripIndent() + "\n";
            } else if (inside) {
                lines.add(line);
            }
        }
        throw new AssertionError(source + " has no region " + name + " that begins and ends");
    }

    /** The anchors that GitHub makes of headings. */
    private static List<String> anchors(Path page) throws IOException {
        return FENCE.matcher(Files.readString(page))
                .replaceAll("")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}
