package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.pellucid.gemm.Selection;
import org.pellucid.model.Model;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.train.Throughput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "throughput",
        sortOptions = false,
        description = {
            "Measures how many pictures a second a network takes, on noise: warm-up rounds first, then the median of the"
                    + " measured ones. The last line is images_per_s=<number>.",
            "",
            "A training step is forward, loss, backward and Adam; an inference step is forward alone.",
            ""
        },
        footer = {"", "Example:", "  pellucid throughput --model seed --batch 64 --threads 2 --mode train"})
final class ThroughputCommand implements Callable<Integer> {
    private static final int WARM_UP_ROUNDS = 3;

    private final Console console;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|spec.json|DIR",
            description = "a named model, a network as JSON, or a folder that training wrote (default: seed)")
    private String model = TrainCommand.DEFAULT_MODEL;

    @Option(
            names = {"-b", "--batch"},
            paramLabel = "N",
            description = "pictures in a step (default: 64)")
    private int batch = 64;

    @Option(names = "--mode", paramLabel = "train|infer", description = "what a step is (default: train)")
    private String mode = "train";

    @Option(names = "--rounds", paramLabel = "N", description = "measured rounds (default: 7)")
    private int rounds = 7;

    @Option(names = "--seconds", paramLabel = "X", description = "least length of a round (default: 1)")
    private double seconds = 1;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    ThroughputCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!mode.equals("train") && !mode.equals("infer")) {
            throw new UsageException("--mode expects train or infer but gets '" + mode + "'");
        }
        if (batch < 1 || rounds < 1 || !(seconds > 0)) {
            throw new UsageException("--batch and --rounds expect at least 1 and --seconds more than 0 but get " + batch
                    + ", " + rounds + " and " + seconds);
        }
        int threads = machine.threads();
        NetworkSpec spec = Files.isDirectory(Path.of(model))
                ? Model.describe(Path.of(model)).spec()
                : Networks.of(model, 7);
        Selection selection = machine.select();
        Machine here = Machine.here();
        console.result(
                "%s, %s, batch %d, %d threads, backend %s (%s)",
                spec.name(),
                mode,
                batch,
                threads,
                selection.backend().name(),
                selection.probes().get(selection.probes().size() - 1).detail());
        console.result("%s, %d processors, JDK %s", here.cpu(), here.processors(), Runtime.version());
        double[] rates = new double[rounds];
        try (Throughput measured = new Throughput(spec, machine.options(selection), batch, mode.equals("train"))) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                console.show("warm-up " + (round + 1) + " of " + WARM_UP_ROUNDS);
                measured.round(seconds);
            }
            for (int round = 0; round < rounds; round++) {
                rates[round] = batch / measured.round(seconds);
                console.show(
                        String.format(Locale.ROOT, "round %d of %d: %,.1f images/s", round + 1, rounds, rates[round]));
            }
        }
        double median = Throughput.median(rates);
        double[] extremes = extremes(rates);
        console.result(
                "median %,.1f images/s of %d rounds (%,.1f to %,.1f); %.2f ms a step",
                median, rounds, extremes[0], extremes[1], 1000 * batch / median);
        console.plain(String.format(Locale.ROOT, "images_per_s=%.1f", median));
        return Failures.OK;
    }

    private static double[] extremes(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new double[] {least, most};
    }
}
