package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps pasted sessions true: a block after {@code <!-- session -->} holds a command and what it prints. A line of {@code …} alone
 * stands for any number of lines.
 */
class DocsSessionsTest {
    private static final Path PAGE = Path.of("docs/microscope.md");
    private static final Pattern SESSION =
            Pattern.compile("<!-- session -->\\n```\\n\\$ ./pellucid ([^\\n]+)\\n(.*?)\\n```\\n", Pattern.DOTALL);

    private static List<MatchResult> sessions() throws IOException {
        String text = Files.readString(PAGE);
        List<MatchResult> found = SESSION.matcher(text).results().toList();
        assertThat(found).hasSize(text.split("<!-- session -->", -1).length - 1).isNotEmpty();
        return found;
    }

    private static List<String> commands() throws IOException {
        return sessions().stream().map(session -> session.group(1)).toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theProgramPrintsWhatThePageShows(String command) throws IOException {
        String shown = sessions().stream()
                .filter(session -> session.group(1).equals(command))
                .map(session -> session.group(2))
                .findFirst()
                .orElseThrow();
        Terminal terminal = new Terminal();

        int code = terminal.run(command.split(" ", -1));

        assertThat(terminal.err()).isEmpty();
        assertThat(code).isZero();
        String printed = terminal.out().stripTrailing() + "\n";
        if (!Pattern.matches(pattern(shown), printed)) {
            assertThat(printed).isEqualTo(shown); // to see the difference
        }
    }

    private static String pattern(String shown) {
        List<String> parts = new ArrayList<>();
        for (String line : shown.split("\n", -1)) {
            parts.add(line.equals("…") ? "(?:.*\\n)*" : Pattern.quote(line) + "\\n");
        }
        return String.join("", parts);
    }
}
