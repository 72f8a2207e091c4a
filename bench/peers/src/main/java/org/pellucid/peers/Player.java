package org.pellucid.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A side in its process, as seen from the one that lets them take turns. */
final class Player implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter orders;
    private final List<Round> rounds = new ArrayList<>();

    /** What a round did: work, seconds by the clock, seconds of processor time. */
    record Round(double work, double seconds, double cpu) {
        double rate() {
            return work / seconds;
        }

        double cpuPerWork() {
            return cpu / work;
        }
    }

    Player(String name, Process process) {
        this.name = name;
        this.process = process;
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /**
     * Starts a process.
     *
     * @param jdk its home
     * @param main the side's class
     * @param environment variables besides those inherited
     * @param words for its main method
     */
    static Player start(
            String name,
            Path jdk,
            Class<?> main,
            List<String> options,
            Map<String, String> environment,
            List<String> words) {
        return start(name, jdk, System.getProperty("java.class.path"), main.getName(), options, environment, words);
    }

    /** The same on a class path of its own. */
    static Player start(
            String name,
            Path jdk,
            String classPath,
            String main,
            List<String> options,
            Map<String, String> environment,
            List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:ObjectAlignmentInBytes=64"));
        command.addAll(List.of("-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000", "-Xms1g", "-Xmx4g"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        // What a user set for his own programs must not slow a library that would choose better by itself.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("OPENBLAS_"));
        builder.environment().putAll(environment);
        builder.redirectError(
                Path.of(System.getProperty("peers.logs", "."), name + ".log").toFile());
        try {
            return new Player(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a side's process says what it has to say. */
    static Path log(String name) {
        return Path.of(System.getProperty("peers.logs", "."), name + ".log");
    }

    String name() {
        return name;
    }

    List<Round> rounds() {
        return rounds;
    }

    String ask(String order) {
        orders.println(order);
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException(name + " died at '" + order + "': see its log");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double[] numbers(String order) {
        return Arrays.stream(ask(order).split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    Round round(double seconds) {
        double[] n = numbers("round " + seconds);
        return new Round(n[0], n[1], n[2]);
    }

    void play(double seconds) {
        rounds.add(round(seconds));
    }

    @Override
    public void close() {
        orders.close();
        process.destroy();
    }
}
