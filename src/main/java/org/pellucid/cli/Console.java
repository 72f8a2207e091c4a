package org.pellucid.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import picocli.CommandLine.Help.Ansi;

/**
 * Where the commands print: results to one writer, progress and notes to the other.
 *
 * <p>On a terminal, progress is one line that is written over and over; elsewhere it stays silent, and only what would
 * remain on a terminal is printed.
 */
final class Console {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final long PATIENCE_NANOS = 500_000_000;
    private static final String ERASE = "\r\033[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final int width;
    private final Ansi ansi;
    private final String command;
    private long drawn = System.nanoTime() - REDRAW_NANOS;
    private boolean lineOpen;

    /**
     * @param terminal whether {@code err} is one, so that lines may be written over
     * @param width of the terminal in columns
     * @param ansi whether colours are wanted
     * @param command what the user types to start the program, for advice
     */
    Console(PrintWriter out, PrintWriter err, boolean terminal, int width, Ansi ansi, String command) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.width = width;
        this.ansi = ansi;
        this.command = command;
    }

    /** What the user types to start the program. */
    String command() {
        return command;
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** A line of the result; may hold picocli's markup. */
    void result(String format, Object... values) {
        erase();
        out.println(ansi.string(values.length == 0 ? format : String.format(Locale.ROOT, format, values)));
        out.flush();
    }

    /** Text for machines: as it is, and nothing added. */
    void plain(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /** Asks for a line of input; the cursor stays behind it. */
    void prompt(String text) {
        erase();
        out.print(text);
        out.flush();
    }

    /** A line that stays but is not the result, such as that of a finished epoch; may hold picocli's markup. */
    void note(String format, Object... values) {
        erase();
        err.println(ansi.string(values.length == 0 ? format : String.format(Locale.ROOT, format, values)));
        err.flush();
    }

    /** Shows a line in place of the last shown, at most ten times a second; nothing off a terminal. */
    void show(String line) {
        long now = System.nanoTime();
        if (!terminal || now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        lineOpen = true;
        String cut = line.length() < width ? line : line.substring(0, Math.max(0, width - 1));
        err.print(ERASE + cut);
        err.flush();
    }

    /** Whether {@link #show} would draw now: spares the caller the making of the line. */
    boolean wantsLine() {
        return terminal && System.nanoTime() - drawn >= REDRAW_NANOS;
    }

    /** Takes the shown line away. */
    void erase() {
        if (lineOpen) {
            err.print(ERASE);
            err.flush();
            lineOpen = false;
        }
    }

    /** Progress of a step that may take long: a bar with the time left, once half a second has passed. */
    DoubleConsumer progress(String what) {
        long began = System.nanoTime();
        return done -> {
            long elapsed = System.nanoTime() - began;
            if (elapsed > PATIENCE_NANOS && wantsLine()) {
                show(what + "  " + bar(done, 24) + "  " + left(done, elapsed * 1e-9));
            }
        };
    }

    /** Such as {@code ━━━━━━╸───  62 %}. */
    static String bar(double done, int cells) {
        double share = Math.min(1, Math.max(0, done));
        int full = (int) (share * cells);
        String half = full < cells && share * cells - full >= 0.5 ? "╸" : "";
        return "━".repeat(full)
                + half
                + "─".repeat(cells - full - half.length())
                + String.format(Locale.ROOT, " %3.0f %%", 100 * share);
    }

    /** The time left, if all goes on as so far. */
    static String left(double done, double seconds) {
        return done <= 0 ? "ETA –" : "ETA " + time(seconds / done * (1 - done));
    }

    /** Such as {@code 0:07}, {@code 12:30} or {@code 1:02:03}. */
    static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 3600
                ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }

    /** Such as {@code 1 thread} or {@code 12,000 threads}. */
    static String count(long n, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", n, thing, n == 1 ? "" : "s");
    }
}
