package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Selection;
import org.pellucid.inspect.Bounds;
import org.pellucid.inspect.Certificate;
import org.pellucid.inspect.Differences;
import org.pellucid.inspect.GradientCheck;
import org.pellucid.inspect.Row;
import org.pellucid.inspect.Trajectory;
import org.pellucid.model.Model;
import org.pellucid.report.TextTable;
import org.pellucid.spec.NetworkSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "gradcheck",
        description = {
            "Proves the gradients of a network, layer by layer. First, the textbook's analytic gradient of each parameter and"
                    + " input against central differences, in double precision, with random gradients coming back; kinks of ReLU"
                    + " and ties of maxima are stepped around and counted. Second, the engine's float results against the"
                    + " textbook's, each within the bound that rounding allows. Third, the losses of both machines over the first"
                    + " steps of a training.",
            "",
            "Exits with 1 if anything fails.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid gradcheck --model lenet",
            "  pellucid gradcheck --model my-network.json --gemm reference --json"
        })
final class GradcheckCommand implements Callable<Integer> {
    private static final String NONE = "–";

    private final Console console;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|spec.json|DIR",
            description = "a named model, a network as JSON, or a folder that training wrote (default: seed)")
    private String model = TrainCommand.DEFAULT_MODEL;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "N",
            description = "of the weights, inputs and gradients drawn (default: 1)")
    private long seed = 1;

    @Option(
            names = {"-b", "--batch"},
            paramLabel = "N",
            description = "pictures (default: 4; fewer for large networks)")
    private Integer batch;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    GradcheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        NetworkSpec spec = Files.isDirectory(Path.of(model))
                ? Model.describe(Path.of(model)).spec()
                : Networks.of(model, 7);
        int examples = batch == null ? GradientCheck.batchFor(spec) : batch;
        if (examples < 1) {
            throw new UsageException("--batch expects at least 1 but gets " + examples);
        }
        Selection selection = machine.select();
        Options options = machine.options(selection).seed(seed);
        Certificate certificate =
                GradientCheck.of(spec, options, examples).run(console.progress("checking " + spec.name()));
        if (json) {
            console.plain(MetricsJson.write(object(certificate)));
        } else {
            print(certificate);
        }
        return certificate.passed() ? Failures.OK : Failures.FAILED;
    }

    private void print(Certificate c) {
        console.result(
                "@|bold %s|@, batch %d, seed %d, backend %s, %d threads",
                c.model(), c.batch(), c.seed(), c.backend(), c.threads());
        console.result("");
        TextTable table = new TextTable("lllrrrrrl")
                .row("layer", "type", "tensor", "samples", "kinks", "error", "bound", "engine", "")
                .rule();
        for (Row row : c.rows()) {
            table.row(
                    row.layer(),
                    row.type(),
                    row.tensor(),
                    row.textbook().map(d -> Integer.toString(d.samples())).orElse(NONE),
                    row.textbook().map(d -> Integer.toString(d.kinks())).orElse(NONE),
                    row.textbook().map(d -> scientific(d.worst())).orElse(NONE),
                    row.textbook().map(d -> scientific(d.bound())).orElse(NONE),
                    row.engine().map(a -> percent(a.share())).orElse(NONE),
                    row.passed() ? "" : "FAIL");
        }
        table.lines().forEach(line -> console.result("%s", line));
        console.result("");
        console.result("error   largest scaled error of the textbook's gradient against central differences");
        console.result("kinks   coordinates and steps left out because a ReLU or a maximum would tip");
        console.result("engine  largest error of the engine against the textbook, as a share of its rounding bound");
        console.result("");
        Trajectory t = c.trajectory();
        console.result(
                "training, %d %s: largest relative difference of the two machines' losses %s, %s of its tolerance%s",
                t.steps(),
                t.steps() == 1 ? "step" : "steps",
                scientific(t.worst()),
                percent(t.share()),
                t.passed() ? "" : "  FAIL");
        long failures = c.failures();
        int checks = c.rows().size() + 1;
        console.result(
                failures == 0 ? "@|bold,green PASS|@  %d checks" : "@|bold,red FAIL|@  %2$d of %1$d checks",
                checks,
                failures);
    }

    private static String scientific(double value) {
        return String.format(Locale.ROOT, "%.1e", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static Map<String, Object> object(Certificate c) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", c.model());
        all.put("passed", c.passed());
        all.put("checks", c.rows().size() + 1);
        all.put("failures", c.failures());
        all.put("batch", c.batch());
        all.put("seed", c.seed());
        all.put("gemm", c.backend());
        all.put("threads", c.threads());
        all.put("differences_bound", Bounds.DIFFERENCES);
        all.put(
                "worst_difference",
                c.rows().stream()
                        .flatMap(row -> row.textbook().stream())
                        .mapToDouble(Differences::worst)
                        .max()
                        .orElse(0));
        List<Map<String, Object>> rows = new ArrayList<>();
        c.rows().forEach(row -> rows.add(object(row)));
        all.put("rows", rows);
        Map<String, Object> trajectory = new LinkedHashMap<>();
        trajectory.put("passed", c.trajectory().passed());
        trajectory.put("textbook", c.trajectory().textbook());
        trajectory.put("engine", c.trajectory().engine());
        trajectory.put("tolerance", c.trajectory().tolerance());
        all.put("trajectory", trajectory);
        return all;
    }

    private static Map<String, Object> object(Row row) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("layer", row.layer());
        one.put("type", row.type());
        one.put("tensor", row.tensor());
        one.put("passed", row.passed());
        row.textbook().ifPresent(d -> {
            one.put("samples", d.samples());
            one.put("kinks", d.kinks());
            one.put("difference", d.worst());
        });
        row.engine().ifPresent(a -> {
            one.put("values", a.values());
            one.put("engine_error", a.worst());
            one.put("engine_share", a.share());
        });
        return one;
    }
}
