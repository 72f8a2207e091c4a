package org.pellucid.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.DuplicateAudit;
import org.pellucid.data.IdenticalPictures;
import org.pellucid.data.NearDuplicates;
import org.pellucid.data.Place;
import org.pellucid.data.Split;
import org.pellucid.evaluate.LabelNoise;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.gemm.Selection;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.Audit;
import org.pellucid.report.TextTable;
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
        Map<String, Object> facts = duplicates(source, audit, pairs);
        LabelNoise noise = null;
        StoredPredictions predicted = null;
        if (model != null || folds != null) {
            predicted = model != null ? ofModel(source) : ofFolds(source, audit, spec);
            noise = LabelNoise.of(predicted.predictions());
            audit.writeLabels(folder, predicted, noise);
            facts.put("labels", labels(predicted, noise, folds == null ? String.valueOf(model.getFileName()) : name));
        }
        AtomicFiles.write(
                folder.resolve("audit.json"), (MetricsJson.write(facts) + "\n").getBytes(StandardCharsets.UTF_8));
        if (json) {
            console.plain(MetricsJson.write(facts));
        } else {
            show(source, audit, pairs, noise, predicted, folder);
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

    private static Map<String, Object> duplicates(DataSource source, Audit audit, NearDuplicates near) {
        DuplicateAudit exact = audit.exact();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("data", source.origin());
        facts.put("data_sha256", source.sha256());
        facts.put("pictures", exact.pictures());
        facts.put("distinct", exact.distinct());
        facts.put("conflicting_groups", exact.conflicting());
        exact.inTraining().forEach((split, n) -> facts.put(split.usage() + "_identical_to_Training", n));
        facts.put("near_threshold", near.threshold());
        facts.put("near_pairs", near.pairs().size());
        facts.put("near_pairs_mirrored", audit.mirroredPairs());
        facts.put("near_pairs_conflicting", audit.conflictingPairs());
        exact.inTraining()
                .keySet()
                .forEach(split -> facts.put(
                        split.usage() + "_identical_or_near_to_Training",
                        audit.inTraining(split).size()));
        facts.put("blank", near.blank());
        return facts;
    }

    private static Map<String, Object> labels(StoredPredictions predicted, LabelNoise noise, String by) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("usage", predicted.usage());
        facts.put("by", by);
        facts.put("n", predicted.predictions().size());
        facts.put("accuracy", Metrics.of(predicted.predictions()).accuracy());
        facts.put("classes", noise.classes());
        facts.put("thresholds", noise.thresholds());
        facts.put("confident_joint", noise.confidentJoint());
        facts.put("suspects", noise.suspects().size());
        facts.put("estimated_noise", noise.noise());
        return facts;
    }

    private void show(
            DataSource source,
            Audit audit,
            NearDuplicates near,
            LabelNoise noise,
            StoredPredictions predicted,
            Path folder) {
        DuplicateAudit exact = audit.exact();
        console.result("@|bold %s|@: %,d pictures", source.origin(), exact.pictures());
        console.result("");
        console.result(
                "@|bold identical|@  %,d distinct; %,d groups of identical pictures under more than one label",
                exact.distinct(), exact.conflicting());
        exact.inTraining()
                .forEach((split, n) -> console.result(
                        "           %,d pictures of %s stand in Training as well (%.1f %%)",
                        n, split.usage(), 100.0 * n / source.split(split).size()));
        console.result(
                "@|bold alike|@      %,d pairs of correlation %s or more, %,d of them mirrored, %,d under different labels",
                near.pairs().size(), near.threshold(), audit.mirroredPairs(), audit.conflictingPairs());
        exact.inTraining()
                .keySet()
                .forEach(split -> console.result(
                        "           %,d pictures of %s stand in Training, identical or alike (%.1f %%)",
                        audit.inTraining(split).size(),
                        split.usage(),
                        100.0
                                * audit.inTraining(split).size()
                                / source.split(split).size()));
        if (near.blank() > 0) {
            console.result("@|bold blank|@      %s, not compared", Console.count(near.blank(), "picture"));
        }
        if (noise != null) {
            int n = predicted.predictions().size();
            console.result(
                    "@|bold labels|@     %,d of %,d doubted (%.1f %%), by predictions %.4f accurate; estimated share of wrong"
                            + " labels %.1f %%",
                    noise.suspects().size(),
                    n,
                    100.0 * noise.suspects().size() / n,
                    Metrics.of(predicted.predictions()).accuracy(),
                    100 * noise.noise());
            if (Metrics.of(predicted.predictions()).accuracy()
                    < 2.0 / noise.classes().size()) {
                console.result("           these predictions are hardly better than guesses: train longer");
            }
            console.result("");
            TextTable table = new TextTable("llrr")
                    .row("given", "suggested", "doubted", "share of given")
                    .rule();
            mostDoubted(noise).forEach(row -> table.row(row));
            table.lines("           ").forEach(line -> console.result("%s", line));
        }
        console.result("@|bold files|@      %s: tables (CSV), picture sheets (PNG), audit.json", folder);
    }

    /** The ten most frequent doubts. */
    private static List<Object[]> mostDoubted(LabelNoise noise) {
        List<Object[]> rows = new ArrayList<>();
        int[][] joint = noise.confidentJoint();
        for (int i = 0; i < joint.length; i++) {
            int counted = Arrays.stream(joint[i]).sum();
            for (int j = 0; j < joint.length; j++) {
                if (i != j && joint[i][j] > 0) {
                    rows.add(new Object[] {
                        noise.classes().get(i),
                        noise.classes().get(j),
                        joint[i][j],
                        String.format(Locale.ROOT, "%.1f %%", 100.0 * joint[i][j] / counted)
                    });
                }
            }
        }
        rows.sort((a, b) -> Integer.compare((Integer) b[2], (Integer) a[2]));
        return rows.subList(0, Math.min(10, rows.size()));
    }
}
