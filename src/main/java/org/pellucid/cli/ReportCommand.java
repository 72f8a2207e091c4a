package org.pellucid.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.model.Model;
import org.pellucid.report.Report;
import org.pellucid.train.DataChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        sortOptions = false,
        description = {
            "Writes a page of one file on one run or several: scores with intervals, curves, confusion, ROC and precision-recall,"
                    + " calibration, kernels and feature maps, recipe, cost, hashes and the model card; of several runs also their"
                    + " comparison.",
            "",
            "Beside it, in a folder named after it: every table as CSV and LaTeX, every chart as PNG, SVG and PDF, and the model"
                    + " cards.",
            "",
            "With --data (and the --classes and --ferplus of the run) also sheets of right and wrong answers and the scores without"
                    + " duplicates. The page then holds pictures of the data set: if those are of real people, do not publish it.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid report runs/first",
            "  pellucid report runs/first runs/second --data fer2013.csv.gz --out thesis.html"
        })
final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "folders that training wrote")
    private List<Path> runs;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "F",
            description = "the page to write (default: report.html)")
    private Path out = Path.of("report.html");

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!out.toString().matches("(?i).*\\.html?")) {
            throw new UsageException("--out expects a file name that ends in .html but gets " + out);
        }
        if (data.data == null && (data.ferPlus != null || data.classes != null)) {
            throw new UsageException("--classes and --ferplus are of --data: add it, or leave them out");
        }
        Path folder = Report.write(
                out, runs, Optional.ofNullable(pictures()), console.progress("looking for near-duplicates"));
        console.result("%s", out);
        console.result("%s: tables as CSV and LaTeX, charts as PNG, SVG and PDF, model cards", relative(folder));
        return Failures.OK;
    }

    /** As training numbers the classes: those of the first model, unless others are asked for. */
    private DataSource pictures() {
        if (data.data == null) {
            return null;
        }
        Model first = Model.load(runs.get(0));
        DataChoice asked = data.over(DataChoice.DEFAULT);
        DataChoice choice = asked.classes().isEmpty() ? asked.withClasses(first.classes()) : asked;
        return choice.load(first.spec().input(), console.progress("loading " + choice.name()));
    }

    private static Path relative(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        return folder.startsWith(here) ? here.relativize(folder) : folder;
    }
}
