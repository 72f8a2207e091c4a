package org.pellucid.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "tour",
        sortOptions = false,
        description = {
            "A guided JShell session, from a tensor to a trained network. It stops after each paragraph: Enter goes on, and any"
                    + " Java that you type is run there, with all variables so far; /exit leaves.",
            "",
            "The script is docs/tour.jsh.",
            ""
        })
final class TourCommand implements Callable<Integer> {
    private static final String SCRIPT = "docs/tour.jsh";

    private final Console console;

    @Option(names = "--all", description = "do not stop")
    private boolean all;

    TourCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Tour tour = new Tour();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (List<String> paragraph : Tour.paragraphs(Files.readAllLines(script()))) {
                tour.walk(
                        paragraph,
                        line -> console.result("@|bold,cyan %s|@", line.strip()),
                        (result, gives) -> show(result));
                if (!all && !pause(tour, in)) {
                    return Failures.OK;
                }
            }
            while (!all && pause(tour, in)) {
                console.note("that was the last stop; /exit leaves");
            }
            return Failures.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LinkageError e) {
            throw new UsageException(
                    "the tour needs the module jdk.jshell, which this Java lacks: run it with a full JDK");
        }
    }

    private void show(Tour.Result result) {
        console.plain("    " + result.code().replace("\n", "\n    "));
        if (result.error() != null) {
            console.plain("  ! " + result.error());
        } else if (result.value() != null && !result.code().endsWith(";")) {
            console.plain("  → " + Tour.printed(result.value()).replace("\n", "\n    "));
        }
    }

    /** Runs what is typed until an empty line; false if the user leaves. */
    private boolean pause(Tour tour, BufferedReader in) throws IOException {
        while (true) {
            console.prompt("tour> ");
            String line = in.readLine();
            if (line == null || line.strip().equals("/exit") || line.strip().equals("/ex")) {
                return false;
            }
            if (line.isBlank()) {
                return true;
            }
            tour.evaluate(line).forEach(this::show);
        }
    }

    /** Beside the program, or where it was started. */
    private static Path script() throws IOException {
        Path here = Path.of(SCRIPT);
        try {
            Path program = Path.of(TourCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path root = program.getParent() == null ? null : program.getParent().getParent();
            if (root != null && Files.isRegularFile(root.resolve(SCRIPT))) {
                return root.resolve(SCRIPT);
            }
        } catch (URISyntaxException odd) {
            throw new IOException(odd);
        }
        if (!Files.isRegularFile(here)) {
            throw new UsageException(
                    "the tour is in " + SCRIPT + ", which is not here: start it from the project's folder");
        }
        return here;
    }
}
