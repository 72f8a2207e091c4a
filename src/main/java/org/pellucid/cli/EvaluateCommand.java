package org.pellucid.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Temperature;
import org.pellucid.model.Model;
import org.pellucid.model.ModelException;
import org.pellucid.train.DataChoice;
import org.pellucid.train.Evaluator;
import org.pellucid.train.LabelMap;
import org.pellucid.train.PredictionStore;
import org.pellucid.train.Subset;
import org.pellucid.train.TrainException;
import org.pellucid.train.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "evaluate",
        sortOptions = false,
        description = {
            "Judges a model on labelled pictures: accuracy with its 95 %% interval (Wilson), macro-F1 (bootstrap), loss, Brier"
                    + " score, calibration, and for each class precision, recall, F1, and the areas under its ROC and"
                    + " precision-recall curves.",
            "",
            "Several models are judged together: the mean of their probabilities. Only pictures of the models' classes count."
                    + " The predictions are kept in each model's folder (predictions.csv), for 'compare'. PrivateTest is"
                    + " for final figures: every look at it is noted in model.json.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid evaluate --model runs/first --data fer2013.csv.gz --usage PublicTest",
            "  pellucid evaluate --model runs/a --model runs/b --data fer2013.csv.gz --tta ten-crop",
            "  pellucid evaluate --model runs/first --data jaffe/ --json \\",
            "      --label-map happiness=happy,sadness=sad,anger=angry"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "DIR",
            description = "the folder that training wrote; given more than once, the models' mean")
    private List<Path> folders;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--label-map",
            paramLabel = "NAME=CLASS,…",
            description = "what the data's labels are called by the model; - leaves pictures out (default: the same)")
    private String labelMap;

    @Option(
            names = {"-u", "--usage"},
            paramLabel = "SPLIT",
            description =
                    "Training, PublicTest (validation) or PrivateTest (test) (default: PublicTest if there is one, else"
                            + " PrivateTest, else Training)")
    private String usage;

    @Option(
            names = "--tta",
            paramLabel = "none|flip|ten-crop|twenty",
            description =
                    "look at each picture more than once, and average: at its mirror image too; or at four corners and"
                            + " centre, 44/48 of each edge resized to the whole, each also flipped; or at these and at"
                            + " the picture as it is and shifted by one pixel to each corner, each also flipped"
                            + " (default: none)")
    private String tta;

    @Option(
            names = "--calibrate",
            description =
                    "also tell what temperature scaling would give, fitted on the models' predictions of PublicTest")
    private boolean calibrate;

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
        Views views = views(tta);
        List<Model> models = ModelFolder.together(folders);
        List<String> classes = models.get(0).classes();
        Options options = machine.options(machine.select());
        DataSource source = source(models.get(0), classes);
        Split split = wanted == null ? usual(source) : wanted;
        Dataset pictures = source.split(split);
        List<Predictions> each = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Predictions p = Evaluator.predict(
                    models.get(i), pictures, views.all(), options, console.progress("evaluating " + folders.get(i)));
            if (split == Split.TEST) {
                noteOpening(folders.get(i), models.get(i), pictures.size(), views);
            }
            store(folders.get(i), source, split, views, pictures, p);
            each.add(p);
        }
        Predictions together = each.size() == 1 ? each.get(0) : Predictions.mean(each);
        Optional<Temperature> temperature =
                calibrate ? Optional.of(Temperature.fit(validation(views))) : Optional.empty();
        EvaluationReport report =
                new EvaluationReport(console, models, source.origin(), split, views, together, temperature);
        if (json) {
            console.plain(MetricsJson.write(report.json()));
        } else {
            report.show();
        }
        return Failures.OK;
    }

    static Views views(String tta) {
        if (tta == null || tta.equals("none")) {
            return Views.WHOLE;
        }
        return Stream.of(Views.values())
                .filter(views -> views != Views.WHOLE && views.label().equals(tta))
                .findFirst()
                .orElseThrow(() ->
                        new UsageException("--tta expects none, flip, ten-crop or twenty but gets '" + tta + "'"));
    }

    private DataSource source(Model model, List<String> classes) {
        DataChoice asked = data.over(DataChoice.DEFAULT);
        boolean mapped = labelMap != null;
        LabelMap map = mapped ? LabelMap.parse(labelMap) : LabelMap.SAME;
        DataChoice choice = asked.classes().isEmpty() && !mapped ? asked.withClasses(classes) : asked;
        DataSource loaded = choice.load(model.spec().input(), console.progress("loading " + choice.name()));
        return mapped ? Subset.of(loaded, classes, map) : loaded;
    }

    private static Split usual(DataSource source) {
        return source.has(Split.VALIDATION) ? Split.VALIDATION : source.has(Split.TEST) ? Split.TEST : Split.TRAIN;
    }

    /** Before anything is shown: a look that cannot be noted is none. */
    private void noteOpening(Path folder, Model model, int n, Views views) {
        List<String> before = model.provenance().openedTest();
        if (!before.isEmpty()) {
            console.note(
                    "@|bold,yellow warning|@ %s: %s was opened before, %s, last %s: what is chosen after a look is"
                            + " judged too kindly by the next",
                    folder,
                    Split.TEST.usage(),
                    before.size() == 1 ? "once" : before.size() + " times",
                    before.get(before.size() - 1));
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        model.withOpenedTest(now + ": " + n + " pictures of " + Split.TEST.usage() + " by evaluate, " + views.label())
                .save(folder);
    }

    private void store(Path folder, DataSource source, Split split, Views views, Dataset pictures, Predictions p) {
        try {
            PredictionStore.add(folder, PredictionStore.of(source.sha256(), split.usage(), views.label(), pictures, p));
        } catch (ModelException | TrainException e) {
            console.note("predictions are not kept: %s", e.getMessage());
        }
    }

    /** The models' mean on PublicTest, from their folders. */
    private Predictions validation(Views views) {
        List<Predictions> each = new ArrayList<>();
        for (Path folder : folders) {
            each.add(PredictionStore.load(folder).stream()
                    .filter(part -> part.usage().equals(Split.VALIDATION.usage()))
                    .filter(part -> part.view().equals(views.label()))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--calibrate needs predictions of "
                            + Split.VALIDATION.usage() + " in " + folder + ", view " + views.label()
                            + ": evaluate it on that split first"))
                    .predictions());
        }
        return each.size() == 1 ? each.get(0) : Predictions.mean(each);
    }
}
