package org.pellucid.train;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pellucid.data.DataException;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;

/** Some of the classes of pictures that are already in memory. */
public final class Subset {
    private Subset() {}

    /** The pictures of these classes, which are numbered in this order. */
    static DataSource of(DataSource source, List<String> classes) {
        for (String name : classes) {
            if (!source.classes().contains(name)) {
                throw new DataException(source.origin() + ": expected classes out of "
                        + String.join(", ", source.classes()) + " but got \"" + name + "\"");
            }
        }
        return of(source, classes, LabelMap.SAME);
    }

    /**
     * The pictures whose class, by the name that the map gives it, is one of these, which are numbered in this order; soft
     * labels become hard.
     *
     * @throws DataException if a name of the map is none of the data's or leads to none of the classes, or no picture is left
     */
    public static DataSource of(DataSource source, List<String> classes, LabelMap map) {
        map.names().forEach((from, to) -> {
            if (!source.classes().contains(from) || !(to.isEmpty() || classes.contains(to))) {
                throw new DataException(source.origin() + ": a label map expects names out of "
                        + String.join(", ", source.classes()) + " and leads to " + String.join(", ", classes)
                        + " but has " + from + "=" + to);
            }
        });
        List<String> names = source.classes().stream().map(map::apply).toList();
        Map<Split, Dataset> splits = new EnumMap<>(Split.class);
        source.splits().forEach((split, data) -> {
            int[] kept = IntStream.range(0, data.size())
                    .filter(i -> classes.contains(names.get(data.label(i))))
                    .toArray();
            Dataset part = data.subset(kept);
            int[] labels = IntStream.of(kept)
                    .map(i -> classes.indexOf(names.get(data.label(i))))
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
                                ids(part)));
            }
        });
        if (splits.isEmpty()) {
            throw new DataException(source.origin() + ": none of its pictures is of " + String.join(", ", classes)
                    + ": say with a label map which of its names, " + String.join(", ", source.classes())
                    + ", mean these");
        }
        return DataSource.of(source.origin(), splits, classes);
    }

    private static String[] ids(Dataset data) {
        String[] ids = new String[data.size()];
        Arrays.setAll(ids, data::id);
        return ids;
    }
}
