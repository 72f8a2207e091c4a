package org.pellucid.data;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Labelled pictures, immutable: one split or a whole. Pixels are unsigned bytes, [n, c, h, w], row by row.
 *
 * <p>The arrays are shared, not copied, for a data set may fill much of the memory: whoever is handed one must not write it.
 */
public final class Dataset {
    private final String name;
    private final List<String> classes;
    private final int channels;
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final int[] labels;
    private final float[] soft;
    private final String[] ids;

    private Dataset(
            String name,
            List<String> classes,
            int channels,
            int height,
            int width,
            byte[] pixels,
            int[] labels,
            float[] soft,
            String[] ids) {
        this.name = name;
        this.classes = List.copyOf(classes);
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
        this.soft = soft;
        this.ids = ids;
    }

    /**
     * Takes over the arrays.
     *
     * @param pixels [n, channels, height, width], unsigned
     * @param labels [n], each 0 … classes − 1
     * @param soft [n, classes], probabilities; or null where the labels are all there is
     * @param ids [n], a name for each picture; or null for {@code "0"}, {@code "1"} …
     * @throws DataException if sizes or labels do not fit
     */
    public static Dataset of(
            String name,
            List<String> classes,
            int channels,
            int height,
            int width,
            byte[] pixels,
            int[] labels,
            float[] soft,
            String[] ids) {
        int n = labels.length;
        long expected = (long) n * channels * height * width;
        if (pixels.length != expected) {
            throw new DataException(name + ": expected " + expected + " pixels for " + n + " pictures of " + channels
                    + "×" + height + "×" + width + " but got " + pixels.length);
        }
        if (soft != null && soft.length != n * classes.size()) {
            throw new DataException(name + ": expected " + n * classes.size() + " soft labels but got " + soft.length);
        }
        if (ids != null && ids.length != n) {
            throw new DataException(name + ": expected " + n + " ids but got " + ids.length);
        }
        for (int i = 0; i < n; i++) {
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new DataException(name + ", picture " + i + ": expected a label 0…" + (classes.size() - 1)
                        + " but got " + labels[i]);
            }
        }
        return new Dataset(name, classes, channels, height, width, pixels, labels, soft, ids);
    }

    public String name() {
        return name;
    }

    public List<String> classes() {
        return classes;
    }

    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** The number of pictures. */
    public int size() {
        return labels.length;
    }

    /** Bytes, and numbers, in a picture: channels × height × width. */
    public int pictureSize() {
        return channels * height * width;
    }

    /** The class of picture i; of soft labels, the most probable, unless {@link #withSoftLabels} says otherwise. */
    public int label(int i) {
        return labels[i];
    }

    /** Whether the labels are probabilities rather than single classes. */
    public boolean hasSoftLabels() {
        return soft != null;
    }

    /** Writes the probabilities of the classes of picture i; one 1 and else 0 where labels are hard. */
    public void softLabel(int i, float[] out, int offset) {
        int k = classes.size();
        if (soft != null) {
            System.arraycopy(soft, i * k, out, offset, k);
            return;
        }
        for (int c = 0; c < k; c++) {
            out[offset + c] = c == labels[i] ? 1 : 0;
        }
    }

    /**
     * The same pictures with other soft labels; {@link #label} stays what it is. Takes over the array.
     *
     * @param others [n, classes], probabilities
     * @throws DataException if their number does not fit
     */
    public Dataset withSoftLabels(float[] others) {
        return of(name, classes, channels, height, width, pixels, labels, others, ids);
    }

    /** All pixels, [n, c, h, w], unsigned; shared, not to be written. */
    public byte[] pixels() {
        return pixels;
    }

    /** Writes picture i as numbers 0…255. */
    public void pixels(int i, float[] out, int offset) {
        int size = pictureSize();
        int from = i * size;
        for (int p = 0; p < size; p++) {
            out[offset + p] = pixels[from + p] & 0xFF;
        }
    }

    /** The number of pictures of each class. */
    public int[] classCounts() {
        int[] counts = new int[classes.size()];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** A copy of these pictures, in this order. */
    public Dataset subset(int[] indices) {
        int size = pictureSize();
        int k = classes.size();
        byte[] p = new byte[Math.multiplyExact(indices.length, size)];
        int[] l = new int[indices.length];
        float[] s = soft == null ? null : new float[indices.length * k];
        String[] d = new String[indices.length];
        for (int j = 0; j < indices.length; j++) {
            int i = indices[j];
            if (i < 0 || i >= size()) {
                throw new DataException(name + ": expected an index 0…" + (size() - 1) + " but got " + i);
            }
            System.arraycopy(pixels, i * size, p, j * size, size);
            l[j] = labels[i];
            if (s != null) {
                System.arraycopy(soft, i * k, s, j * k, k);
            }
            d[j] = id(i);
        }
        return new Dataset(name, classes, channels, height, width, p, l, s, d);
    }

    /** The first 16 hexadecimal digits of the SHA-256 of picture i's pixels: equal for equal pictures. */
    public String digest(int i) {
        MessageDigest digest = ContentHash.sha256();
        digest.update(pixels, i * pictureSize(), pictureSize());
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** A name of picture i for reports: the file of a folder, the row of a table. */
    public String id(int i) {
        return ids == null ? Integer.toString(i) : ids[i];
    }
}
