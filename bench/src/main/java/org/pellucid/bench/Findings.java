package org.pellucid.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.engine.ConvChoice;

/** What the results of one JDK say of convolutions: rates of each direction, against the limits measured in the same run. */
final class Findings {
    private final String jdk;
    private final List<Result> results;
    private final List<Row> rows = new ArrayList<>();

    /**
     * One convolution computed one way; rates in GFLOP/s.
     *
     * @param c what was measured
     * @param forward rate
     * @param parameters rate of backward to the parameters
     * @param input rate of backward to the input: both backward passes less the other one; NaN where that tells nothing
     * @param bytes allocated a call, the most of the three
     * @param allocation megabytes a second, likewise
     */
    record Row(ConvolutionCase c, double forward, double parameters, double input, double bytes, double allocation) {
        double rate(Direction direction) {
            return switch (direction) {
                case FORWARD -> forward;
                case INPUT -> input;
                case PARAMETERS -> parameters;
            };
        }
    }

    enum Direction {
        FORWARD("forward"),
        INPUT("backward to the input"),
        PARAMETERS("backward to the parameters");

        final String title;

        Direction(String title) {
            this.title = title;
        }
    }

    Findings(String jdk, List<Result> results) {
        this.jdk = jdk;
        this.results = results;
        Map<String, Map<String, Result>> byCase = new LinkedHashMap<>();
        for (Result r : results) {
            if (r.benchmark().startsWith("ConvolutionBenchmark.")) {
                byCase.computeIfAbsent(r.params().get("convolution"), k -> new LinkedHashMap<>())
                        .put(r.benchmark().substring("ConvolutionBenchmark.".length()), r);
            }
        }
        byCase.forEach((name, passes) -> {
            if (passes.keySet().containsAll(List.of("forward", "backward", "backwardParameters"))) {
                rows.add(row(ConvolutionCase.of(name), passes, peak()));
            }
        });
    }

    /** One for each JDK, the newest first. */
    static List<Findings> of(List<Result> results) {
        List<Findings> all = new ArrayList<>();
        new TreeSet<>(results.stream().map(Result::jdk).toList())
                .descendingSet()
                .forEach(jdk -> all.add(new Findings(
                        jdk, results.stream().filter(r -> r.jdk().equals(jdk)).toList())));
        return all;
    }

    private static Row row(ConvolutionCase c, Map<String, Result> passes, double peak) {
        // Winograd's F(4×4, 3×3) makes a quarter of the multiplications.
        boolean sums = c.algorithm() == ConvAlgorithm.DIRECT || c.algorithm() == ConvAlgorithm.IM2COL;
        double most = c.threads() * (sums ? 1 : 4) * peak;
        return new Row(
                c,
                Result.median(rates(c, passes.get("forward"))),
                Result.median(rates(c, passes.get("backwardParameters"))),
                input(rates(c, passes.get("backward")), rates(c, passes.get("backwardParameters")), most),
                passes.values().stream().mapToDouble(Result::bytes).max().orElseThrow(),
                passes.values().stream().mapToDouble(Result::allocation).max().orElseThrow());
    }

    /**
     * Backward to the input, from the rates of both passes together, twice the work, and of the one to the parameters. NaN if it is less
     * than twice what the quartiles of both differ by.
     *
     * @param most what cannot be: more is noise, too
     */
    private static double input(double[] both, double[] parameters, double most) {
        // In seconds a GFLOP.
        double difference = 2 / Result.median(both) - 1 / Result.median(parameters);
        double noise = 2 * spread(both) + spread(parameters);
        return difference > 2 * noise && !(1 / difference > most) ? 1 / difference : Double.NaN;
    }

    /** From the time that a quarter of the iterations stay below to the one that a quarter pass. */
    private static double spread(double[] rates) {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        int quarter = sorted.length / 4;
        return 1 / sorted[quarter] - 1 / sorted[sorted.length - 1 - quarter];
    }

    /** By processor time where one thread does it all; several are measured by the clock. */
    private static double[] rates(ConvolutionCase c, Result r) {
        return c.threads() == 1 ? r.cpuRates("gflops") : r.clockRates("gflops");
    }

    String jdk() {
        return jdk;
    }

    List<Result> results() {
        return results;
    }

    /** Rows of so many threads and pictures. */
    List<Row> rows(int threads, int batch) {
        return rows.stream()
                .filter(r -> r.c().threads() == threads && r.c().batch() == batch)
                .toList();
    }

    List<Row> rows() {
        return rows;
    }

    /** The row of the same layer on one thread by the algorithm that {@code auto} takes. */
    Row chosen(ConvolutionCase c) {
        String algorithm = ConvChoice.of(c.options(), c.geometry()).data().label();
        return rows.stream()
                .filter(r -> r.c().threads() == 1 && r.c().backend().equals("vector"))
                .filter(r -> r.c().in().equals(c.in()) && r.c().layer().equals(c.layer()))
                .filter(r -> r.c().batch() > 1)
                .filter(r ->
                        List.of(algorithm, "auto").contains(r.c().algorithm().label()))
                .findFirst()
                .orElse(null);
    }

    /** GFLOP/s of fused multiply–adds, one thread. */
    double peak() {
        return limit("fma", 1, "gflops");
    }

    /** GB/s through memory, one thread. */
    double bandwidth() {
        return limit("triad", 1, "gbytes");
    }

    /** What a sum, computed as defined, can reach of that case: arithmetic or memory, whichever is less. */
    double roof(ConvolutionCase c) {
        return Math.min(peak(), bandwidth() * c.flops() / c.bytes());
    }

    double limit(String method, int threads, String counter) {
        return results.stream()
                .filter(r -> r.benchmark().equals("LimitsBenchmark." + method) && r.threads() == threads)
                .mapToDouble(r -> threads == 1 ? r.byCpu(counter) : r.byClock(counter))
                .findFirst()
                .orElse(Double.NaN);
    }
}
