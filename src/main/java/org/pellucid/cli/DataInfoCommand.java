package org.pellucid.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.DuplicateAudit;
import org.pellucid.data.Split;
import org.pellucid.report.TextTable;
import org.pellucid.spec.NamedModels;
import org.pellucid.train.DataChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "info",
        sortOptions = false,
        description = {
            "Checks a data set whole and says what it holds: pictures of each class in each split, the SHA-256 of the content"
                    + " as decoded, and pictures that occur twice, pixel for pixel.",
            ""
        },
        footer = {"", "Example:", "  pellucid data info --data fer2013.csv.gz"})
final class DataInfoCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    DataInfoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DataChoice choice = data.over(DataChoice.DEFAULT);
        DataSource source = choice.load(NamedModels.FACE, console.progress("loading " + choice.name()));
        DuplicateAudit audit = DuplicateAudit.of(source);
        if (json) {
            console.plain(MetricsJson.write(object(source, audit)));
            return Failures.OK;
        }
        Dataset any = source.splits().values().iterator().next();
        console.result(
                "@|bold %s|@: pictures of %d×%d×%d%s",
                source.origin(),
                any.channels(),
                any.height(),
                any.width(),
                any.hasSoftLabels() ? ", labels as probabilities" : "");
        console.result("");
        table(source).lines().forEach(line -> console.result("%s", line));
        console.result("");
        console.result("SHA-256 of the content  %s", source.sha256());
        console.result(
                "exact duplicates        %,d pictures, %,d distinct; %,d of these under more than one label",
                audit.pictures(), audit.distinct(), audit.conflicting());
        audit.inTraining()
                .forEach((split, n) -> console.result(
                        "                        %,d pictures of %s stand in Training as well", n, split.usage()));
        return Failures.OK;
    }

    private static TextTable table(DataSource source) {
        List<Split> splits = List.copyOf(source.splits().keySet());
        TextTable table = new TextTable("l" + "r".repeat(splits.size() + 1));
        Object[] header = new Object[splits.size() + 2];
        header[0] = "class";
        for (int s = 0; s < splits.size(); s++) {
            header[s + 1] = splits.get(s).usage();
        }
        header[splits.size() + 1] = "all";
        table.row(header).rule();
        for (int c = 0; c < source.classes().size(); c++) {
            int label = c;
            table.row(row(source, splits, source.classes().get(c), d -> d.classCounts()[label]));
        }
        table.rule().row(row(source, splits, "all", Dataset::size));
        return table;
    }

    private static Object[] row(
            DataSource source, List<Split> splits, String name, java.util.function.ToIntFunction<Dataset> count) {
        Object[] cells = new Object[splits.size() + 2];
        cells[0] = name;
        int sum = 0;
        for (int s = 0; s < splits.size(); s++) {
            int n = count.applyAsInt(source.split(splits.get(s)));
            cells[s + 1] = n;
            sum += n;
        }
        cells[splits.size() + 1] = sum;
        return cells;
    }

    private static Map<String, Object> object(DataSource source, DuplicateAudit audit) {
        Map<String, Object> splits = new LinkedHashMap<>();
        source.splits().forEach((split, pictures) -> {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("n", pictures.size());
            for (int c = 0; c < source.classes().size(); c++) {
                counts.put(source.classes().get(c), pictures.classCounts()[c]);
            }
            splits.put(split.usage(), counts);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("data", source.origin());
        all.put("classes", source.classes());
        all.put("splits", splits);
        all.put("sha256", source.sha256());
        Map<String, Object> duplicates = new LinkedHashMap<>();
        duplicates.put("distinct", audit.distinct());
        duplicates.put("conflicting", audit.conflicting());
        audit.inTraining().forEach((split, n) -> duplicates.put(split.usage() + "_in_Training", n));
        all.put("duplicates", duplicates);
        return all;
    }
}
