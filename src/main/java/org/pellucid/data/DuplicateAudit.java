package org.pellucid.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How many pictures of a data set are, pixel for pixel, the same: what stands in two splits makes a test flatter than it is.
 *
 * @param pictures in all
 * @param distinct of them
 * @param conflicting groups of identical pictures that bear different labels
 * @param inTraining for validation and test, the number of pictures that stand in training as well
 */
public record DuplicateAudit(int pictures, int distinct, int conflicting, Map<Split, Integer> inTraining) {

    /** Compares every picture with every other, by SHA-256 of its pixels. */
    public static DuplicateAudit of(DataSource source) {
        return of(source, IdenticalPictures.of(source));
    }

    /** Counts what has been compared. */
    public static DuplicateAudit of(DataSource source, IdenticalPictures identical) {
        int pictures = 0;
        int conflicting = 0;
        Map<Split, Integer> inTraining = new EnumMap<>(Split.class);
        for (Split split : source.splits().keySet()) {
            if (split != Split.TRAIN) {
                inTraining.put(split, 0);
            }
        }
        for (List<Place> group : identical.groups()) {
            pictures += group.size();
            conflicting += IdenticalPictures.conflict(source, group) ? 1 : 0;
            if (group.stream().anyMatch(place -> place.split() == Split.TRAIN)) {
                group.forEach(place -> inTraining.computeIfPresent(place.split(), (split, n) -> n + 1));
            }
        }
        return new DuplicateAudit(pictures, identical.groups().size(), conflicting, inTraining);
    }
}
