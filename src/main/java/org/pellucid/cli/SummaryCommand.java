package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pellucid.model.Model;
import org.pellucid.model.Provenance;
import org.pellucid.report.TextTable;
import org.pellucid.spec.Cost;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "summary",
        sortOptions = false,
        description = {
            "Shows the layers of a network: output shape (channels×height×width), learned parameters, multiply-adds and bytes"
                    + " of float32 activations for one picture.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid summary --model resnet18",
            "  pellucid summary --model runs/first",
            "  pellucid summary --model my-network.json --json"
        })
final class SummaryCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "NAME|spec.json|DIR",
            description = "a named model, a network as JSON, or a folder that training wrote")
    private String model;

    @Option(
            names = {"-k", "--class-count"},
            paramLabel = "N",
            description = "classes of a named model (default: ${DEFAULT-VALUE})")
    private int classCount = 7;

    @Option(
            names = {"-b", "--batch"},
            paramLabel = "N",
            description =
                    "also tell how much memory the engine takes for batches of so many pictures, to train and to infer")
    private Integer batch;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    SummaryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Model trained = Files.isDirectory(Path.of(model)) ? Model.load(Path.of(model)) : null;
        NetworkSpec spec = trained == null ? Networks.of(model, classCount) : trained.spec();
        if (batch != null && batch < 1) {
            throw new UsageException("--batch expects at least 1 but gets " + batch);
        }
        EngineMemory memory = batch == null ? null : EngineMemory.of(spec, batch);
        if (json) {
            console.plain(MetricsJson.write(object(spec, trained, memory)));
            return Failures.OK;
        }
        Cost total = spec.cost();
        console.result("@|bold %s|@, input %s", spec.name(), spec.input());
        console.result("");
        TextTable table = new TextTable("llrrrr")
                .row("layer", "type", "output", "parameters", "multiply-adds", "bytes")
                .rule();
        rows(spec).forEach(row -> {
            Cost cost = row.cost();
            table.row(
                    "  ".repeat(row.depth()) + row.node().name(),
                    row.node().layer().type(),
                    row.node().output(),
                    number(cost.parameters()),
                    number(cost.macs()),
                    number(cost.activationBytes()));
        });
        table.rule()
                .row(
                        "total",
                        "",
                        spec.output(),
                        number(total.parameters()),
                        number(total.macs()),
                        number(total.activationBytes()));
        table.lines().forEach(line -> console.result("%s", line));
        if (memory != null) {
            console.result("");
            console.result(
                    "@|bold memory|@   batches of %d: %s bytes to train with Adam, %s to infer",
                    batch, number(memory.training()), number(memory.inference()));
        }
        if (trained != null) {
            console.result("");
            provenance(trained);
        }
        return Failures.OK;
    }

    /** A layer, how deep it lies in composite layers, and what it costs; a composite's cost holds its parts'. */
    private record Row(Node node, int depth, Cost cost) {}

    private static List<Row> rows(NetworkSpec spec) {
        List<Row> rows = new ArrayList<>();
        spec.nodes().forEach(node -> add(node, 0, rows));
        return rows;
    }

    private static void add(Node node, int depth, List<Row> rows) {
        rows.add(new Row(node, depth, node.cost()));
        node.body().forEach(part -> add(part, depth + 1, rows));
        node.shortcut().forEach(part -> add(part, depth + 1, rows));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private void provenance(Model trained) {
        Provenance p = trained.provenance();
        console.result("@|bold classes|@  %s", String.join(", ", trained.classes()));
        console.result("@|bold input|@    standardised %s", standardisation(trained));
        console.result(
                "@|bold trained|@  %s, %d epochs, seed %d, version %s", p.created(), p.epochs(), p.seed(), p.version());
        console.result("@|bold data|@     %s, SHA-256 %s", p.dataOrigin(), p.dataSha256());
        console.result("@|bold machine|@  %s, %d threads, backend %s, JDK %s", p.cpu(), p.threads(), p.gemm(), p.jdk());
        p.metrics().forEach((name, value) -> console.result("@|bold metric|@   %s %.4f", name, value));
        console.result("@|bold weights|@  SHA-256 %s", p.weightsSha256());
        if (!p.pretrained().isEmpty()) {
            console.result("@|bold start|@    weights SHA-256 %s", p.pretrained());
        }
        p.teachers().forEach(hash -> console.result("@|bold teacher|@  SHA-256 %s, of weights or answers", hash));
        p.openedTest().forEach(note -> console.result("@|bold test|@     opened %s", note));
    }

    private static String standardisation(Model trained) {
        return Choices.label(trained.preprocessing().standardisation().kind());
    }

    private static Map<String, Object> object(NetworkSpec spec, Model trained, EngineMemory memory) {
        List<Map<String, Object>> layers = new ArrayList<>();
        for (Row row : rows(spec)) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", row.node().name());
            one.put("type", row.node().layer().type());
            one.put("depth", row.depth());
            one.put("output", shape(row.node()));
            one.putAll(cost(row.cost()));
            layers.add(one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", spec.name());
        all.put(
                "input",
                List.of(
                        spec.input().channels(),
                        spec.input().height(),
                        spec.input().width()));
        all.put("classes", trained == null ? spec.classes() : trained.classes());
        all.putAll(cost(spec.cost()));
        all.put("layers", layers);
        if (memory != null) {
            all.put("batch", memory.batch());
            all.put("training_bytes", memory.training());
            all.put("inference_bytes", memory.inference());
        }
        if (trained != null) {
            all.put("weights_sha256", trained.provenance().weightsSha256());
            all.put("data_sha256", trained.provenance().dataSha256());
            all.put("metrics", trained.provenance().metrics());
        }
        return all;
    }

    private static List<Integer> shape(Node node) {
        return List.of(
                node.output().channels(), node.output().height(), node.output().width());
    }

    private static Map<String, Object> cost(Cost cost) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("parameters", cost.parameters());
        fields.put("macs", cost.macs());
        fields.put("activation_bytes", cost.activationBytes());
        return fields;
    }
}
