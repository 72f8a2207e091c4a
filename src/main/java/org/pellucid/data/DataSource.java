package org.pellucid.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was loaded: up to three splits with the same classes and size of picture.
 *
 * @param origin where it is from, a name and not a path
 * @param splits those there are, none of them empty
 * @param classes in the order of the labels
 * @param sha256 of the content as decoded (see {@link ContentHash}): the same for a file and its compressed twin
 */
public record DataSource(String origin, Map<Split, Dataset> splits, List<String> classes, String sha256) {

    public DataSource {
        if (splits.isEmpty()) {
            throw new DataException(origin + " holds no pictures");
        }
        splits = Collections.unmodifiableMap(new EnumMap<>(splits));
        classes = List.copyOf(classes);
    }

    /** The source of these splits, its hash computed. */
    public static DataSource of(String origin, Map<Split, Dataset> splits, List<String> classes) {
        return new DataSource(origin, splits, classes, ContentHash.of(splits, classes));
    }

    public boolean has(Split split) {
        return splits.containsKey(split);
    }

    /**
     * One of the splits.
     *
     * @throws DataException if it is absent; the message says which there are
     */
    public Dataset split(Split split) {
        Dataset found = splits.get(split);
        if (found == null) {
            StringBuilder there = new StringBuilder();
            splits.forEach((s, d) -> there.append(there.isEmpty() ? "" : ", ")
                    .append(s.usage())
                    .append(" (")
                    .append(d.size())
                    .append(')'));
            throw new DataException(
                    origin + ": expected pictures of " + split.usage() + " but there are only those of " + there);
        }
        return found;
    }
}
