package org.pellucid.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.data.Split;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.model.AtomicFiles;
import org.pellucid.model.Model;
import org.pellucid.report.DataTable;
import org.pellucid.train.DataChoice;
import org.pellucid.train.Evaluator;
import org.pellucid.train.PredictionStore;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import org.pellucid.train.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Compares models on the same pictures, from the predictions in their folders: intervals, McNemar's exact test of"
                    + " each pair with Holm's correction, the bootstrap interval of each difference, which model for which"
                    + " class, accuracy against cost, and the spread over runs that differ by their seed alone.",
            "",
            "Models of different classes meet on the classes that both tell apart. Predictions that are missing are made if"
                    + " --data is given. A small p-value says that two models differ, not that one way to train is better: for"
                    + " that, train with several seeds.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid compare runs/seed runs/vgg",
            "  pellucid compare runs/vgg-* --ensemble --tta flip --data fer2013.csv.gz",
            "  pellucid compare runs/seed runs/vgg --csv tables/ --tex tables/"
        })
final class CompareCommand implements Callable<Integer> {
    private static final String ENSEMBLE = "ensemble";

    private final Console console;

    @Parameters(arity = "2..*", paramLabel = "RUN", description = "folders that training wrote")
    private List<Path> folders;

    @Option(
            names = {"-u", "--usage"},
            paramLabel = "SPLIT",
            description = "Training, PublicTest or PrivateTest (default: PublicTest)")
    private String usage;

    @Option(
            names = "--tta",
            paramLabel = "none|flip|ten-crop|twenty",
            description = "predictions from which looks at a picture, as 'evaluate' names them (default: none)")
    private String tta;

    @Option(names = "--ensemble", description = "add the mean of all models")
    private boolean ensemble;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Option(names = "--csv", paramLabel = "DIR", description = "also write the numbers as CSV, unrounded")
    private Path csv;

    @Option(names = "--tex", paramLabel = "DIR", description = "also write each table for LaTeX, with booktabs")
    private Path tex;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Split split = usage == null ? Split.VALIDATION : Split.ofUsage(usage);
        Views views = EvaluateCommand.views(tta);
        List<CompareEntry> entries = new ArrayList<>();
        for (Path folder : folders) {
            Model model = Model.load(folder);
            Optional<Run> run = Files.exists(new RunFolder(folder).run())
                    ? Optional.of(Run.load(new RunFolder(folder).run()))
                    : Optional.empty();
            entries.add(
                    new CompareEntry(name(folder), model.spec().cost(), run, predictions(folder, model, split, views)));
        }
        if (ensemble) {
            entries.add(together(entries));
        }
        CompareReport report = new CompareReport(entries, split.usage(), views.label(), Bootstrap.DEFAULT);
        if (json) {
            console.plain(MetricsJson.write(report.numbers().json()));
        } else {
            report.show(console);
        }
        for (DataTable table : report.numbers().tables()) {
            write(csv, table.name() + ".csv", table.csv());
        }
        for (DataTable table : report.tables()) {
            write(tex, table.name() + ".tex", table.latex());
        }
        return Failures.OK;
    }

    /** The folder's own name; where several share it, with its parent's. */
    private String name(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        Set<Path> last = new HashSet<>();
        boolean unique = folders.stream()
                .map(f -> f.toAbsolutePath().normalize().getFileName())
                .allMatch(last::add);
        return unique || whole.getNameCount() < 2
                ? whole.getFileName().toString()
                : whole.subpath(whole.getNameCount() - 2, whole.getNameCount()).toString();
    }

    private StoredPredictions predictions(Path folder, Model model, Split split, Views views) {
        List<StoredPredictions> found = PredictionStore.load(folder).stream()
                .filter(part ->
                        part.usage().equals(split.usage()) && part.view().equals(views.label()))
                .toList();
        if (!found.isEmpty()) {
            // Of several, those of the data that it was trained on; else the latest.
            String own = PredictionStore.hash(model.provenance().dataSha256());
            return found.stream()
                    .filter(part -> part.data().equals(own))
                    .findFirst()
                    .orElse(found.get(found.size() - 1));
        }
        if (data.data == null || split == Split.TEST) {
            throw new UsageException(folder + " holds no predictions of " + split.usage() + ", view " + views.label()
                    + ": make them with 'evaluate'" + (split == Split.TEST ? "" : ", or give --data"));
        }
        DataChoice choice = data.over(DataChoice.DEFAULT).withClasses(model.classes());
        DataSource source = choice.load(model.spec().input(), console.progress("loading " + choice.name()));
        Predictions p = Evaluator.predict(
                model,
                source.split(split),
                views.all(),
                machine.options(machine.select()),
                console.progress("evaluating " + folder));
        StoredPredictions made =
                PredictionStore.of(source.sha256(), split.usage(), views.label(), source.split(split), p);
        PredictionStore.add(folder, made);
        return made;
    }

    private static CompareEntry together(List<CompareEntry> entries) {
        StoredPredictions first = entries.get(0).stored();
        List<Predictions> each = new ArrayList<>();
        for (CompareEntry entry : entries) {
            int[] places = first.placesIn(entry.stored());
            for (int place : places) {
                if (place < 0) {
                    throw new UsageException("--ensemble expects predictions of the same pictures but " + entry.name()
                            + " lacks some of those of " + entries.get(0).name());
                }
            }
            each.add(entry.stored().subset(places).predictions());
        }
        try {
            return new CompareEntry(
                    ENSEMBLE,
                    entries.stream()
                            .map(CompareEntry::cost)
                            .reduce((a, b) -> a.plus(b))
                            .orElseThrow(),
                    Optional.empty(),
                    new StoredPredictions(
                            first.data(),
                            first.usage(),
                            first.view(),
                            first.ids(),
                            first.pictures(),
                            Predictions.mean(each)));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--ensemble: " + e.getMessage());
        }
    }

    private static void write(Path folder, String name, String text) {
        if (folder != null) {
            RunFolder.make(folder);
            AtomicFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
