package org.pellucid.data;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
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
        Map<String, List<int[]>> groups = new HashMap<>();
        int pictures = 0;
        MessageDigest digest = ContentHash.sha256();
        for (Map.Entry<Split, Dataset> entry : source.splits().entrySet()) {
            Dataset data = entry.getValue();
            for (int i = 0; i < data.size(); i++) {
                digest.update(data.pixels(), i * data.pictureSize(), data.pictureSize());
                groups.computeIfAbsent(HexFormat.of().formatHex(digest.digest()), key -> new ArrayList<>(1))
                        .add(new int[] {entry.getKey().ordinal(), data.label(i)});
            }
            pictures += data.size();
        }
        int conflicting = 0;
        Map<Split, Integer> inTraining = new EnumMap<>(Split.class);
        for (Split split : source.splits().keySet()) {
            if (split != Split.TRAIN) {
                inTraining.put(split, 0);
            }
        }
        for (List<int[]> group : groups.values()) {
            int label = group.get(0)[1];
            conflicting += group.stream().anyMatch(member -> member[1] != label) ? 1 : 0;
            if (group.stream().anyMatch(member -> member[0] == Split.TRAIN.ordinal())) {
                for (int[] member : group) {
                    inTraining.computeIfPresent(Split.values()[member[0]], (split, n) -> n + 1);
                }
            }
        }
        return new DuplicateAudit(pictures, groups.size(), conflicting, inTraining);
    }
}
