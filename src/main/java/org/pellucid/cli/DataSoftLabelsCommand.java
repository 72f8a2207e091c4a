package org.pellucid.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.Votes;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.Digits;
import org.pellucid.report.TextTable;
import org.pellucid.spec.NamedModels;
import org.pellucid.train.DataChoice;
import org.pellucid.train.PredictionStore;
import org.pellucid.train.RunFolder;
import org.pellucid.train.SoftLabels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "soft-labels",
        sortOptions = false,
        description = {
            "Estimates of every training picture how likely each label is, from witnesses that have not learned its label: what a"
                    + " cross-validation said of it, and how the annotators of FER+ voted.",
            "",
            "Noisy labels are learned by heart; probabilities are not. A logistic regression (stacking) learns on one half of"
                    + " the pictures how much each witness is to be believed, and is asked about the other half. The folder that"
                    + " is written teaches: train --teacher DIR mixes its answers with the labels.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid crossval --recipe vgg-7 --data fer2013.csv.gz --folds 3 --epochs 24 --out runs/vgg-7-cv",
            "  pellucid data soft-labels --data fer2013.csv.gz --answers runs/vgg-7-cv --votes fer2013new.csv --out runs/soft",
            "  pellucid train --recipe vgg-7 --data fer2013.csv.gz --teacher runs/soft --label-smoothing 0"
        })
final class DataSoftLabelsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = {"-a", "--answers"},
            paramLabel = "DIR",
            description =
                    "a witness: a folder that crossval --out wrote, of the same data; may be given more than once")
    private List<Path> answers = List.of();

    @Option(
            names = {"-v", "--votes"},
            paramLabel = "F",
            description = "a witness: fer2013new.csv, the votes of FER+ on the pictures of FER2013")
    private Path votes;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "folder for predictions.csv and soft-labels.json")
    private Path out;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    DataSoftLabelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (answers.isEmpty() && votes == null) {
            throw new UsageException(
                    "soft-labels expects a witness but gets none: add --answers with what crossval --out wrote, --votes with"
                            + " fer2013new.csv, or both");
        }
        if (votes != null && data.ferPlus != null) {
            throw new UsageException(
                    "soft-labels expects witnesses that do not know the labels, but --ferplus makes the labels of"
                            + " the very votes that --votes calls as a witness: leave one of them out");
        }
        DataChoice choice = data.over(DataChoice.DEFAULT);
        DataSource source = choice.load(NamedModels.FACE, console.progress("loading " + choice.name()));
        Dataset pictures = source.split(Split.TRAIN);
        Map<String, double[][]> witnesses = new LinkedHashMap<>();
        for (Path folder : answers) {
            witnesses.put(folder.toString(), SoftLabels.answers(folder.toString(), pictures));
        }
        if (votes != null) {
            witnesses.put(votes.getFileName().toString(), SoftLabels.votes(Votes.read(votes), pictures));
        }
        RunFolder.make(out);
        Predictions together = null;
        Map<String, Metrics> told = new LinkedHashMap<>();
        DoubleConsumer progress = console.progress("weighing the witnesses");
        Map<String, List<double[][]>> asked = asked(witnesses);
        for (Map.Entry<String, List<double[][]>> entry : asked.entrySet()) {
            int done = told.size();
            together =
                    SoftLabels.of(pictures, entry.getValue(), share -> progress.accept((done + share) / asked.size()));
            told.put(entry.getKey(), Metrics.of(together));
        }
        PredictionStore.save(
                out,
                List.of(PredictionStore.of(
                        source.sha256(), Split.TRAIN.usage(), PredictionStore.WHOLE, pictures, together)));
        Map<String, Object> facts = facts(source, pictures, together, told);
        AtomicFiles.write(
                out.resolve("soft-labels.json"), (MetricsJson.write(facts) + "\n").getBytes(StandardCharsets.UTF_8));
        if (json) {
            console.plain(MetricsJson.write(facts));
        } else {
            show(source, pictures, together, told);
        }
        return Failures.OK;
    }

    /** Each witness alone, and last all together. */
    private static Map<String, List<double[][]>> asked(Map<String, double[][]> witnesses) {
        Map<String, List<double[][]>> asked = new LinkedHashMap<>();
        witnesses.forEach((name, says) -> asked.put(name, List.<double[][]>of(says)));
        if (witnesses.size() > 1) {
            asked.put("together", List.copyOf(witnesses.values()));
        }
        return asked;
    }

    /** The share of pictures whose label is not the most likely one. */
    private static double doubted(Predictions together) {
        return 1 - Metrics.of(together).accuracy();
    }

    private static Map<String, Object> facts(
            DataSource source, Dataset pictures, Predictions together, Map<String, Metrics> told) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("data", source.origin());
        facts.put("data_sha256", source.sha256());
        facts.put("pictures", pictures.size());
        Map<String, Object> each = new LinkedHashMap<>();
        told.forEach((name, metrics) -> each.put(name, MetricsJson.of(metrics)));
        facts.put("witnesses", each);
        facts.put("doubted", doubted(together));
        return facts;
    }

    private void show(DataSource source, Dataset pictures, Predictions together, Map<String, Metrics> told) {
        console.result(
                "@|bold %,d|@ training pictures of %s: how well their labels are told by those that do not know them",
                pictures.size(), source.origin());
        console.result("");
        TextTable table = new TextTable("lrrr")
                .row("witness", "accuracy", "macro-F1", "loss")
                .rule();
        told.forEach((name, m) ->
                table.row(name, Digits.four(m.accuracy()), Digits.four(m.macroF1()), Digits.four(m.loss())));
        table.lines().forEach(line -> console.result("%s", line));
        console.result("");
        console.result(
                "%s of the labels are not the most likely one; learn from both: @|bold %s train --teacher %s|@",
                String.format(Locale.ROOT, "%.1f %%", 100 * doubted(together)), console.command(), out);
        console.result("files    %s: %s, soft-labels.json", out, PredictionStore.FILE);
    }
}
