package org.pellucid.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One picture by a process that starts from nothing: {@code pellucid predict}, and the same through DJL, in turn. */
public final class ColdStart {
    private static final int RUNS = 9;

    private ColdStart() {}

    /** @param arguments a JDK, the launcher, the folder of a model, a picture */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String jdk = arguments[0];
        List<String> task = List.of(arguments[2], arguments[3]);
        List<String> ours = new ArrayList<>(List.of(arguments[1], "predict", "--model"));
        ours.addAll(task);
        List<String> djl = new ArrayList<>(List.of(
                jdk + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                DjlPredict.class.getName()));
        djl.addAll(task);
        double[] a = new double[RUNS];
        double[] b = new double[RUNS];
        seconds(ours, jdk); // makes its archive of classes, and fills the system's caches
        seconds(djl, jdk);
        for (int run = 0; run < RUNS; run++) {
            a[run] = seconds(ours, jdk);
            b[run] = seconds(djl, jdk);
        }
        double[] ratios = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            ratios[run] = b[run] / a[run];
        }
        System.out.printf(
                Locale.ROOT,
                "one picture, cold processes in turn, medians of %d: pellucid %.2f s, DJL %.2f s, ratio %.1f%n",
                RUNS,
                Peers.median(a),
                Peers.median(b),
                Peers.median(ratios));
    }

    private static double seconds(List<String> command, String jdk) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PELLUCID_JAVA", jdk);
        builder.redirectOutput(
                Path.of(System.getProperty("peers.logs"), "cold.log").toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        long began = System.nanoTime();
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
        }
        return 1e-9 * (System.nanoTime() - began);
    }
}
