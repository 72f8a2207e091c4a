package org.pellucid.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Sample;
import org.pellucid.gemm.Selection;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.Digits;
import org.pellucid.report.TextTable;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.train.DataChoice;
import org.pellucid.train.OutOfSample;
import org.pellucid.train.PredictionStore;
import org.pellucid.train.Recipe;
import org.pellucid.train.RunFolder;
import org.pellucid.train.TrainConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "crossval",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Cross-validates a training: the Training split is dealt into folds, and a network is trained for each on all"
                    + " others and asked about it.",
            "",
            "Each class is dealt as evenly as may be, and pictures that are the same pixel for pixel come into one fold. Nothing"
                    + " is chosen by the fold: the last epoch's weights are taken. PublicTest and PrivateTest are not"
                    + " looked at. It cannot be resumed. A teacher and a pretrained model are refused: they may have"
                    + " learned from the fold.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid crossval --folds 5",
            "  pellucid crossval --recipe seed-7 --data fer2013.csv.gz --folds 5 --epochs 20 --out cv"
        })
final class CrossvalCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private PlanOptions plan = new PlanOptions();

    @Option(names = "--folds", paramLabel = "N", description = "how many, at least 2 (default: 5)")
    private int folds = 5;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "folder for predictions.csv and crossval.json (default: none are written)")
    private Path out;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    CrossvalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (plan.settings.keep != null || plan.settings.patience != null) {
            throw new UsageException(
                    "crossval keeps the last epoch, for nothing may be chosen by the fold: leave --keep and"
                            + " --patience out");
        }
        Optional<Recipe> followed = plan.recipe();
        if (plan.teacher.given(followed.flatMap(Recipe::teacher))) {
            throw new UsageException(
                    "crossval expects no teacher, for one that learned from these pictures passes on the"
                            + " labels of the very fold that is asked about: leave it out, or add --teacher none");
        }
        if (plan.pretrained(followed).isPresent()) {
            throw new UsageException(
                    "crossval expects drawn weights, for a pretrained model may have learned from the very fold that"
                            + " is asked about: leave --pretrained out, or add --pretrained none");
        }
        DataChoice choice = plan.choice(followed);
        plan.network(followed, 2 + choice.classes().size()); // an unknown name should not wait for the data
        plan.settings.keep = "last";
        plan.settings.patience = 0;
        Selection selection = machine.select();
        String backend = selection.backend().name();
        TrainConfig config = plan.settings(followed, backend, machine.convFor(backend));
        if (out != null) {
            RunFolder.make(out);
        }
        DataSource source =
                choice.load(Networks.input(plan.model(followed)), console.progress("loading " + choice.name()));
        Dataset all = source.split(Split.TRAIN);
        NetworkSpec spec = plan.network(followed, source.classes().size());
        int[] labels = IntStream.range(0, all.size()).map(all::label).toArray();
        int[] fold = OutOfSample.deal(labels, OutOfSample.copies(all), folds, config.seed());
        Predictions p = OutOfSample.predict(
                all,
                fold,
                spec,
                config,
                selection.backend(),
                machine.threads(),
                console.progress("cross-validating " + spec.name()));
        List<Metrics> each = IntStream.range(0, folds)
                .mapToObj(f -> Metrics.of(p.subset(IntStream.range(0, fold.length)
                        .filter(i -> fold[i] == f)
                        .toArray())))
                .toList();
        Map<String, Object> facts = facts(spec, source, config, each, Metrics.of(p));
        if (out != null) {
            PredictionStore.save(
                    out,
                    List.of(PredictionStore.of(source.sha256(), Split.TRAIN.usage(), PredictionStore.WHOLE, all, p)));
            AtomicFiles.write(
                    out.resolve("crossval.json"), (MetricsJson.write(facts) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (json) {
            console.plain(MetricsJson.write(facts));
        } else {
            show(spec, source, config, each, Metrics.of(p));
        }
        return Failures.OK;
    }

    private static Sample accuracies(List<Metrics> each) {
        return Sample.of(each.stream().mapToDouble(Metrics::accuracy).toArray());
    }

    private static Map<String, Object> facts(
            NetworkSpec spec, DataSource source, TrainConfig config, List<Metrics> each, Metrics pooled) {
        Sample accuracy = accuracies(each);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", spec.name());
        facts.put("data", source.origin());
        facts.put("data_sha256", source.sha256());
        facts.put("epochs", config.epochs());
        facts.put("seed", config.seed());
        facts.put("folds", each.stream().map(MetricsJson::of).toList());
        facts.put("mean_accuracy", accuracy.mean());
        facts.put("sd_accuracy", accuracy.sd());
        accuracy.interval().ifPresent(i -> {
            facts.put("mean_accuracy_low", i.low());
            facts.put("mean_accuracy_high", i.high());
        });
        facts.put("pooled", MetricsJson.of(pooled));
        return facts;
    }

    private void show(NetworkSpec spec, DataSource source, TrainConfig config, List<Metrics> each, Metrics pooled) {
        console.result(
                "@|bold %s|@ on Training of %s: %,d pictures in %d folds, %s each",
                spec.name(), source.origin(), pooled.n(), folds, Console.count(config.epochs(), "epoch"));
        console.result("");
        TextTable table = new TextTable("lrrrr")
                .row("fold", "pictures", "accuracy", "macro-F1", "loss")
                .rule();
        for (int f = 0; f < each.size(); f++) {
            row(table, Integer.toString(f + 1), each.get(f));
        }
        row(table, "all", pooled);
        table.lines().forEach(line -> console.result("%s", line));
        console.result("");
        Sample accuracy = accuracies(each);
        Interval t = accuracy.interval().orElseThrow();
        console.result(
                "mean accuracy @|bold %.4f|@, standard deviation %.4f; Student's 95 %% interval %.4f–%.4f",
                accuracy.mean(), accuracy.sd(), t.low(), t.high());
        console.result("(too narrow, for the folds share training pictures)");
    }

    private static void row(TextTable table, String name, Metrics m) {
        table.row(
                name,
                String.format(Locale.ROOT, "%,d", m.n()),
                Digits.four(m.accuracy()),
                Digits.four(m.macroF1()),
                Digits.four(m.loss()));
    }
}
