package org.pellucid.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 of a data set as decoded: what training sees, whatever the file it came from.
 *
 * <p>It covers, in this order: the names of the classes, each ended by a line feed; then for each split present (train,
 * validation, test) its usage and a line feed, the number of pictures, channels, height and width as big-endian 32-bit
 * numbers, the labels as one byte each, the soft labels if any as big-endian floats, and the pixels.
 */
final class ContentHash {
    private ContentHash() {}

    static String of(Map<Split, Dataset> splits, List<String> classes) {
        MessageDigest digest = sha256();
        for (String name : classes) {
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        }
        for (Split split : Split.values()) {
            if (splits.containsKey(split)) {
                digest.update((split.usage() + "\n").getBytes(StandardCharsets.UTF_8));
                update(digest, splits.get(split));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Dataset data) {
        update(digest, data.size());
        update(digest, data.channels());
        update(digest, data.height());
        update(digest, data.width());
        for (int i = 0; i < data.size(); i++) {
            digest.update((byte) data.label(i));
        }
        if (data.hasSoftLabels()) {
            float[] soft = new float[data.classes().size()];
            for (int i = 0; i < data.size(); i++) {
                data.softLabel(i, soft, 0);
                for (float p : soft) {
                    update(digest, Float.floatToIntBits(p));
                }
            }
        }
        digest.update(data.pixels());
    }

    private static void update(MessageDigest digest, int number) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (number >>> shift));
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
