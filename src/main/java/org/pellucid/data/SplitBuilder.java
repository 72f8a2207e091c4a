package org.pellucid.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers a split whose size is not known before; in small blocks, so that memory holds the pictures at most twice. */
final class SplitBuilder {
    private static final int BLOCK = 128;

    private final List<String> classes;
    private final int height;
    private final int width;
    private final List<byte[]> blocks = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<float[]> soft = new ArrayList<>();
    private int[] labels = new int[BLOCK];
    private int size;

    SplitBuilder(List<String> classes, int height, int width) {
        this.classes = classes;
        this.height = height;
        this.width = width;
    }

    /** Copies a picture of height × width grey values; {@code probabilities} may be null, but then always. */
    void add(byte[] picture, int label, float[] probabilities, String id) {
        int at = size % BLOCK;
        if (at == 0) {
            blocks.add(new byte[BLOCK * height * width]);
        }
        System.arraycopy(picture, 0, blocks.get(blocks.size() - 1), at * height * width, height * width);
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, 2 * size);
        }
        labels[size++] = label;
        ids.add(id);
        if (probabilities != null) {
            soft.add(probabilities);
        }
    }

    int size() {
        return size;
    }

    /** The pictures gathered; empties this builder. */
    Dataset build(String name) {
        int picture = height * width;
        byte[] pixels = new byte[Math.multiplyExact(size, picture)];
        for (int b = 0; b < blocks.size(); b++) {
            int from = b * BLOCK;
            System.arraycopy(blocks.get(b), 0, pixels, from * picture, Math.min(BLOCK, size - from) * picture);
            blocks.set(b, null);
        }
        float[] probabilities = null;
        if (!soft.isEmpty()) {
            probabilities = new float[size * classes.size()];
            for (int i = 0; i < size; i++) {
                System.arraycopy(soft.get(i), 0, probabilities, i * classes.size(), classes.size());
            }
        }
        return Dataset.of(
                name,
                classes,
                1,
                height,
                width,
                pixels,
                Arrays.copyOf(labels, size),
                probabilities,
                ids.toArray(new String[0]));
    }
}
