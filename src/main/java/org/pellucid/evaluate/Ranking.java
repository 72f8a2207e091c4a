package org.pellucid.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Examples by the probability of one class, from the highest; those of equal probability are one entry.
 *
 * @param scores the distinct probabilities, falling
 * @param ofClass of the examples with at least that probability, how many are of the class
 * @param ofOthers of those, how many are of another
 */
record Ranking(double[] scores, int[] ofClass, int[] ofOthers) {
    static Ranking of(Predictions p, int c) {
        int[] order = IntStream.range(0, p.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -p.probability(i, c)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] scores = new double[order.length];
        int[] ofClass = new int[order.length];
        int[] ofOthers = new int[order.length];
        int entries = 0;
        int found = 0;
        for (int i = 0; i < order.length; i++) {
            float score = p.probability(order[i], c);
            if (i == 0 || score != scores[entries - 1]) {
                entries++;
            }
            found += p.labels()[order[i]] == c ? 1 : 0;
            scores[entries - 1] = score;
            ofClass[entries - 1] = found;
            ofOthers[entries - 1] = i + 1 - found;
        }
        return new Ranking(
                Arrays.copyOf(scores, entries), Arrays.copyOf(ofClass, entries), Arrays.copyOf(ofOthers, entries));
    }

    int size() {
        return scores.length;
    }

    double score(int entry) {
        return scores[entry];
    }

    int truePositives(int entry) {
        return ofClass[entry];
    }

    int falsePositives(int entry) {
        return ofOthers[entry];
    }

    /** All examples of the class. */
    int positives() {
        return ofClass[ofClass.length - 1];
    }
}
