package org.pellucid.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Many tests at once: with twenty comparisons one in twenty "significant" ones comes of chance alone.
 *
 * <p>Of the m p-values in rising order, the i-th (from 1) is multiplied by m − i + 1, then made no smaller than those before it
 * and at most 1. Refusing all that come out at most α keeps the chance of one wrong refusal below α, whatever their dependence.
 * Source: S. Holm, <i>A simple sequentially rejective multiple test procedure</i>, Scandinavian Journal of Statistics 6, 1979.
 */
public final class Holm {
    private Holm() {}

    /**
     * The adjusted p-values, in the order given.
     *
     * @throws IllegalArgumentException if one is not in [0, 1]
     */
    public static double[] adjust(double[] p) {
        for (double value : p) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("Holm's correction expects p-values from 0 to 1 but gets " + value);
            }
        }
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double least = 0;
        for (int i = 0; i < order.length; i++) {
            least = Math.min(1, Math.max(least, (p.length - i) * p[order[i]]));
            adjusted[order[i]] = least;
        }
        return adjusted;
    }
}
