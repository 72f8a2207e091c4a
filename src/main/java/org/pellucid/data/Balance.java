package org.pellucid.data;

import org.pellucid.tensor.Rng;

/** Deals pictures so that each class has the same share. */
final class Balance {
    private Balance() {}

    /**
     * As many deals as there are pictures, in random order. Picture i stands there as i, its second deal as i + n, its third as
     * i + 2n. Classes without pictures have no share; shares are equal but for the remainder, which goes to the first classes.
     */
    static int[] deal(Dataset data, Rng rng) {
        int n = data.size();
        int[][] members = members(data);
        int present = 0;
        for (int[] of : members) {
            present += of.length > 0 ? 1 : 0;
        }
        int[] deals = new int[n];
        int dealt = 0;
        int served = 0;
        for (int[] of : members) {
            if (of.length == 0) {
                continue;
            }
            int share = n / present + (served++ < n % present ? 1 : 0);
            for (int round = 0; round * of.length < share; round++) {
                int[] order = rng.permutation(of.length);
                int count = Math.min(of.length, share - round * of.length);
                for (int k = 0; k < count; k++) {
                    deals[dealt++] = of[order[k]] + round * n;
                }
            }
        }
        int[] order = rng.permutation(n);
        int[] shuffled = new int[n];
        for (int k = 0; k < n; k++) {
            shuffled[k] = deals[order[k]];
        }
        return shuffled;
    }

    private static int[][] members(Dataset data) {
        int[] counts = data.classCounts();
        int[][] members = new int[counts.length][];
        for (int c = 0; c < counts.length; c++) {
            members[c] = new int[counts[c]];
        }
        int[] filled = new int[counts.length];
        for (int i = 0; i < data.size(); i++) {
            int c = data.label(i);
            members[c][filled[c]++] = i;
        }
        return members;
    }
}
