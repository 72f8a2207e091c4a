package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.pellucid.gemm.CacheLine;

/**
 * The pictures of a batch at a distance at which they can be used side by side. Where theirs is a multiple of 4 kB, the
 * same places of all of them share one set of the first-level cache, of fewer lines than a tile of a product may have
 * rows; they are then copied, and else left where they are.
 */
final class PicturesApart {
    private final float[] pictures;
    private final int size;
    private final float[] values;
    private final int stride;
    private final int[] starts;

    private PicturesApart(float[] pictures, int size, int batch, IntFunction<float[]> arrays) {
        this.pictures = pictures;
        this.size = size;
        boolean copied = CacheLine.collide(size);
        int head = copied ? HEAD : 0;
        int distance = copied ? CacheLine.apart(size) : size;
        stride = distance;
        starts = new int[batch];
        Arrays.setAll(starts, i -> head + i * distance);
        values = copied ? arrays.apply(head + batch * distance) : pictures;
    }

    /**
     * Copies that stay.
     *
     * @param size of a picture
     */
    static PicturesApart kept(float[] pictures, int size, int batch) {
        return new PicturesApart(pictures, size, batch, float[]::new);
    }

    /** Copies in working memory: lost when another layer runs. */
    static PicturesApart passing(float[] pictures, int size, int batch, Scratch scratch, String purpose) {
        return new PicturesApart(pictures, size, batch, length -> scratch.shared(purpose, length));
    }

    /** Whether there are copies to be taken, or given back. */
    boolean copied() {
        return values != pictures;
    }

    float[] values() {
        return values;
    }

    /** Where each picture begins. */
    int[] starts() {
        return starts;
    }

    /** From picture to picture. */
    int stride() {
        return stride;
    }

    /** Copies the pictures from … to − 1, if it copies at all. */
    void take(int from, int to) {
        for (int i = from; copied() && i < to; i++) {
            System.arraycopy(pictures, i * size, values, starts[i], size);
        }
    }

    /** Puts the pictures from … to − 1 back. */
    void give(int from, int to) {
        for (int i = from; copied() && i < to; i++) {
            System.arraycopy(values, starts[i], pictures, i * size, size);
        }
    }
}
