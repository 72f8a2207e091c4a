package org.pellucid.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pellucid.inspect.Scene;
import org.pellucid.inspect.trace.Trace;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.trace.TracePage;
import org.pellucid.report.trace.TraceText;
import org.pellucid.report.trace.TraceTree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "trace",
        sortOptions = false,
        description = {
            "Shows one training step whole: of every layer its shapes, formulas, statistics, values and gradients, and some of its"
                    + " numbers taken apart, with the slope of the loss measured beside each gradient.",
            "",
            "As text, as JSON, or as one HTML page that needs no network, to be read on a screen, a phone or paper.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid trace --model lenet",
            "  pellucid trace --html --out step.html",
            "  pellucid trace --model runs/first --image face.png --label happy --html --out face.html"
        })
final class TraceCommand implements Callable<Integer> {
    /** Multiplications that measuring slopes may cost: some half a minute. */
    private static final long BUDGET = 12_000_000_000L;

    private static final int VALUES = 1000;

    private final Console console;

    @Mixin
    private StepOptions source = new StepOptions();

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Option(names = "--html", description = "make a page (default if --out ends in .html)")
    private boolean html;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "write to a file instead (default: of a page trace.html)")
    private Path out;

    @Option(
            names = "--values",
            paramLabel = "N|all",
            description = "with --json, how many values of each tensor to list (default: " + VALUES + ")")
    private String values = String.valueOf(VALUES);

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description =
                    "threads that measure slopes; the numbers are the same at any number (default: one a processor)")
    private Integer threads;

    TraceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json && html) {
            throw new UsageException("expects one of --json and --html but gets both");
        }
        boolean page = html || (!json && out != null && out.toString().endsWith(".html"));
        int limit = limit();
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (workers < 1 || workers > 1024) {
            throw new UsageException("--threads expects 1 to 1024 but gets " + workers);
        }
        StepOptions.Taken taken = source.take(1, 0, console.progress("one step, forward and backward"));
        Scene scene = taken.scene();
        Trace trace = Trace.of(scene, taken.step(), BUDGET, workers, console.progress("tracing " + scene.model()));
        if (page) {
            write(out == null ? Path.of("trace.html") : out, TracePage.of(trace));
        } else if (json) {
            String text = MetricsJson.write(TraceTree.of(trace, limit));
            if (out == null) {
                console.plain(text);
            } else {
                write(out, text + "\n");
            }
        } else {
            text(trace);
        }
        return Failures.OK;
    }

    private int limit() {
        if (values.equals("all")) {
            return Integer.MAX_VALUE;
        }
        if (!values.matches("\\d{1,9}")) {
            throw new UsageException("--values expects a whole number, or all, but gets '" + values + "'");
        }
        return Integer.parseInt(values);
    }

    private void text(Trace trace) {
        StringBuilder text = new StringBuilder();
        text.append(trace.scene().model())
                .append(", ")
                .append(trace.scene().weights())
                .append('\n');
        for (int i = 0; i < trace.scene().pictures().size(); i++) {
            text.append("picture ")
                    .append(i)
                    .append(": ")
                    .append(trace.scene().pictures().get(i))
                    .append('\n');
        }
        trace.scene().notes().forEach(note -> text.append(note).append('\n'));
        TraceText.of(trace).forEach(line -> text.append(line).append('\n'));
        if (out == null) {
            console.plain(text.toString().stripTrailing());
        } else {
            write(out, text.toString());
        }
    }

    private void write(Path file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, bytes);
        console.result("%s  %,d kB", file, (bytes.length + 999) / 1000);
    }
}
