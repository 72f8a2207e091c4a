package org.pellucid.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row of JMH's JSON, with what the benchmarks count beside their calls.
 *
 * @param benchmark class and method, without package
 * @param jdk version
 * @param threads of JMH
 * @param params by name
 * @param score calls a second
 * @param counters each iteration's, by name, divided by the time
 * @param bytes allocated a call; NaN where it was not measured
 * @param allocation megabytes a second; NaN likewise
 */
record Result(
        String benchmark,
        String jdk,
        int threads,
        Map<String, String> params,
        double score,
        Map<String, double[]> counters,
        double bytes,
        double allocation) {

    static List<Result> read(Path file) throws IOException {
        List<Result> results = new ArrayList<>();
        for (JsonNode row : JsonMapper.shared().readTree(Files.readString(file))) {
            Map<String, String> params = new HashMap<>();
            row.path("params")
                    .properties()
                    .forEach(p -> params.put(p.getKey(), p.getValue().asString()));
            Map<String, double[]> counters = new HashMap<>();
            row.path("secondaryMetrics").properties().forEach(p -> counters.put(p.getKey(), raw(p.getValue())));
            String name = row.path("benchmark").asString();
            results.add(new Result(
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                    row.path("jdkVersion").asString(),
                    row.path("threads").asInt(),
                    params,
                    median(raw(row.path("primaryMetric"))),
                    counters,
                    median(counters.getOrDefault("gc.alloc.rate.norm", new double[0])),
                    median(counters.getOrDefault("gc.alloc.rate", new double[0]))));
        }
        return results;
    }

    private static double[] raw(JsonNode metric) {
        List<Double> values = new ArrayList<>();
        for (JsonNode fork : metric.path("rawData")) {
            fork.forEach(value -> values.add(value.asDouble()));
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A counter's rate by the clock. */
    double byClock(String counter) {
        return median(clockRates(counter));
    }

    /** A counter's rate by processor time, which is that of a machine with nothing else to do; of one thread only. */
    double byCpu(String counter) {
        return median(cpuRates(counter));
    }

    /** {@link #byClock} of each iteration. */
    double[] clockRates(String counter) {
        return counters.getOrDefault(counter, new double[0]);
    }

    /** {@link #byCpu} of each iteration. */
    double[] cpuRates(String counter) {
        double[] cpu = counters.getOrDefault("cpu", new double[0]);
        double[] rates = clockRates(counter).clone();
        for (int i = 0; i < rates.length; i++) {
            rates[i] = i < cpu.length ? rates[i] / cpu[i] : Double.NaN;
        }
        return rates;
    }

    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
