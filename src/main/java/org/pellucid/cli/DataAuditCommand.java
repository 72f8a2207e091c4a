package org.pellucid.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.IdenticalPictures;
import org.pellucid.data.NearDuplicates;
import org.pellucid.data.Place;
import org.pellucid.data.Split;
import org.pellucid.evaluate.LabelNoise;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.gemm.Selection;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.Audit;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.train.DataChoice;
import org.pellucid.train.OutOfSample;
import org.pellucid.train.PredictionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        sortOptions = false,
        description = {
            "Looks for what is wrong with a data set: pictures that stand in it twice, pixel for pixel or nearly (mirrored ones"
                    + " too), within and across splits and under different labels; and, with --folds or --model, labels that are"
                    + " likely wrong, by confident learning (Northcutt et al. 2021).",
            "",
            "Writes tables (CSV) and picture sheets (PNG) into a folder. The sheets show pictures of the data set: if those are of"
                    + " real people, do not publish them.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid data audit --data fer2013.csv.gz",
            "  pellucid data audit --data fer2013.csv.gz --folds 5 --network lenet --epochs 6",
            "  pellucid data audit --data fer2013.csv.gz --model runs/first"
        })
final class DataAuditCommand implements Callable<Integer> {
    private static final int EPOCHS = 8;

    private final Console console;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--near",
            paramLabel = "R",
            description =
                    "two pictures are nearly the same if their pixels' correlation is at least this (default: 0.95)")
    private double near = NearDuplicates.THRESHOLD;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description =
                    "doubt the labels of pictures that this model has not learnt from: those of its predictions.csv")
    private Path model;

    @Option(
            names = "--folds",
            paramLabel = "K",
            description =
                    "doubt the labels of Training and PublicTest by cross-validation: K small networks, each asked about the"
                            + " pictures that it has not learnt from; copies of a photograph share a fold")
    private Integer folds;

    @Option(names = "--network", paramLabel = "NAME", description = "of --folds (default: seed)")
    private String network;

    @Option(
            names = {"-e", "--epochs"},
            paramLabel = "N",
            description = "of --folds (default: 8)")
    private Integer epochs;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "the folder to write to (default: audit-<data>)")
    private Path out;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    DataAuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (model != null && folds != null) {
            throw new UsageException("--model and --folds both say who doubts the labels: give one of them");
        }
        if (folds == null && (network != null || epochs != null)) {
            throw new UsageException("--network and --epochs are of --folds: add it, or leave them out");
        }
        DataChoice choice = data.over(DataChoice.DEFAULT);
        String name = network == null ? TrainCommand.DEFAULT_MODEL : network;
        Shape input = folds == null ? NamedModels.FACE : Networks.input(name);
        DataSource source = choice.load(input, console.progress("loading " + choice.name()));
        NetworkSpec spec =
                folds == null ? null : Networks.of(name, source.classes().size());
        Path folder = out == null ? Path.of("audit-" + choice.name()) : out;
        Files.createDirectories(folder);
        IdenticalPictures identical = IdenticalPictures.of(source);
        NearDuplicates pairs =
                NearDuplicates.of(source, identical, near, console.progress("looking for near-duplicates"));
        Audit audit = new Audit(source, identical, pairs);
        audit.write(folder);
        AuditReport report = new AuditReport(source, audit, pairs);
        if (model != null || folds != null) {
            StoredPredictions predicted = model != null ? ofModel(source) : ofFolds(source, audit, spec);
            LabelNoise noise = LabelNoise.of(predicted.predictions());
            audit.writeLabels(folder, predicted, noise);
            report = report.with(predicted, noise, folds == null ? String.valueOf(model.getFileName()) : name);
        }
        AtomicFiles.write(
                folder.resolve("audit.json"),
                (MetricsJson.write(report.facts()) + "\n").getBytes(StandardCharsets.UTF_8));
        if (json) {
            console.plain(MetricsJson.write(report.facts()));
        } else {
            report.show(console, folder);
        }
        return Failures.OK;
    }

    private StoredPredictions ofModel(DataSource source) {
        List<StoredPredictions> all = PredictionStore.load(model);
        // Those of Training are out of sample only if they come from 'crossval'.
        boolean crossed = Files.exists(model.resolve("crossval.json"));
        for (Split split : crossed ? List.of(Split.TRAIN) : List.of(Split.VALIDATION, Split.TEST)) {
            for (StoredPredictions part : all) {
                boolean wanted =
                        part.usage().equals(split.usage()) && part.view().equals(PredictionStore.WHOLE);
                if (wanted && part.data().equals(PredictionStore.hash(source.sha256()))) {
                    return part;
                }
            }
        }
        throw new UsageException(model + ": expected " + PredictionStore.FILE + " with predictions for PublicTest of "
                + source.origin() + " but there are none: run evaluate --usage PublicTest on these data first");
    }

    /** PrivateTest stays closed: nothing is to be learnt or chosen from it. */
    private StoredPredictions ofFolds(DataSource source, Audit audit, NetworkSpec spec) {
        Map<Place, Integer> photographs = audit.photographs();
        List<Place> places = new ArrayList<>();
        for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
            for (int i = 0; source.has(split) && i < source.split(split).size(); i++) {
                places.add(new Place(split, i));
            }
        }
        Dataset all = joined(source, places);
        int[] labels = new int[all.size()];
        Arrays.setAll(labels, all::label);
        int[] groups = places.stream().mapToInt(photographs::get).toArray();
        SettingOptions settings = new SettingOptions();
        settings.epochs = epochs == null ? EPOCHS : epochs;
        settings.keep = "last";
        Selection selection = machine.select();
        String backend = selection.backend().name();
        Predictions p = OutOfSample.predict(
                all,
                OutOfSample.deal(labels, groups, folds, 1),
                spec,
                settings.over(SettingOptions.defaults(backend, machine.convFor(backend))),
                selection.backend(),
                machine.threads(),
                console.progress("cross-validating " + spec.name()));
        return PredictionStore.of(source.sha256(), "Training and PublicTest", PredictionStore.WHOLE, all, p);
    }

    private static Dataset joined(DataSource source, List<Place> places) {
        Dataset first = source.split(places.get(0).split());
        int size = first.pictureSize();
        byte[] pixels = new byte[Math.multiplyExact(places.size(), size)];
        int[] labels = new int[places.size()];
        String[] ids = new String[places.size()];
        for (int i = 0; i < labels.length; i++) {
            Dataset part = source.split(places.get(i).split());
            int index = places.get(i).index();
            System.arraycopy(part.pixels(), index * size, pixels, i * size, size);
            labels[i] = part.label(index);
            ids[i] = part.id(index);
        }
        return Dataset.of(
                source.origin(),
                source.classes(),
                first.channels(),
                first.height(),
                first.width(),
                pixels,
                labels,
                null,
                ids);
    }
}
