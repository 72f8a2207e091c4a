package org.pellucid.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Matrix products by all libraries, in turn, one thread: GFLOP/s, and ours over each. */
public final class GemmPeers {
    /** 512³, and the products of seed: im2col, dense layers and their gradients. */
    private static final List<String> SHAPES = List.of(
            "N N 512 512 512",
            "N N 32 2304 9",
            "N N 64 576 288",
            "N N 128 144 576",
            "N N 2304 32 9",
            "N N 576 64 288",
            "N N 576 128 576",
            "T N 288 64 576",
            "N T 576 288 64",
            "N N 64 256 4608",
            "N T 64 256 4608",
            "T N 256 4608 64");

    private static final List<String> SIDES = List.of("vector", "openblas", "jblas", "netlib", "reference", "peak");
    private static final int WARM_UP_ROUNDS = 3;

    private GemmPeers() {}

    public static void main(String[] arguments) throws IOException {
        try {
            run(Options.of(arguments, 15, 0.1));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("peers: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void run(Options options) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "matrix products, 1 thread; %d rounds of all shapes, %.1f s each and in turn, after %d to warm up; GFLOP a second of processor time%n%s, JDK %d%n",
                options.rounds(),
                options.seconds(),
                WARM_UP_ROUNDS,
                Peers.cpu(),
                options.version(options.jdks().get(0)));
        List<Player> players = new ArrayList<>();
        try {
            for (String side : SIDES) {
                players.add(start(side, options));
            }
            players.forEach(player -> player.numbers("0 " + SHAPES.get(0)));
            for (String side : List.of("openblas", "jblas")) {
                System.out.printf("%s takes the kernels for %s%n", side, core(side));
            }
            List<Rates> shapes = SHAPES.stream()
                    .map(shape -> new Rates(shape, players.size(), options.rounds()))
                    .toList();
            boolean shown = Boolean.getBoolean("peers.progress"); // on a terminal, not in a file
            // All shapes in every round: a neighbour's minute of work then costs each a round, and none its median.
            for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
                if (shown) {
                    System.err.printf(
                            "\rround %d of %d ", round + 1 + WARM_UP_ROUNDS, options.rounds() + WARM_UP_ROUNDS);
                }
                for (Rates rates : shapes) {
                    rates.measure(players, options.seconds(), round);
                }
            }
            if (shown) {
                System.err.print("\r                    \r");
            }
            System.out.printf("%n%-18s", "op op    m    n    k");
            SIDES.forEach(side -> System.out.printf("%11s", side));
            System.out.printf("   %s%n", "vector/openblas  slowest … fastest  by the clock  vector/peak");
            shapes.forEach(Rates::print);
        } finally {
            players.forEach(Player::close);
        }
    }

    private static Player start(String side, Options options) {
        Map<String, String> environment = switch (side) {
            case "jblas" -> {
                String core = System.getenv("PEERS_JBLAS_CORE");
                yield core == null
                        ? Map.of("OPENBLAS_VERBOSE", "2")
                        : Map.of("OPENBLAS_CORETYPE", core, "OPENBLAS_VERBOSE", "2");
            }
            case "openblas" -> Map.of("OPENBLAS_NUM_THREADS", "1", "OPENBLAS_VERBOSE", "2");
            default -> Map.of();
        };
        Path jdk = options.jdks().get(0);
        return Player.start(side, jdk, GemmSide.class, options.jvm(jdk), environment, List.of(side));
    }

    /** Whose kernels an OpenBLAS chose, as it says itself when asked to be verbose. */
    private static String core(String side) throws IOException {
        return Files.readAllLines(Player.log(side)).stream()
                .filter(line -> line.startsWith("Core: "))
                .map(line -> line.substring("Core: ".length()))
                .findFirst()
                .orElse("a processor that it does not name");
    }

    /** What all sides did of one shape, round by round. */
    private static final class Rates {
        private final String shape;
        private final double[][] clock;
        private final double[][] cpu;

        Rates(String shape, int sides, int rounds) {
            this.shape = shape;
            clock = new double[sides][rounds];
            cpu = new double[sides][rounds];
        }

        /** One round; those before 0 warm up. */
        void measure(List<Player> players, double seconds, int round) {
            for (int i = 0; i < players.size(); i++) {
                double[] rates = players.get(i).numbers(seconds + " " + shape);
                if (round >= 0) {
                    clock[i][round] = rates[0];
                    cpu[i][round] = rates[1];
                }
            }
        }

        void print() {
            System.out.printf("%s  %s %5s%5s%5s", (Object[]) shape.split(" ", -1));
            for (double[] rates : cpu) {
                System.out.printf(Locale.ROOT, "%11.1f", Peers.median(rates));
            }
            double[] overOpenBlas = ratios(cpu[0], cpu[1]);
            System.out.printf(
                    Locale.ROOT,
                    "   %15.2f  %17s  %12.2f  %11.2f%n",
                    Peers.median(overOpenBlas),
                    String.format(
                            Locale.ROOT,
                            "%.2f … %.2f",
                            Arrays.stream(overOpenBlas).min().orElseThrow(),
                            Arrays.stream(overOpenBlas).max().orElseThrow()),
                    Peers.median(ratios(clock[0], clock[1])),
                    Peers.median(ratios(cpu[0], cpu[cpu.length - 1])));
        }

        private static double[] ratios(double[] ours, double[] theirs) {
            double[] ratios = ours.clone();
            Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
            return ratios;
        }
    }
}
