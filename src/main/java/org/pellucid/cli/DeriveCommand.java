package org.pellucid.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pellucid.inspect.Certificate;
import org.pellucid.inspect.GradientCheck;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.derive.Appendix;
import org.pellucid.report.derive.TrainedRun;
import org.pellucid.report.document.Html;
import org.pellucid.report.document.Latex;
import org.pellucid.report.document.Markdown;
import org.pellucid.spec.NetworkSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "derive",
        sortOptions = false,
        description = {
            "Writes the mathematics of a network as the appendix of a thesis: notation, architecture, for each kind of layer"
                    + " the formula, the derivation of its gradients line by line and a worked example in numbers; loss,"
                    + " optimiser, initialisation, convolution as a matrix product, Winograd's way, the gradient certificate, and"
                    + " of a trained model its training.",
            "",
            "--tex writes main.tex, which pdflatex compiles as it is, appendix.tex for \\input, and references.bib; --md a text"
                    + " for GitHub; --html one page that needs nothing else. Without any of them all three are written.",
            "",
            "Exits with 1 if a worked example or the certificate disagrees with finite differences; the document then says FAIL.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid derive --model resnet18 --tex --out appendix",
            "  pellucid derive --model runs/first --html",
            "  pellucid derive --model my-network.json --md --no-certificate"
        })
final class DeriveCommand implements Callable<Integer> {
    private static final String NAME = "derivation";

    private final Console console;

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "NAME|spec.json|DIR",
            description = "a named model, a network as JSON, or a folder that training wrote")
    private String model;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description =
                    "folder of the files; made if there is none (default: derive-NAME, or DIR/derive of a model's folder)")
    private Path out;

    @Option(names = "--tex", description = "LaTeX")
    private boolean tex;

    @Option(names = "--md", description = "Markdown")
    private boolean md;

    @Option(names = "--html", description = "one page with MathML")
    private boolean html;

    @Option(
            names = {"-k", "--class-count"},
            paramLabel = "N",
            description = "classes of a named model (default: ${DEFAULT-VALUE})")
    private int classCount = 7;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "N",
            description = "of the worked examples and of the certificate (default: 1)")
    private long seed = 1;

    @Option(
            names = "--no-certificate",
            negatable = true,
            description = "leave the gradient certificate out; it is what takes long")
    private boolean certificate = true;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    DeriveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<TrainedRun> trained =
                Files.isDirectory(Path.of(model)) ? Optional.of(TrainedRun.load(Path.of(model))) : Optional.empty();
        NetworkSpec spec = trained.map(run -> run.model().spec()).orElseGet(() -> Networks.of(model, classCount));
        Optional<Certificate> proof = certificate ? Optional.of(certify(spec)) : Optional.empty();
        Appendix appendix = Appendix.of(spec, trained, proof, seed);
        Path folder =
                out != null ? out : trained.isPresent() ? Path.of(model, "derive") : Path.of("derive-" + spec.name());
        Map<String, String> files = files(appendix);
        write(folder, files);
        console.result("@|bold files|@  %s: %s", folder, String.join(", ", files.keySet()));
        if (files.containsKey("main.tex")) {
            console.result("@|bold next|@   cd %s && pdflatex main && pdflatex main", folder);
        }
        if (!appendix.passed()) {
            console.result("@|bold,red FAIL|@   an example or the certificate disagrees: look for FAIL in the files");
        }
        return appendix.passed() ? Failures.OK : Failures.FAILED;
    }

    private Certificate certify(NetworkSpec spec) {
        return GradientCheck.of(spec, machine.options(machine.select()).seed(seed), GradientCheck.batchFor(spec))
                .run(console.progress("checking the gradients of " + spec.name()));
    }

    private Map<String, String> files(Appendix appendix) {
        boolean all = !tex && !md && !html;
        Map<String, String> files = new LinkedHashMap<>();
        if (tex || all) {
            files.putAll(Latex.files(appendix.document()));
        }
        if (md || all) {
            files.putAll(Markdown.files(appendix.document(), NAME + ".md"));
        }
        if (html || all) {
            files.put(NAME + ".html", Html.page(appendix.document()));
        }
        return files;
    }

    private static void write(Path folder, Map<String, String> files) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.forEach((name, text) -> AtomicFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8)));
    }
}
