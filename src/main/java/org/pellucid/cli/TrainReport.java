package org.pellucid.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.gemm.Probe;
import org.pellucid.gemm.Selection;
import org.pellucid.model.AtomicFiles;
import org.pellucid.model.Model;
import org.pellucid.model.Preprocessing;
import org.pellucid.model.Provenance;
import org.pellucid.report.Charts;
import org.pellucid.report.Curve;
import org.pellucid.report.Digits;
import org.pellucid.report.TextTable;
import org.pellucid.spec.Cost;
import org.pellucid.train.DataChoice;
import org.pellucid.train.History;
import org.pellucid.train.Outcome;
import org.pellucid.train.PredictionStore;
import org.pellucid.train.PretrainedUse;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import org.pellucid.train.TeacherUse;
import org.pellucid.train.TrainConfig;
import org.pellucid.train.TrainTask;
import org.pellucid.train.Trainer;

/** What a training says at its start, and what it writes and says at its end. */
final class TrainReport {
    private final Console console;
    private final Run run;
    private final TrainTask task;
    private final DataSource source;
    private final RunFolder folder;
    private final Machine here;
    private final Selection selection;
    private final int threads;

    TrainReport(
            Console console,
            Run run,
            TrainTask task,
            DataSource source,
            RunFolder folder,
            Machine here,
            Selection selection,
            int threads) {
        this.console = console;
        this.run = run;
        this.task = task;
        this.source = source;
        this.folder = folder;
        this.here = here;
        this.selection = selection;
        this.threads = threads;
    }

    /**
     * What is about to happen.
     *
     * @param heldOut whether validation pictures had to be taken from the training split
     * @param resumed from where, to go behind the folder; empty for a new run
     */
    void opening(boolean heldOut, String resumed) {
        Cost cost = run.network().cost();
        run.recipe()
                .ifPresent(use -> console.result(
                        "@|bold recipe|@   %s%s",
                        use.name(), use.changed().isEmpty() ? "" : ", but for " + String.join(", ", use.changed())));
        console.result(
                "@|bold model|@    %s: %,d parameters, %,.1f million multiply-adds a picture",
                run.network().name(), cost.parameters(), cost.macs() / 1e6);
        console.result(
                "@|bold data|@     %s: %,d train, %,d validation%s, %,d test%s",
                source.origin(),
                task.train().size(),
                task.validation().size(),
                heldOut ? " (a tenth of the training pictures, held out: the data bring none)" : "",
                source.has(Split.TEST) ? source.split(Split.TEST).size() : 0,
                source.has(Split.TEST) && !run.openTest() ? ", which stay closed" : "");
        console.result("         %s", counts(task.train()));
        run.teacher()
                .ifPresent(use -> console.result(
                        "@|bold teacher|@  %s, share %s%s",
                        TeacherOptions.described(use),
                        use.share(),
                        use.temperature() == 1 ? "" : ", temperature " + use.temperature()));
        run.pretrained()
                .ifPresent(use -> console.result(
                        "@|bold start|@    the weights of %s",
                        ModelFolder.described(use.model(), use.weightsSha256())));
        console.result("@|bold backend|@  %s", backend());
        console.result(
                "@|bold machine|@  %s on %s, %s, JDK %s",
                Console.count(threads, "thread"),
                Console.count(here.processors(), "processor"),
                here.cpu(),
                Runtime.version());
        TrainConfig c = run.settings();
        console.result(
                "@|bold training|@ %s, batch %d, %s, learning rate %s (%s), seed %d",
                Console.count(c.epochs(), "epoch"),
                c.batch(),
                c.optimizer().kind().label(),
                c.learningRate(),
                c.schedule().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                c.seed());
        console.result(
                "         pictures %s, standardised %s",
                c.augmentation().isNone() ? "as they are" : "varied", Choices.label(c.standardisation()));
        console.result("@|bold folder|@   %s%s", folder.path(), resumed);
        console.result("");
    }

    private static String counts(Dataset data) {
        StringBuilder text = new StringBuilder();
        int[] counts = data.classCounts();
        for (int c = 0; c < counts.length; c++) {
            text.append(c > 0 ? ", " : data.classes().size() + " classes: ")
                    .append(data.classes().get(c))
                    .append(' ')
                    .append(String.format(Locale.ROOT, "%,d", counts[c]));
        }
        return text.toString();
    }

    private String backend() {
        List<Probe> probes = selection.probes();
        StringBuilder text = new StringBuilder(selection.backend().name() + ": ")
                .append(probes.get(probes.size() - 1).detail());
        for (Probe passed : probes.subList(0, probes.size() - 1)) {
            text.append("; not ").append(passed.backend()).append(", because ").append(passed.detail());
        }
        return text.toString();
    }

    /** Judges the weights kept, writes all files, and tells the result. */
    void close(Trainer trainer, Outcome outcome, Map<String, Object> facts, boolean quiet) {
        List<StoredPredictions> predicted = new ArrayList<>();
        predicted.add(stored(
                Split.VALIDATION,
                task.validation(),
                trainer.predict(task.validation(), console.progress("validating"))));
        if (source.has(Split.TEST) && run.openTest()) {
            Dataset pictures = source.split(Split.TEST);
            predicted.add(stored(Split.TEST, pictures, trainer.predict(pictures, console.progress("testing"))));
        }
        Metrics validation = Metrics.of(predicted.get(0).predictions());
        Metrics test = predicted.size() > 1 ? Metrics.of(predicted.get(1).predictions()) : null;
        Model model = model(trainer, outcome, validation, test);
        write("history.csv", outcome.history().csv());
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("classes", source.classes());
        metrics.put("kept_epoch", outcome.keptEpoch());
        metrics.put("validation", MetricsJson.of(validation));
        if (test != null) {
            metrics.put("test", MetricsJson.of(test));
        }
        write("metrics.json", MetricsJson.write(metrics) + "\n");
        PredictionStore.save(folder.path(), predicted);
        charts(outcome, validation, test);
        model.save(folder.path());
        facts.put("result", result(outcome, model, validation, test));
        run.save(folder.run(), facts);
        if (quiet) {
            console.result("%s", folder.path());
        } else {
            closing(outcome, model, validation, test);
        }
    }

    private StoredPredictions stored(Split split, Dataset pictures, Predictions p) {
        return PredictionStore.of(run.dataSha256(), split.usage(), PredictionStore.WHOLE, pictures, p);
    }

    private Model model(Trainer trainer, Outcome outcome, Metrics validation, Metrics test) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("validation_accuracy", validation.accuracy());
        numbers.put("validation_loss", validation.loss());
        if (test != null) {
            numbers.put("test_accuracy", test.accuracy());
            numbers.put("test_loss", test.loss());
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Provenance provenance = new Provenance(
                here.version(),
                now,
                run.settings().seed(),
                source.origin().replace('/', '-').replace('\\', '-'),
                source.sha256(),
                selection.backend().name(),
                here.jdk(),
                here.cpu(),
                threads,
                outcome.keptEpoch(),
                numbers,
                "",
                test == null
                        ? List.of()
                        : List.of(now + ": " + test.n() + " pictures of " + Split.TEST.usage()
                                + " at the end of training"));
        String start = run.pretrained().map(PretrainedUse::weightsSha256).orElse("");
        List<String> teachers = run.teacher().map(TeacherUse::weightsSha256).orElse(List.of());
        Preprocessing preprocessing = new Preprocessing(
                run.network().input().channels(),
                run.network().input().height(),
                run.network().input().width(),
                task.standardisation());
        return Model.of(
                run.network(),
                trainer.parameters(),
                source.classes(),
                preprocessing,
                provenance.learnedFrom(start, teachers));
    }

    /** Draws the curves as far as they go; whatever else is written, these stay the same files. */
    void curves(History history, OptionalInt best) {
        String title = run.network().name() + " on " + source.origin();
        try {
            Charts.curves(
                    folder.file("accuracy.png"),
                    title,
                    "accuracy",
                    List.of(
                            curve("training", history, History.Epoch::trainAccuracy),
                            curve("validation", history, History.Epoch::validationAccuracy)),
                    best);
            Charts.curves(
                    folder.file("loss.png"),
                    title,
                    "loss",
                    List.of(
                            curve("training", history, History.Epoch::trainLoss),
                            curve("validation", history, History.Epoch::validationLoss)),
                    best);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void charts(Outcome outcome, Metrics validation, Metrics test) {
        curves(outcome.history(), OptionalInt.of(outcome.keptEpoch()));
        String title = run.network().name() + " on " + source.origin();
        try {
            Metrics shown = test == null ? validation : test;
            Charts.confusion(
                    folder.file("confusion.png"),
                    title + (test == null ? ": validation" : ": test"),
                    source.classes(),
                    shown.confusion());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Curve curve(String name, History history, ToDoubleFunction<History.Epoch> value) {
        return new Curve(
                name,
                history.epochs().stream().mapToDouble(History.Epoch::epoch).toArray(),
                history.epochs().stream().mapToDouble(value).toArray());
    }

    private void write(String name, String text) {
        AtomicFiles.write(folder.file(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> result(Outcome outcome, Model model, Metrics validation, Metrics test) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("end", outcome.end().name().toLowerCase(Locale.ROOT));
        result.put("epochs", outcome.history().size());
        result.put("kept_epoch", outcome.keptEpoch());
        result.put("validation_accuracy", validation.accuracy());
        if (test != null) {
            result.put("test_accuracy", test.accuracy());
        }
        result.put("weights_sha256", model.provenance().weightsSha256());
        result.put("seconds", outcome.history().seconds());
        result.put(
                "seconds_per_epoch",
                outcome.history().epochs().stream().map(History.Epoch::seconds).toList());
        return result;
    }

    private void closing(Outcome outcome, Model model, Metrics validation, Metrics test) {
        History history = outcome.history();
        String why = switch (run.settings().keep()) {
            case BEST -> "the best on validation";
            case LAST -> "the last, as asked";
        };
        console.result("");
        console.result(
                "@|bold kept|@     epoch %d of %d, %s%s",
                outcome.keptEpoch(),
                history.size(),
                why,
                outcome.end() == Outcome.End.EARLY ? "; stopped early, validation got no better" : "");
        TextTable table = new TextTable("lrrrrr").row("", "accuracy", "95 % interval", "macro-F1", "loss", "pictures");
        row(table, "validation", validation);
        if (test != null) {
            row(table, "test", test);
        }
        table.lines().forEach(line -> console.result("%s", "         " + line));
        if (source.has(Split.TEST)) {
            console.result(
                    "         %s",
                    test == null
                            ? "the test split stays closed: open it with 'evaluate', once, when all is chosen"
                            : "the test split was opened at the end, which model.json notes");
        }
        console.result(
                "@|bold time|@     %s, %.1f s an epoch",
                Console.time(history.seconds()), history.seconds() / history.size());
        console.result("@|bold weights|@  SHA-256 %s", model.provenance().weightsSha256());
        console.result(
                "@|bold files|@    %s: model.json, model.safetensors, history.csv, metrics.json,", folder.path());
        console.result("         predictions.csv, accuracy.png, loss.png, confusion.png, run.json");
        String data = run.data().equals(DataChoice.DEFAULT)
                ? ""
                : " --data " + run.data().location();
        console.result("@|bold next|@     %s evaluate --model %s%s", console.command(), folder.path(), data);
        console.result("         %s predict --model %s PICTURE.png", console.command(), folder.path());
    }

    private static void row(TextTable table, String split, Metrics m) {
        table.row(
                split,
                Digits.four(m.accuracy()),
                Digits.range(m.accuracyInterval()),
                Digits.four(m.macroF1()),
                Digits.four(m.loss()),
                String.format(Locale.ROOT, "%,d", m.n()));
    }
}
