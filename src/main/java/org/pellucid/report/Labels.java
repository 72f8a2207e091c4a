package org.pellucid.report;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Where to write labels that would like to stand where others stand. */
final class Labels {
    private Labels() {}

    /**
     * Centres of labels on a line so that none overlaps another: each where it was wished unless it must move, then as
     * little as it must, in the order wished; within low … high if there is room for all.
     *
     * @param wished one centre a label, in any order; of equals the first stays first
     * @param sizes one extent a label
     * @param gap to leave between two labels
     * @return one centre a label, in the same order as {@code wished}
     */
    static double[] apart(double[] wished, double[] sizes, double gap, double low, double high) {
        int n = wished.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> wished[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        // Labels that touch form a group about the mean of its wishes; a group that touches the one before joins it.
        double[] centre = new double[n];
        double[] extent = new double[n];
        int[] count = new int[n];
        int groups = 0;
        for (int i : order) {
            extent[groups] = sizes[i] + gap;
            centre[groups] = clamp(wished[i], extent[groups] / 2, low, high);
            count[groups] = 1;
            groups++;
            while (groups > 1 && overlap(centre, extent, groups - 2)) {
                int a = groups - 2;
                int joined = count[a] + count[a + 1];
                double mean = (centre[a] * count[a] + centre[a + 1] * count[a + 1]) / joined;
                extent[a] += extent[a + 1];
                centre[a] = clamp(mean, extent[a] / 2, low, high);
                count[a] = joined;
                groups--;
            }
        }
        double[] placed = new double[n];
        int next = 0;
        for (int group = 0; group < groups; group++) {
            double edge = centre[group] - extent[group] / 2;
            for (int j = 0; j < count[group]; j++) {
                int i = order[next++];
                placed[i] = edge + (sizes[i] + gap) / 2;
                edge += sizes[i] + gap;
            }
        }
        return placed;
    }

    private static boolean overlap(double[] centre, double[] extent, int a) {
        return centre[a + 1] - centre[a] < (extent[a] + extent[a + 1]) / 2;
    }

    private static double clamp(double centre, double half, double low, double high) {
        return low + half > high - half ? (low + high) / 2 : Math.min(high - half, Math.max(low + half, centre));
    }
}
