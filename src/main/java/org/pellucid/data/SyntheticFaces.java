package org.pellucid.data;

import java.util.EnumMap;
import java.util.Map;
import org.pellucid.tensor.Rng;

/**
 * Faces drawn from a seed: 48×48, grey, FER2013's seven emotions in equal parts; the data set that needs no download.
 *
 * <p>Each picture depends on (seed, split, index) alone, and is the same on every machine. What distinguishes the emotions
 * is geometry of brows, eyes, nose and mouth; identity, pose, light, contrast and whether lines are dark or bright vary
 * freely, so that no weighted sum of pixels tells them well apart. Nobody's face is among them.
 */
public final class SyntheticFaces {
    private static final long STREAM = Rng.key("data.synthetic");

    private SyntheticFaces() {}

    /**
     * Draws a set.
     *
     * @param train number of pictures; likewise {@code validation} and {@code test}; 0 leaves a split out
     */
    public static DataSource generate(int train, int validation, int test, long seed) {
        Map<Split, Dataset> splits = new EnumMap<>(Split.class);
        int[] sizes = {train, validation, test};
        for (Split split : Split.values()) {
            int n = sizes[split.ordinal()];
            if (n < 0) {
                throw new DataException(
                        "synthetic faces: expected 0 or more pictures of " + split.usage() + " but got " + n);
            }
            if (n > 0) {
                splits.put(split, draw(split, n, seed));
            }
        }
        return DataSource.of("synthetic faces, seed " + seed, splits, Emotions.FER2013);
    }

    private static Dataset draw(Split split, int n, long seed) {
        int size = FacePainter.EDGE * FacePainter.EDGE;
        byte[] pixels = new byte[Math.multiplyExact(n, size)];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % Emotions.FER2013.size();
            FacePainter.paint(labels[i], Rng.of(STREAM, seed, split.ordinal(), i), pixels, i * size);
        }
        return Dataset.of(
                "synthetic " + split.usage(),
                Emotions.FER2013,
                1,
                FacePainter.EDGE,
                FacePainter.EDGE,
                pixels,
                labels,
                null,
                null);
    }
}
