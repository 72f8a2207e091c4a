package org.pellucid.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** A side's own process: takes orders on standard input, one a line, and answers each with a line on standard output. */
final class Worker {
    private static final int LOSSES = 4;

    private Worker() {}

    /** Serves until standard input ends. Orders: {@code describe}, {@code logits}, {@code losses}, {@code round SECONDS}. */
    static void serve(String[] words, Side.Maker maker) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // libraries may talk
        Task task = Task.of(words);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Side side = maker.make(task)) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] parts = order.split(" ", -1);
                answers.println(
                        switch (parts[0]) {
                            case "describe" -> side.describe();
                            case "logits" -> join(side.logits());
                            case "losses" -> losses(task, maker);
                            case "round" -> round(side, Double.parseDouble(parts[1]));
                            default -> throw new IllegalArgumentException("no such order: " + order);
                        });
                answers.flush();
            }
        }
    }

    private static String join(float[] values) {
        StringJoiner joined = new StringJoiner(" ");
        for (float value : values) {
            joined.add(Float.toString(value));
        }
        return joined.toString();
    }

    /** A few steps on a network of its own, without dropout: gradients and optimiser must be right to follow them. */
    private static String losses(Task task, Side.Maker maker) {
        try (Side side = maker.make(task.withoutDropout())) {
            float[] losses = new float[LOSSES];
            for (int i = 0; i < LOSSES; i++) {
                losses[i] = (float) side.step();
            }
            return join(losses);
        }
    }

    /** Steps for at least so long: work done, seconds by the clock, seconds of processor time of all threads. */
    private static String round(Side side, double seconds) {
        long cpu = cpuNanos();
        long began = System.nanoTime();
        int steps = 0;
        double elapsed;
        do {
            side.step();
            steps++;
            elapsed = (System.nanoTime() - began) * 1e-9;
        } while (elapsed < seconds);
        return steps * side.work() + " " + elapsed + " " + (cpuNanos() - cpu) * 1e-9;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
