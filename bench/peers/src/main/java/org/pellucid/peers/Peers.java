package org.pellucid.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The same work by all sides, in turn: checks that they compute the same, then rates and ratios. */
public final class Peers {
    /** Of the largest logit, and of the loss: single precision, summed in other orders, through up to 80 layers. */
    private static final double TOLERANCE = 1e-3;

    private static final int WARM_UP_ROUNDS = 3;

    private final Options options;
    private final List<Player> players = new ArrayList<>();

    private Peers(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException {
        try {
            new Peers(Options.of(arguments, 7, 2)).run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("peers: " + e.getMessage());
            System.exit(2);
        }
    }

    private void run() {
        Task task = options.task();
        print(
                "%s, %s, batch %d, %s; %d rounds of %.1f s in turn, after %d to warm up",
                task.model(),
                task.train() ? "train" : "infer",
                task.batch(),
                task.threads() == 1 ? "1 thread" : task.threads() + " threads",
                options.rounds(),
                options.seconds(),
                WARM_UP_ROUNDS);
        print("%s, %d processors", cpu(), Runtime.getRuntime().availableProcessors());
        try {
            options.sides().forEach(side -> players.addAll(start(side)));
            players.forEach(player -> print("%-16s  %s", player.name(), player.ask("describe")));
            check();
            Steal before = Steal.now();
            long began = System.nanoTime();
            for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
                if (round == 0) {
                    players.forEach(player -> player.rounds().clear());
                    before = Steal.now();
                    began = System.nanoTime();
                }
                players.forEach(player -> player.play(options.seconds()));
            }
            double own = players.stream()
                    .flatMap(player -> player.rounds().stream())
                    .mapToDouble(Player.Round::cpu)
                    .sum();
            report();
            print(
                    "meanwhile         %s",
                    Steal.now()
                            .since(
                                    before,
                                    own,
                                    (System.nanoTime() - began) * 1e-9,
                                    Runtime.getRuntime().availableProcessors()));
        } finally {
            players.forEach(Player::close);
        }
    }

    private List<Player> start(String side) {
        List<String> words = options.task().words();
        List<Path> jdks = options.jdks();
        Path newest = jdks.get(0);
        switch (side) {
            case "pellucid":
                return jdks.stream()
                        .map(jdk -> Player.start(
                                jdk.equals(newest) ? "pellucid" : "pellucid-" + options.version(jdk),
                                jdk,
                                PellucidSide.class,
                                options.jvm(jdk),
                                Map.of(),
                                words))
                        .toList();
            case "djl":
                return List.of(Player.start(side, newest, DjlSide.class, options.jvm(newest), Map.of(), words));
            case "djl-malloc":
                // glibc gives large blocks back at once and asks for them again: PyTorch is faster if it keeps them.
                Map<String, String> keep = Map.of(
                        "MALLOC_MMAP_THRESHOLD_", "1073741824",
                        "MALLOC_TRIM_THRESHOLD_", "1073741824",
                        "MALLOC_TOP_PAD_", "67108864");
                return List.of(Player.start(side, newest, DjlSide.class, options.jvm(newest), keep, words));
            case "onnx":
                return List.of(Player.start(side, newest, OnnxSide.class, options.jvm(newest), Map.of(), words));
            case "dl4j":
                Path oldest = jdks.get(jdks.size() - 1); // it is of 2022
                return List.of(Player.start(
                        side,
                        oldest,
                        System.getProperty("peers.dl4j"),
                        "org.pellucid.peers.Dl4jSide",
                        options.jvm(oldest),
                        Map.of(
                                "OMP_NUM_THREADS",
                                Integer.toString(options.task().threads())),
                        words));
            case "peak":
                return List.of(Player.start(side, newest, PeakSide.class, options.jvm(newest), Map.of(), words));
            default:
                throw new IllegalArgumentException(
                        "--sides expects some of pellucid, djl, djl-malloc, onnx, dl4j, peak but gets '" + side + "'");
        }
    }

    /** All sides against the first: the same weights must give the same logits, and training the same losses. */
    private void check() {
        double[] logits = players.get(0).numbers("logits");
        double[] losses = options.task().train() ? players.get(0).numbers("losses") : null;
        double worst = 0;
        double worstLoss = 0;
        for (Player player : players.subList(1, players.size())) {
            if (player.name().equals("peak")) {
                continue;
            }
            worst = Math.max(worst, compare(player, "logits", logits, player.numbers("logits")));
            if (losses != null) {
                worstLoss = Math.max(worstLoss, compare(player, "losses", losses, player.numbers("losses")));
            }
        }
        print(
                "checked           logits agree within %.1e of the largest%s",
                worst,
                losses == null ? "" : String.format(Locale.ROOT, ", the losses of four steps within %.1e", worstLoss));
    }

    private double compare(Player player, String what, double[] expected, double[] actual) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double worst = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
            worst = Math.max(worst, Math.abs(expected[i] - actual[i]) / largest);
        }
        if (!(worst <= TOLERANCE)) {
            throw new IllegalStateException(player.name() + " computes other " + what + " than "
                    + players.get(0).name()
                    + ", by " + worst + " of the largest: not worth timing\n  " + Arrays.toString(expected) + "\n  "
                    + Arrays.toString(actual));
        }
        return worst;
    }

    private void report() {
        Player ours = players.get(0);
        double flops = options.task().flops();
        print("");
        print(
                "%-16s  %10s  %21s  %12s  %17s  %17s",
                "side", "images/s", "slowest … fastest", "CPU ms/image", "by the clock", "by CPU time");
        for (Player player : players) {
            boolean peak = player.name().equals("peak");
            // The peak counts in GFLOP; as images it is what no sum, computed as defined, can pass.
            double scale = peak ? 1e9 / flops : 1;
            double[] rates = rates(player, r -> scale * r.rate());
            double cpu = median(rates(player, r -> r.cpuPerWork() / scale));
            String clock = "";
            String processor = "";
            if (player != ours) {
                clock = ratio(i -> ours.rounds().get(i).rate()
                        / (scale * player.rounds().get(i).rate()));
                processor = ratio(i -> player.rounds().get(i).cpuPerWork()
                        / scale
                        / ours.rounds().get(i).cpuPerWork());
            }
            print(
                    "%-16s  %,10.0f  %,9.0f … %,9.0f  %12.3f  %17s  %17s",
                    peak ? "direct limit" : player.name(),
                    median(rates),
                    Arrays.stream(rates).min().orElseThrow(),
                    Arrays.stream(rates).max().orElseThrow(),
                    1e3 * cpu,
                    clock,
                    processor);
            if (peak) {
                print(
                        "%-16s  (%.0f GFLOP/s measured; %.1f MFLOP an image)",
                        "", median(rates(player, Player.Round::rate)), 1e-6 * flops);
            }
        }
        print("");
        print(
                "The two columns on the right: %s's speed over that side's, medians of the rounds' own ratios;",
                ours.name());
        print("above 1 it is the faster.");
        verdict(ours);
    }

    /** Wins and losses in the same words. */
    private void verdict(Player ours) {
        for (Player player : players) {
            if (player == ours || player.name().equals("peak") || player.name().startsWith("pellucid")) {
                continue;
            }
            double[] ratios = new double[options.rounds()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = ours.rounds().get(i).rate() / player.rounds().get(i).rate();
            }
            double ratio = median(ratios);
            print("%s than %s by the clock: %.2f", ratio >= 1 ? "faster" : "SLOWER", player.name(), ratio);
        }
    }

    private interface PerRound {
        double at(int round);
    }

    private String ratio(PerRound perRound) {
        double[] ratios = new double[options.rounds()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = perRound.at(i);
        }
        Arrays.sort(ratios);
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median(ratios), ratios[0], ratios[ratios.length - 1]);
    }

    private static double[] rates(Player player, Function<Player.Round, Double> of) {
        return player.rounds().stream().mapToDouble(of::apply).toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static String cpu() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException elsewhereThanOnLinux) {
            return System.getProperty("os.arch");
        }
    }

    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
