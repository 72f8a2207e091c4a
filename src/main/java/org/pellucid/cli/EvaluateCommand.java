package org.pellucid.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.View;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.ClassScore;
import org.pellucid.evaluate.Metrics;
import org.pellucid.model.Model;
import org.pellucid.train.DataChoice;
import org.pellucid.train.Evaluator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "evaluate",
        sortOptions = false,
        description = {
            "Judges a model on labelled pictures: accuracy with its 95 %% interval (Wilson), macro-F1, loss, and precision,"
                    + " recall and F1 of each class.",
            "",
            "Only pictures of the model's classes count; those of other classes are left out.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid evaluate --model runs/first --data fer2013.csv.gz --usage PublicTest",
            "  pellucid evaluate --model runs/first --data photos/ --json"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "DIR",
            description = "the folder that training wrote")
    private Path model;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = {"-u", "--usage"},
            paramLabel = "SPLIT",
            description =
                    "Training, PublicTest (validation) or PrivateTest (test) (default: PrivateTest if there is one, else"
                            + " PublicTest, else Training)")
    private String usage;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Split wanted = usage == null ? null : Split.ofUsage(usage);
        Model trained = Model.load(model);
        Options options = machine.options(machine.select());
        DataChoice asked = data.over(DataChoice.DEFAULT);
        DataChoice choice = asked.classes().isEmpty() ? asked.withClasses(trained.classes()) : asked;
        DataSource source = choice.load(trained.spec().input(), console.progress("loading " + choice.name()));
        Split split = wanted == null ? last(source) : wanted;
        Dataset pictures = source.split(split);
        Metrics metrics = Metrics.of(
                Evaluator.predict(trained, pictures, List.of(View.WHOLE), options, console.progress("evaluating")));
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("model", trained.spec().name());
            all.put("weights_sha256", trained.provenance().weightsSha256());
            all.put("data", source.origin());
            all.put("usage", split.usage());
            all.put("classes", trained.classes());
            all.putAll(MetricsJson.of(metrics));
            console.plain(MetricsJson.write(all));
        } else {
            show(trained, source, split, metrics);
        }
        return Failures.OK;
    }

    private static Split last(DataSource source) {
        Split last = null;
        for (Split split : source.splits().keySet()) {
            last = split;
        }
        return last;
    }

    private void show(Model trained, DataSource source, Split split, Metrics m) {
        console.result(
                "@|bold %s|@ on %s of %s: %,d pictures of %d classes",
                trained.spec().name(),
                split.usage(),
                source.origin(),
                m.n(),
                trained.classes().size());
        console.result("");
        console.result(
                "accuracy  @|bold %.4f|@  (95 %% interval %.4f–%.4f)",
                m.accuracy(), m.accuracyInterval().low(), m.accuracyInterval().high());
        console.result("top-2     %.4f", m.top2());
        console.result("macro-F1  %.4f", m.macroF1());
        console.result("loss      %.4f", m.loss());
        console.result("");
        Table scores = new Table("lrrrr")
                .row("class", "precision", "recall", "F1", "pictures")
                .rule();
        for (ClassScore s : m.perClass()) {
            scores.row(s.name(), four(s.precision()), four(s.recall()), four(s.f1()), s.support());
        }
        scores.lines().forEach(line -> console.result("%s", line));
        console.result("");
        console.result("confusion: rows are the true classes, columns the predicted ones");
        confusion(trained.classes(), m.confusion()).lines().forEach(line -> console.result("%s", line));
    }

    private static Table confusion(List<String> classes, int[][] counts) {
        Table table = new Table("l" + "r".repeat(classes.size()));
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
                cells[c + 1] = counts[row][c];
            }
            table.row(cells);
        }
        return table;
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
