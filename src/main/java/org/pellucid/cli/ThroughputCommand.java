package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.pellucid.engine.Options;
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
        footer = {
            "",
            "Examples:",
            "  pellucid throughput --model seed --batch 64 --threads 2 --mode train",
            "  pellucid throughput --threads 2 --against 1 --rounds 41 --seconds 0.3"
        })
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

    @Option(
            names = "--against",
            paramLabel = "N",
            description =
                    "measure on N threads too, rounds in turn, and tell how many times as fast --threads is; and, where"
                            + " --threads is a multiple of N, of as many networks side by side, which is what the machine gives"
                            + " (default: no)")
    private Integer against;

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
        List<Side> sides = sides(threads);
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
        double[][] rates = measure(spec, machine.options(selection), sides);
        for (int i = 0; i < sides.size(); i++) {
            double median = Throughput.median(rates[i]);
            console.result(
                    "%s: median %,.1f images/s of %d rounds (%,.1f to %,.1f); %.2f ms a step",
                    sides.get(i).name(),
                    median,
                    rounds,
                    StatUtils.min(rates[i]),
                    StatUtils.max(rates[i]),
                    1000 * batch * sides.get(i).networks() / median);
        }
        if (against != null) {
            console.result("%d against %d: %s", threads, against, ratio(rates[0], rates[1]));
        }
        if (sides.size() > 2) {
            console.result("side by side against %d: %s", against, ratio(rates[2], rates[1]));
            console.result("%d against side by side: %s", threads, ratio(rates[0], rates[2]));
        }
        console.plain(String.format(Locale.ROOT, "images_per_s=%.1f", Throughput.median(rates[0])));
        return Failures.OK;
    }

    /** Networks that run at the same time, each on threads of its own. */
    private record Side(int networks, int threads) {
        String name() {
            String each = threads + (threads == 1 ? " thread" : " threads");
            return networks == 1 ? each : networks + " networks side by side, each on " + each;
        }
    }

    private List<Side> sides(int threads) {
        List<Side> sides = new ArrayList<>(List.of(new Side(1, threads)));
        if (against != null) {
            int fewer = MachineOptions.threads("--against", against);
            sides.add(new Side(1, fewer));
            if (threads > fewer && threads % fewer == 0) {
                sides.add(new Side(threads / fewer, fewer));
            }
        }
        return sides;
    }

    private static String ratio(double[] rates, double[] base) {
        double[] ratios = IntStream.range(0, rates.length)
                .mapToDouble(round -> rates[round] / base[round])
                .toArray();
        return String.format(
                Locale.ROOT,
                "%.2f times as fast, the median of rounds in turn (quartiles %.2f–%.2f)",
                Throughput.median(ratios),
                StatUtils.percentile(ratios, 25),
                StatUtils.percentile(ratios, 75));
    }

    /** Pictures a second of each side in each round; a round of each, then the next of each. */
    private double[][] measure(NetworkSpec spec, Options options, List<Side> sides) {
        double[][] rates = new double[sides.size()][rounds];
        List<SideBySide> running = new ArrayList<>();
        try {
            for (Side side : sides) {
                List<Throughput> networks = Stream.generate(() ->
                                new Throughput(spec, options.threads(side.threads()), batch, mode.equals("train")))
                        .limit(side.networks())
                        .toList();
                running.add(new SideBySide(networks, batch));
            }
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                for (int i = 0; i < running.size(); i++) {
                    // Who comes second finds the machine as the first has left it: so they take turns at that, too.
                    int side = round % 2 == 0 ? i : running.size() - 1 - i;
                    double rate = running.get(side).round(seconds);
                    if (round >= 0) {
                        rates[side][round] = rate;
                    }
                }
                console.show(
                        round < 0
                                ? "warm-up " + (round + WARM_UP_ROUNDS + 1) + " of " + WARM_UP_ROUNDS
                                : String.format(
                                        Locale.ROOT,
                                        "round %d of %d: %,.1f images/s",
                                        round + 1,
                                        rounds,
                                        rates[0][round]));
            }
        } finally {
            running.forEach(SideBySide::close);
        }
        return rates;
    }
}
