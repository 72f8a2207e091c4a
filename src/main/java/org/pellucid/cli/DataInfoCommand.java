package org.pellucid.cli;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
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

    /**
     * Pictures that are equal, pixel for pixel.
     *
     * @param surplus those beyond the first of each, in the whole set
     * @param acrossSplits different pictures that occur in more than one split
     * @param otherwiseLabelled different pictures that occur under more than one label
     */
    record Duplicates(int surplus, int acrossSplits, int otherwiseLabelled) {
        static Duplicates of(DataSource source) {
            Map<ByteBuffer, Seen> seen = new HashMap<>();
            int surplus = 0;
            for (Map.Entry<Split, Dataset> entry : source.splits().entrySet()) {
                Dataset pictures = entry.getValue();
                int size = pictures.pictureSize();
                for (int i = 0; i < pictures.size(); i++) {
                    ByteBuffer key = ByteBuffer.wrap(pictures.pixels(), i * size, size);
                    Seen known = seen.get(key);
                    if (known == null) {
                        seen.put(key, new Seen(EnumSet.of(entry.getKey()), pictures.label(i), false));
                    } else {
                        surplus++;
                        known.splits().add(entry.getKey());
                        if (known.label() != pictures.label(i) && !known.otherwise()) {
                            seen.put(key, new Seen(known.splits(), known.label(), true));
                        }
                    }
                }
            }
            int across = 0;
            int otherwise = 0;
            for (Seen one : seen.values()) {
                across += one.splits().size() > 1 ? 1 : 0;
                otherwise += one.otherwise() ? 1 : 0;
            }
            return new Duplicates(surplus, across, otherwise);
        }

        private record Seen(Set<Split> splits, int label, boolean otherwise) {}
    }

    @Override
    public Integer call() {
        DataChoice choice = data.over(DataChoice.DEFAULT);
        DataSource source = choice.load(NamedModels.FACE, console.progress("loading " + choice.name()));
        Duplicates duplicates = Duplicates.of(source);
        if (json) {
            console.plain(MetricsJson.write(object(source, duplicates)));
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
                "exact duplicates        %,d surplus pictures; %,d pictures in more than one split, %,d under more than one"
                        + " label",
                duplicates.surplus(), duplicates.acrossSplits(), duplicates.otherwiseLabelled());
        return Failures.OK;
    }

    private static Table table(DataSource source) {
        List<Split> splits = List.copyOf(source.splits().keySet());
        Table table = new Table("l" + "r".repeat(splits.size() + 1));
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

    private static Map<String, Object> object(DataSource source, Duplicates duplicates) {
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
        all.put("duplicates", duplicates);
        return all;
    }
}
