package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ConsoleTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(out), new PrintWriter(err), terminal, 20, Ansi.OFF, "pellucid");
    }

    @Test
    void aTerminalSeesTheLiveLineCutToItsWidth() {
        console(true).show("0123456789012345678901234567890");
        assertThat(err).hasToString("\r\033[K0123456789012345678");
    }

    @Test
    void theLiveLineMakesRoomForWhatStays() {
        Console console = console(true);
        console.show("going");
        console.note("gone");
        assertThat(err).hasToString("\r\033[Kgoing\r\033[Kgone" + System.lineSeparator());
    }

    @Test
    void elsewhereThereIsNoLiveLine() {
        Console console = console(false);
        console.show("going");
        console.note("gone");
        assertThat(err).hasToString("gone" + System.lineSeparator());
    }

    @Test
    void resultsGoToTheOtherWriter() {
        console(true).result("%d @|bold of|@ %d", 1, 2);
        assertThat(out).hasToString("1 of 2" + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void barFillsUp() {
        assertThat(Console.bar(0, 4)).isEqualTo("────   0 %");
        assertThat(Console.bar(0.375, 4)).isEqualTo("━╸──  38 %");
        assertThat(Console.bar(1, 4)).isEqualTo("━━━━ 100 %");
    }

    @Test
    void timeLeftFollowsFromTimeSpent() {
        assertThat(Console.left(0.25, 30)).isEqualTo("ETA 1:30");
        assertThat(Console.left(0, 30)).isEqualTo("ETA –");
        assertThat(Console.time(3723)).isEqualTo("1:02:03");
    }
}
