package org.pellucid.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pellucid.data.Split;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.ClassScore;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.PrecisionRecallCurve;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.RocCurve;
import org.pellucid.evaluate.Temperature;
import org.pellucid.model.Model;
import org.pellucid.report.Digits;
import org.pellucid.report.TextTable;
import org.pellucid.train.Views;

/** What an evaluation shows, to people and to machines. */
final class EvaluationReport {
    private final Console console;
    private final List<Model> models;
    private final String origin;
    private final Split split;
    private final Views views;
    private final Predictions predictions;
    private final Optional<Temperature> temperature;
    private final Metrics metrics;
    private final Interval macroF1;
    private final Reliability reliability;

    EvaluationReport(
            Console console,
            List<Model> models,
            String origin,
            Split split,
            Views views,
            Predictions predictions,
            Optional<Temperature> temperature) {
        this.console = console;
        this.models = models;
        this.origin = origin;
        this.split = split;
        this.views = views;
        this.predictions = predictions;
        this.temperature = temperature;
        metrics = Metrics.of(predictions);
        macroF1 = Bootstrap.DEFAULT.macroF1(predictions);
        reliability = Reliability.of(predictions, Reliability.BINS);
    }

    private String name() {
        return models.stream().map(m -> m.spec().name()).collect(Collectors.joining(" + "));
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", name());
        List<String> hashes =
                models.stream().map(m -> m.provenance().weightsSha256()).toList();
        all.put("weights_sha256", hashes.size() == 1 ? hashes.get(0) : hashes);
        all.put("data", origin);
        all.put("usage", split.usage());
        all.put("view", views.label());
        all.put("classes", predictions.classes());
        all.putAll(MetricsJson.of(metrics));
        all.put("macro_f1_low", macroF1.low());
        all.put("macro_f1_high", macroF1.high());
        all.put("ece", reliability.ece());
        all.put("ece_bins", reliability.bins().size());
        Map<String, Object> roc = new LinkedHashMap<>();
        Map<String, Object> pr = new LinkedHashMap<>();
        for (int c = 0; c < predictions.classes().size(); c++) {
            String of = predictions.classes().get(c);
            RocCurve.of(predictions, c).ifPresent(curve -> roc.put(of, curve.auc()));
            PrecisionRecallCurve.of(predictions, c).ifPresent(curve -> pr.put(of, curve.averagePrecision()));
        }
        all.put("roc_auc", roc);
        all.put("average_precision", pr);
        temperature.ifPresent(t -> {
            Predictions scaled = t.apply(predictions);
            Map<String, Object> calibrated = new LinkedHashMap<>();
            calibrated.put("temperature", t.value());
            calibrated.put("fitted_on", Split.VALIDATION.usage());
            calibrated.put("loss", Metrics.of(scaled).loss());
            calibrated.put("ece", Reliability.of(scaled, Reliability.BINS).ece());
            all.put("calibrated", calibrated);
        });
        return all;
    }

    void show() {
        console.result(
                "@|bold %s|@ on %s of %s%s: %,d pictures of %d classes",
                models.size() == 1 ? name() : "ensemble of " + models.size() + " (" + name() + ")",
                split.usage(),
                origin,
                views == Views.WHOLE ? "" : ", view " + views.label(),
                metrics.n(),
                predictions.classes().size());
        console.result("");
        console.result(
                "accuracy  @|bold %.4f|@  (95 %% interval %.4f–%.4f, Wilson)",
                metrics.accuracy(),
                metrics.accuracyInterval().low(),
                metrics.accuracyInterval().high());
        console.result("top-2     %.4f", metrics.top2());
        console.result(
                "macro-F1  %.4f  (95 %% interval %.4f–%.4f, bootstrap of %,d)",
                metrics.macroF1(), macroF1.low(), macroF1.high(), Bootstrap.DEFAULT.resamples());
        console.result("loss      %.4f", metrics.loss());
        console.result("Brier     %.4f", metrics.brier());
        console.result(
                "ECE       %.4f  (%d bins)",
                reliability.ece(), reliability.bins().size());
        temperature.ifPresent(this::showCalibrated);
        console.result("");
        scores().lines().forEach(line -> console.result("%s", line));
        console.result("");
        console.result("confusion: rows are the true classes, columns the predicted ones");
        confusion().lines().forEach(line -> console.result("%s", line));
    }

    private void showCalibrated(Temperature t) {
        Predictions scaled = t.apply(predictions);
        console.result(
                "          at temperature %.3f, fitted on %s%s: loss %.4f, ECE %.4f",
                t.value(),
                Split.VALIDATION.usage(),
                split == Split.VALIDATION ? ", these very pictures" : "",
                Metrics.of(scaled).loss(),
                Reliability.of(scaled, Reliability.BINS).ece());
    }

    private TextTable scores() {
        TextTable table = new TextTable("lrrrrrr")
                .row("class", "precision", "recall", "F1", "ROC area", "PR area", "pictures")
                .rule();
        for (int c = 0; c < predictions.classes().size(); c++) {
            ClassScore s = metrics.perClass().get(c);
            table.row(
                    s.name(),
                    Digits.four(s.precision()),
                    Digits.four(s.recall()),
                    Digits.four(s.f1()),
                    RocCurve.of(predictions, c)
                            .map(curve -> Digits.four(curve.auc()))
                            .orElse("–"),
                    PrecisionRecallCurve.of(predictions, c)
                            .map(curve -> Digits.four(curve.averagePrecision()))
                            .orElse("–"),
                    s.support());
        }
        return table;
    }

    private TextTable confusion() {
        List<String> classes = predictions.classes();
        TextTable table = new TextTable("l" + "r".repeat(classes.size()));
        Object[] header = new Object[classes.size() + 1];
        header[0] = "";
        for (int c = 0; c < classes.size(); c++) {
            header[c + 1] = classes.get(c);
        }
        table.row(header).rule();
        for (int row = 0; row < classes.size(); row++) {
            Object[] cells = new Object[classes.size() + 1];
            cells[0] = classes.get(row);
            for (int c = 0; c < classes.size(); c++) {
                cells[c + 1] = metrics.confusion()[row][c];
            }
            table.row(cells);
        }
        return table;
    }
}
