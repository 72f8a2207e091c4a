package org.pellucid.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.gemm.Backends;
import org.pellucid.gemm.Selection;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.train.DataChoice;
import org.pellucid.train.Pretrained;
import org.pellucid.train.Recipe;
import org.pellucid.train.RecipeUse;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import org.pellucid.train.Teacher;
import org.pellucid.train.Teaching;
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
            "With no options it trains 'seed' on faces drawn by the program, in about half a minute.",
            "The validation split (PublicTest) decides which epoch is kept, when the learning rate drops and when to stop"
                    + " early; where there is none, a tenth of the training pictures is held out for it. The test split"
                    + " (PrivateTest) is opened once, at the end, and decides nothing; with --test closed, as in the recipes,"
                    + " not at all.",
            "A checkpoint is written after every epoch and on Ctrl-C; --resume goes on from it, bit for bit as if never"
                    + " stopped.",
            "With --teacher it learns from a trained model as well as from the labels: before it starts, the teacher says of"
                    + " every training picture, and of its mirror image, how likely it finds each class. Validation and test"
                    + " keep their labels.",
            "With --pretrained it starts from a trained model's weights instead of drawn ones.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid train",
            "  pellucid train --data fer2013.csv.gz --augment standard --out runs/first",
            "  pellucid train --resume --out runs/first",
            "  pellucid train --recipe vgg-7 --data fer2013.csv.gz --seed 2",
            "  pellucid train --recipe seed-7 --data fer2013.csv.gz --teacher runs/vgg",
            "  pellucid train --data fer2013.csv.gz --classes angry,happy,sad --pretrained runs/seven",
            "  pellucid train --data fer2013.csv.gz --model vgg --epochs 100 \\",
            "      --optimizer nesterov --lr 0.01 --weight-decay 1e-4 \\",
            "      --schedule plateau:patience=5,factor=0.75",
            "",
            "Exit codes: 0 done, 1 the loss diverged, 2 bad input, 130 interrupted."
        })
final class TrainCommand implements Callable<Integer> {
    static final String DEFAULT_MODEL = PlanOptions.DEFAULT_MODEL;

    private final Console console;

    @Mixin
    private PlanOptions plan = new PlanOptions();

    @Option(
            names = "--test",
            paramLabel = "open|closed",
            description =
                    "whether to open the test split at the end; closed leaves it to 'evaluate', once all is chosen"
                            + " (default: open; recipes: closed)")
    private String test;

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
                    + " except --epochs (more), --threads and the paths of the data and the teacher")
    private boolean resume;

    @Option(names = "--overwrite", description = "replace the run in --out")
    private boolean overwrite;

    @Mixin
    private ViewOptions view = new ViewOptions();

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int threads = machine.threads();
        if (resume) {
            return resume(threads);
        }
        Optional<Recipe> followed = plan.recipe();
        DataChoice choice = plan.choice(followed);
        Shape input = Networks.input(plan.model(followed));
        plan.network(followed, 2 + choice.classes().size()); // an unknown name should not wait for the data
        RunFolder folder = out == null ? null : new RunFolder(out);
        if (folder != null && folder.isUsed() && !overwrite) {
            throw new UsageException(
                    out + " holds a run already: go on with it by --resume, replace it by --overwrite, or"
                            + " choose another --out");
        }
        Selection selection = machine.select();
        String backend = selection.backend().name();
        TrainConfig config = plan.settings(followed, backend, machine.convFor(backend));
        Optional<Teaching> teaching = plan.teaching(followed);
        Optional<Teacher> teacher = teaching.map(t -> Teacher.load(t, input));
        Optional<Pretrained> pretrained = plan.pretrained(followed).map(Pretrained::load);
        DataSource source = choice.load(input, console.progress("loading " + choice.name()));
        NetworkSpec spec = plan.network(followed, source.classes().size());
        pretrained.filter(by -> !by.knowsAnyOf(source.classes())).ifPresent(by -> warnOfStrangers(by, source));
        boolean openTest = test == null ? followed.map(Recipe::openTest).orElse(true) : openTest();
        Optional<RecipeUse> use = plan.use(followed, choice, config, teaching);
        Run run = new Run(
                choice,
                source.sha256(),
                spec,
                config,
                use,
                openTest,
                teacher.map(Teacher::use),
                pretrained.map(Pretrained::use));
        String title = use.map(RecipeUse::name).orElse(spec.name());
        RunFolder target = folder == null ? RunFolder.unused(title, choice.name()) : folder;
        return new TrainSession(console, view, run, source, teacher, target, selection, threads).start(pretrained);
    }

    private void warnOfStrangers(Pretrained by, DataSource source) {
        console.note(
                "@|bold,yellow warning|@ the pretrained model %s knows none of the classes %s: its last layer starts from drawn"
                        + " weights; are they named otherwise?",
                ModelFolder.described(by.use().model(), by.use().weightsSha256()), String.join(", ", source.classes()));
    }

    private int resume(int threads) {
        if (out == null) {
            throw new UsageException("--resume expects the folder of the run: add --out DIR");
        }
        if (plan.recipe != null || plan.pretrained != null || test != null) {
            throw new UsageException("--resume goes on with the recipe, the weights and the test split's state that "
                    + out.resolve("run.json") + " notes: leave --recipe, --pretrained and --test out");
        }
        RunFolder folder = new RunFolder(out);
        Run stored = Run.load(folder.run());
        TrainConfig config = plan.settings.over(stored.settings());
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
        DataChoice choice = PlanOptions.absolute(plan.data.over(stored.data()));
        Selection selection = Backends.select(backend);
        Optional<Teacher> teacher =
                plan.teacher.again(stored.teacher(), stored.network().input());
        DataSource source = choice.load(stored.network().input(), console.progress("loading " + choice.name()));
        if (!source.sha256().equals(stored.dataSha256())) {
            throw new UsageException("--resume expects the data the run began with (SHA-256 "
                    + stored.dataSha256().substring(0, 12) + "…) but " + choice.location() + " is "
                    + source.sha256().substring(0, 12) + "…");
        }
        if (plan.model != null || plan.dropout != null) {
            NetworkSpec asked = PlanOptions.network(
                    plan.model == null ? stored.network().name() : plan.model,
                    plan.dropout,
                    source.classes().size());
            if (!asked.equals(stored.network())) {
                throw new UsageException("--resume goes on with the network the run began with, '"
                        + stored.network().name() + "', but --model or --dropout ask for another");
            }
        }
        Run run = new Run(
                choice,
                stored.dataSha256(),
                stored.network(),
                config,
                stored.recipe(),
                stored.openTest(),
                teacher.map(Teacher::use),
                stored.pretrained());
        return new TrainSession(console, view, run, source, teacher, folder, selection, threads).resume();
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

    private boolean openTest() {
        return switch (test) {
            case "open" -> true;
            case "closed" -> false;
            default -> throw new UsageException("--test expects open or closed but gets '" + test + "'");
        };
    }
}
