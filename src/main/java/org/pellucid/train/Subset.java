package org.pellucid.train;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pellucid.data.DataException;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;

/** Some of the classes of pictures that are already in memory. */
final class Subset {
    private Subset() {}

    /** The pictures of these classes, which are numbered in this order. */
    static DataSource of(DataSource source, List<String> classes) {
        for (String name : classes) {
            if (!source.classes().contains(name)) {
                throw new DataException(source.origin() + ": expected classes out of "
                        + String.join(", ", source.classes()) + " but got \"" + name + "\"");
            }
        }
        Map<Split, Dataset> splits = new EnumMap<>(Split.class);
        source.splits().forEach((split, data) -> {
            int[] kept = IntStream.range(0, data.size())
                    .filter(i -> classes.contains(data.classes().get(data.label(i))))
                    .toArray();
            Dataset part = data.subset(kept);
            int[] labels = IntStream.of(kept)
                    .map(i -> classes.indexOf(data.classes().get(data.label(i))))
                    .toArray();
            if (kept.length > 0) {
                splits.put(
                        split,
                        Dataset.of(
                                part.name(),
                                classes,
                                part.channels(),
                                part.height(),
                                part.width(),
                                part.pixels(),
                                labels,
                                null,
                                null));
            }
        });
        return DataSource.of(source.origin(), splits, classes);
    }
}
