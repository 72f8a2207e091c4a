package org.pellucid.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.gemm.Backends;
import org.pellucid.gemm.Selection;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.train.DataChoice;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import org.pellucid.train.TrainConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Trains a network and writes it to a folder, with its history, charts and numbers.",
            "",
            "With no options it trains 'seed' on faces drawn by the program, in about a minute.",
            "The validation split (PublicTest) decides which epoch is kept, when the learning rate drops and when to stop"
                    + " early; where there is none, a tenth of the training pictures is held out for it. The test split"
                    + " (PrivateTest) is opened once, at the end, and decides nothing.",
            "A checkpoint is written after every epoch and on Ctrl-C; --resume goes on from it, bit for bit as if never"
                    + " stopped.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid train",
            "  pellucid train --data fer2013.csv.gz --augment standard --out runs/first",
            "  pellucid train --resume --out runs/first",
            "  pellucid train --data fer2013.csv.gz --model vgg --epochs 100 \\",
            "      --optimizer nesterov --lr 0.01 --weight-decay 1e-4 \\",
            "      --schedule plateau:patience=5,factor=0.75",
            "",
            "Exit codes: 0 done, 1 the loss diverged, 2 bad input, 130 interrupted."
        })
final class TrainCommand implements Callable<Integer> {
    static final String DEFAULT_MODEL = "seed";

    private final Console console;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|spec.json",
            description = "a named model (see 'pellucid models') or a network written as JSON (default: seed)")
    private String model;

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            description = "give every dropout layer this rate, 0 to 1 (default: the model's own)")
    private Double dropout;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "folder to write to (default: runs/MODEL-DATA-1, -2, …)")
    private Path out;

    @Option(
            names = "--resume",
            description = "go on with the run in --out: what is not given is as it was, what is given must be the same,"
                    + " except --epochs (more), --threads and the path of the data")
    private boolean resume;

    @Option(names = "--overwrite", description = "replace the run in --out")
    private boolean overwrite;

    @Option(
            names = "--watch",
            description =
                    "look at the training under the magnifier: watch.html, .csv and .json in --out tell of gradients, steps,"
                            + " dead ReLUs and the spread of weights and activations; the weights stay the same to the bit")
    private boolean watch;

    @Option(
            names = {"-q", "--quiet"},
            description = "print errors only, and at the end the folder")
    private boolean quiet;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int threads = machine.threads();
        if (resume) {
            return resume(threads);
        }
        DataChoice choice = absolute(data.over(DataChoice.DEFAULT));
        String name = model == null ? DEFAULT_MODEL : model;
        Shape input = Networks.input(name);
        Networks.of(name, 2 + choice.classes().size()); // an unknown name should not wait for the data
        RunFolder folder = out == null ? null : new RunFolder(out);
        if (folder != null && folder.isUsed() && !overwrite) {
            throw new UsageException(
                    out + " holds a run already: go on with it by --resume, replace it by --overwrite, or"
                            + " choose another --out");
        }
        Selection selection = machine.select();
        String backend = selection.backend().name();
        TrainConfig config = settings.over(SettingOptions.defaults(backend, machine.convFor(backend)));
        DataSource source = choice.load(input, console.progress("loading " + choice.name()));
        NetworkSpec spec = network(name, source.classes().size());
        Run run = new Run(choice, source.sha256(), spec, config);
        RunFolder target = folder == null ? RunFolder.unused(spec.name(), choice.name()) : folder;
        return new TrainSession(console, quiet, watch, run, source, target, selection, threads).start();
    }

    private int resume(int threads) {
        if (out == null) {
            throw new UsageException("--resume expects the folder of the run: add --out DIR");
        }
        RunFolder folder = new RunFolder(out);
        Run stored = Run.load(folder.run());
        TrainConfig config = settings.over(stored.settings());
        refuseOtherSettings(stored, config);
        String backend = stored.settings().backend();
        if (machine.gemm != null && !List.of("auto", backend).contains(machine.gemm)) {
            throw new UsageException("--resume goes on with the backend the run began with, " + backend
                    + ", but --gemm is " + machine.gemm + ": other backends round otherwise");
        }
        if (machine.conv != null
                && machine.convFor(backend) != stored.settings().conv()) {
            throw new UsageException("--resume goes on with the convolutions the run began with, "
                    + stored.settings().conv().label() + ", but --conv is " + machine.conv
                    + ": other algorithms round otherwise");
        }
        DataChoice choice = absolute(data.over(stored.data()));
        Selection selection = Backends.select(backend);
        DataSource source = choice.load(stored.network().input(), console.progress("loading " + choice.name()));
        if (!source.sha256().equals(stored.dataSha256())) {
            throw new UsageException("--resume expects the data the run began with (SHA-256 "
                    + stored.dataSha256().substring(0, 12) + "…) but " + choice.location() + " is "
                    + source.sha256().substring(0, 12) + "…");
        }
        if (model != null || dropout != null) {
            NetworkSpec asked = network(
                    model == null ? stored.network().name() : model,
                    source.classes().size());
            if (!asked.equals(stored.network())) {
                throw new UsageException("--resume goes on with the network the run began with, '"
                        + stored.network().name() + "', but --model or --dropout ask for another");
            }
        }
        Run run = new Run(choice, stored.dataSha256(), stored.network(), config);
        return new TrainSession(console, quiet, watch, run, source, folder, selection, threads).resume();
    }

    private void refuseOtherSettings(Run stored, TrainConfig config) {
        TrainConfig began = stored.settings();
        List<String> changed = began.differences(config.withEpochs(began.epochs()));
        if (!changed.isEmpty()) {
            throw new UsageException("--resume goes on with the settings the run began with, but these differ: "
                    + String.join(", ", changed) + ": leave them out, or start a new run");
        }
        if (config.epochs() != began.epochs() && began.schedule().needsHorizon()) {
            throw new UsageException("--resume cannot change --epochs from " + began.epochs() + " to " + config.epochs()
                    + ": the schedule's shape depends on them; start a new run");
        }
    }

    private NetworkSpec network(String name, int classes) {
        NetworkSpec spec = Networks.of(name, classes);
        return dropout == null ? spec : Networks.withDropout(spec, dropout);
    }

    /** So that the run can be resumed from another folder. */
    private static DataChoice absolute(DataChoice choice) {
        return choice.isSynthetic()
                ? choice
                : new DataChoice(
                        Path.of(choice.location()).toAbsolutePath().normalize().toString(),
                        choice.classes(),
                        choice.ferPlus().isEmpty()
                                ? ""
                                : Path.of(choice.ferPlus())
                                        .toAbsolutePath()
                                        .normalize()
                                        .toString(),
                        choice.ferPlusMode());
    }
}
