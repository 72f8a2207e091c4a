package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pellucid.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        sortOptions = false,
        description = {
            "Writes a model, without the rest of its run, to another folder.",
            "",
            "With --half its weights are rounded to 16-bit floats and take half the room; evaluate the copy to see that it"
                    + " answers as well.",
            ""
        },
        footer = {"", "Example:", "  pellucid export --model runs/first --half --out data/models/first"})
final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "DIR",
            description = "the folder that training wrote")
    private Path model;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "the folder to write to")
    private Path out;

    @Option(names = "--half", description = "round the weights to 16-bit floats")
    private boolean half;

    @Option(names = "--overwrite", description = "replace the model in --out")
    private boolean overwrite;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Model loaded = Model.load(model);
        if (Files.exists(out.resolve("model.json")) && !overwrite) {
            throw new UsageException(
                    out + " holds a model already: replace it by --overwrite, or choose another --out");
        }
        Model written = half ? loaded.halved() : loaded;
        written.save(out);
        console.result(
                "@|bold %s|@: %,d parameters of %d bits, weights SHA-256 %s",
                out,
                written.spec().cost().parameters(),
                written.isHalf() ? 16 : 32,
                written.provenance().weightsSha256());
        return Failures.OK;
    }
}
