package org.pellucid.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.Standardisation;
import org.pellucid.gemm.Selection;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.RangeChart;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.train.DataChoice;
import org.pellucid.train.RateRange;
import org.pellucid.train.TrainConfig;
import org.pellucid.train.TrainTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "lr-range",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Finds a learning rate: trains a few steps with a rate that grows from step to step, and sees where the loss falls"
                    + " and where it rises again (Smith, 2017).",
            "",
            "Writes lr-range.csv, .png and .svg. The suggestion is a tenth of the rate at which the smoothed loss is least; with"
                    + " another batch or optimiser it is another. --lr, --schedule and --epochs are not looked at.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid lr-range --data fer2013.csv.gz --model seed",
            "  pellucid lr-range --optimizer nesterov --from 1e-4 --to 10 --steps 500"
        })
final class LrRangeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|spec.json",
            description = "a named model (see 'pellucid models') or a network written as JSON (default: seed)")
    private String model = TrainCommand.DEFAULT_MODEL;

    @Option(names = "--from", paramLabel = "X", description = "the first learning rate (default: 1e-6)")
    private double from = 1e-6;

    @Option(names = "--to", paramLabel = "X", description = "the last learning rate (default: 1)")
    private double to = 1;

    @Option(names = "--steps", paramLabel = "N", description = "steps from the first to the last (default: 300)")
    private int steps = 300;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "folder to write to (default: here)")
    private Path out = Path.of("");

    LrRangeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int threads = machine.threads();
        DataChoice choice = data.over(DataChoice.DEFAULT);
        Networks.of(model, 7);
        Selection selection = machine.select();
        String backend = selection.backend().name();
        TrainConfig config = settings.over(SettingOptions.defaults(backend, machine.convFor(backend)));
        DataSource source = choice.load(Networks.input(model), console.progress("loading " + choice.name()));
        NetworkSpec spec = Networks.of(model, source.classes().size());
        Dataset train = source.split(Split.TRAIN);
        TrainTask task = new TrainTask(spec, train, train, Standardisation.fit(config.standardisation(), train));
        RateRange range = RateRange.run(
                task, config, selection.backend(), threads, from, to, steps, console.progress("learning rates"));
        write(
                spec.name() + " on " + source.origin() + ", "
                        + config.optimizer().kind().label() + ", batch " + config.batch(),
                range);
        console.result("lowest loss at  %.1e%s", range.lowest(), range.risen() ? "" : ", the end: raise --to");
        console.result(
                "@|bold suggested|@       %.1e  (--lr)%s",
                range.suggested(),
                range.fallen() ? "" : "; the loss hardly fell: take more --steps before trusting it");
        console.result("files           %s", out.resolve("lr-range") + ".csv, .png, .svg");
        return Failures.OK;
    }

    private void write(String title, RateRange range) {
        try {
            Files.createDirectories(out.toAbsolutePath());
            AtomicFiles.write(out.resolve("lr-range.csv"), range.csv().getBytes(StandardCharsets.UTF_8));
            RangeChart.of(title, range).save(out, "lr-range");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
