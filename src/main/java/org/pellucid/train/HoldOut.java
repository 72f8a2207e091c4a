package org.pellucid.train;

import java.util.Arrays;
import org.pellucid.data.Dataset;
import org.pellucid.tensor.Rng;

/**
 * Training pictures parted in two, for data that bring no validation split.
 *
 * @param train those to learn from, in their order
 * @param validation a tenth of each class (rounded, but at least one of a class of two), in their order
 */
public record HoldOut(Dataset train, Dataset validation) {
    private static final long STREAM = Rng.key("train.hold-out");
    private static final int PART = 10;

    /** Parts pictures; which are held out depends on the seed and their order alone. */
    public static HoldOut of(Dataset all, long seed) {
        int[] counts = all.classCounts();
        int[] left = new int[counts.length];
        for (int c = 0; c < counts.length; c++) {
            left[c] = counts[c] < 2 ? 0 : Math.max(1, Math.round(counts[c] / (float) PART));
        }
        boolean[] held = new boolean[all.size()];
        for (int i : Rng.of(STREAM, seed).permutation(all.size())) {
            held[i] = left[all.label(i)]-- > 0;
        }
        int[] validation = indices(held, true);
        if (validation.length == 0) {
            throw new TrainException(all.name() + ": no class has two pictures, so none can be held out for validation:"
                    + " add pictures");
        }
        return new HoldOut(all.subset(indices(held, false)), all.subset(validation));
    }

    private static int[] indices(boolean[] held, boolean which) {
        int[] found = new int[held.length];
        int n = 0;
        for (int i = 0; i < held.length; i++) {
            if (held[i] == which) {
                found[n++] = i;
            }
        }
        return Arrays.copyOf(found, n);
    }
}
