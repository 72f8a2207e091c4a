package org.pellucid.data;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures of a source, those that are the same pixel for pixel put together.
 *
 * @param groups each of at least one place, in the order of the source; by the order of their first
 */
public record IdenticalPictures(List<List<Place>> groups) {

    public IdenticalPictures {
        groups = groups.stream().map(List::copyOf).toList();
    }

    /** Compares every picture with every other, by SHA-256 of its pixels. */
    public static IdenticalPictures of(DataSource source) {
        Map<String, List<Place>> groups = new LinkedHashMap<>();
        for (Map.Entry<Split, Dataset> entry : source.splits().entrySet()) {
            for (int i = 0; i < entry.getValue().size(); i++) {
                groups.computeIfAbsent(hash(entry.getValue(), i), key -> new ArrayList<>(1))
                        .add(new Place(entry.getKey(), i));
            }
        }
        return new IdenticalPictures(List.copyOf(groups.values()));
    }

    /** The SHA-256 of a picture's pixels, row by row, channel after channel, as 64 hexadecimal digits. */
    private static String hash(Dataset data, int i) {
        MessageDigest digest = ContentHash.sha256();
        digest.update(data.pixels(), i * data.pictureSize(), data.pictureSize());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The groups of more than one picture. */
    public List<List<Place>> repeated() {
        return groups.stream().filter(group -> group.size() > 1).toList();
    }

    /** Whether pictures at these places bear different labels. */
    public static boolean conflict(DataSource source, Collection<Place> group) {
        return group.stream()
                        .mapToInt(place -> source.split(place.split()).label(place.index()))
                        .distinct()
                        .count()
                > 1;
    }
}
