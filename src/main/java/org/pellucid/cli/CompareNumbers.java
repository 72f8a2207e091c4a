package org.pellucid.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.Comparison;
import org.pellucid.evaluate.Contest;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.Sample;
import org.pellucid.report.DataTable;

/** The numbers of a comparison, unrounded, for machines. */
record CompareNumbers(
        List<CompareEntry> entries,
        String usage,
        String view,
        Bootstrap bootstrap,
        List<Contest.Pair> pairs,
        List<Contest.Ground> grounds) {

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("usage", usage);
        all.put("view", view);
        all.put("models", models());
        all.put("pairs", pairs.stream().map(CompareNumbers::json).toList());
        all.put("grounds", grounds);
        all.put("seeds", seeds());
        all.put("bootstrap", bootstrap);
        return all;
    }

    private List<Map<String, Object>> models() {
        List<Map<String, Object>> models = new ArrayList<>();
        for (CompareEntry e : entries) {
            Predictions p = e.stored().predictions();
            Interval macroF1 = bootstrap.macroF1(p);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", e.name());
            one.put("classes", p.classes());
            one.put("parameters", e.cost().parameters());
            one.put("macs", e.cost().macs());
            one.put("balance", e.balance());
            one.putAll(MetricsJson.of(Metrics.of(p)));
            one.put("macro_f1_low", macroF1.low());
            one.put("macro_f1_high", macroF1.high());
            one.put("ece", Reliability.of(p, Reliability.BINS).ece());
            models.add(one);
        }
        return models;
    }

    private List<Map<String, Object>> seeds() {
        List<Map<String, Object>> seeds = new ArrayList<>();
        for (List<CompareEntry> group : CompareReport.twins(entries)) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("runs", group.stream().map(CompareEntry::name).toList());
            one.put("accuracy", json(CompareReport.accuracies(group)));
            one.put("macro_f1", json(CompareReport.macroF1s(group)));
            seeds.add(one);
        }
        return seeds;
    }

    private static Map<String, Object> json(Contest.Pair pair) {
        Comparison c = pair.comparison();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("first", pair.first());
        one.put("second", pair.second());
        one.put("classes", pair.classes());
        one.put("n", c.n());
        one.put("both_right", c.bothRight());
        one.put("only_first", c.onlyFirst());
        one.put("only_second", c.onlySecond());
        one.put("both_wrong", c.bothWrong());
        one.put("difference", c.difference());
        one.put("difference_low", c.differenceInterval().low());
        one.put("difference_high", c.differenceInterval().high());
        one.put("p", c.pValue());
        one.put("p_holm", pair.holm());
        return one;
    }

    private static Map<String, Object> json(Sample sample) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("n", sample.n());
        one.put("mean", sample.mean());
        one.put("sd", sample.sd());
        sample.interval().ifPresent(i -> {
            one.put("low", i.low());
            one.put("high", i.high());
        });
        return one;
    }

    /** Tables of the same: {@code models}, {@code pairs}, {@code classes} (a row for each class and model) and {@code seeds}. */
    List<DataTable> tables() {
        List<Map<String, Object>> classes = new ArrayList<>();
        for (Contest.Ground ground : grounds) {
            for (int c = 0; c < ground.classes().size(); c++) {
                for (int m = 0; m < ground.names().size(); m++) {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("among", ground.classes());
                    one.put("class", ground.classes().get(c));
                    one.put("n", ground.support()[c]);
                    one.put("model", ground.names().get(m));
                    one.put("recall", ground.recall()[c][m]);
                    one.put("f1", ground.f1()[c][m]);
                    one.put("best", ground.best()[c] == m);
                    one.put("p_best_to_next_holm", ground.p()[c]);
                    classes.add(one);
                }
            }
        }
        List<DataTable> all = new ArrayList<>();
        all.add(table("models", models()));
        all.add(table("pairs", pairs.stream().map(CompareNumbers::json).toList()));
        all.add(table("classes", classes));
        all.add(table("seeds", seeds()));
        all.removeIf(table -> table.rows().isEmpty());
        return all;
    }

    /** Lists of words become one cell, objects as many as they have fields; the confusion matrix and the like are left out. */
    private static DataTable table(String name, List<Map<String, Object>> rows) {
        List<Map<String, String>> flat = rows.stream().map(row -> flat("", row)).toList();
        List<String> header =
                flat.isEmpty() ? List.of() : List.copyOf(flat.get(0).keySet());
        return new DataTable(
                name,
                name,
                "l".repeat(header.size()),
                header,
                flat.stream().map(row -> List.copyOf(row.values())).toList());
    }

    private static Map<String, String> flat(String prefix, Map<?, ?> row) {
        Map<String, String> flat = new LinkedHashMap<>();
        row.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flat.putAll(flat(prefix + key + "_", inner));
            } else if (value instanceof List<?> words && words.stream().allMatch(String.class::isInstance)) {
                flat.put(prefix + key, words.stream().map(String.class::cast).collect(Collectors.joining(" ")));
            } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                flat.put(prefix + key, String.valueOf(value));
            }
        });
        return flat;
    }
}
