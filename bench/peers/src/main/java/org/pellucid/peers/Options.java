package org.pellucid.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param task the work
 * @param sides who takes turns, ours first
 * @param jdks homes, the newest first; ours runs on each, the others on the first
 * @param rounds measured
 * @param seconds of a round, at least
 */
record Options(Task task, List<String> sides, List<Path> jdks, int rounds, double seconds) {
    /**
     * @param rounds unless the arguments say otherwise
     * @param seconds the same
     */
    static Options of(String[] arguments, int rounds, double seconds) {
        String model = "seed";
        String mode = "train";
        int batch = 64;
        int threads = Runtime.getRuntime().availableProcessors();
        String sides = null;
        int askedRounds = rounds;
        double askedSeconds = seconds;
        List<Path> jdks = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " expects a value");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--model" -> model = value;
                case "--mode" -> mode = value;
                case "--batch" -> batch = Integer.parseInt(value);
                case "--threads" -> threads = Integer.parseInt(value);
                case "--sides" -> sides = value;
                case "--rounds" -> askedRounds = Integer.parseInt(value);
                case "--seconds" -> askedSeconds = Double.parseDouble(value);
                case "--jdk" -> jdks.add(Path.of(value));
                default ->
                    throw new IllegalArgumentException("unknown option " + arguments[i]
                            + ": expects --model, --mode, --batch, --threads, --sides, --rounds, --seconds or --jdk");
            }
        }
        if (!mode.equals("train") && !mode.equals("infer")) {
            throw new IllegalArgumentException("--mode expects train or infer but gets '" + mode + "'");
        }
        if (jdks.isEmpty()) {
            jdks.add(Path.of(System.getProperty("java.home")));
        }
        boolean train = mode.equals("train");
        if (sides == null) {
            sides = train ? "pellucid,djl,djl-malloc,peak" : "pellucid,djl,djl-malloc,onnx,peak";
        }
        if (!sides.startsWith("pellucid")) {
            throw new IllegalArgumentException("--sides begins with pellucid, which the others are compared with");
        }
        Task task = new Task(model, train, batch, threads, true);
        return new Options(task, List.of(sides.split(",", -1)), jdks, askedRounds, askedSeconds);
    }

    /** The major version of a JDK. */
    int version(Path jdk) {
        try {
            for (String line : Files.readAllLines(jdk.resolve("release"))) {
                if (line.startsWith("JAVA_VERSION=")) {
                    return Integer.parseInt(line.replaceAll("^JAVA_VERSION=\"?(\\d+).*", "$1"));
                }
            }
        } catch (IOException unreadable) {
            // then as old as we know
        }
        return 17;
    }

    /** What a JDK needs beside the module of vectors: newer ones warn of native libraries loaded without leave. */
    List<String> jvm(Path jdk) {
        List<String> options = new ArrayList<>();
        if (version(jdk) >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (version(jdk) >= 24) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        options.add("-Dai.djl.offline=true");
        return options;
    }
}
