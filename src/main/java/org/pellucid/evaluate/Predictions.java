package org.pellucid.evaluate;

import java.util.HashSet;
import java.util.List;

/**
 * What a model said about some examples, and what they truly are.
 *
 * <p>The arrays are copied on the way in; those handed out are the record's own and must not be written to.
 *
 * @param classes the names of the classes, at least two, all different
 * @param probabilities n × classes, row-major: one row an example, not negative, each row summing to 1
 * @param labels n indices of the true classes
 */
public record Predictions(List<String> classes, float[] probabilities, int[] labels) {
    /**
     * How far the sum of a row may be from 1. Rounding a float softmax takes less than 1e-6 a class; logits or
     * percentages handed over by mistake are further off than this.
     */
    private static final double SUM_SLACK = 1e-3;

    /** @throws IllegalArgumentException if sizes do not agree, or a label or probability is impossible */
    public Predictions {
        classes = List.copyOf(classes);
        probabilities = probabilities.clone();
        labels = labels.clone();
        int k = classes.size();
        if (k < 2 || new HashSet<>(classes).size() != k) {
            throw new IllegalArgumentException(
                    "predictions expect the names of at least 2 different classes but get " + classes);
        }
        if (labels.length == 0) {
            throw new IllegalArgumentException("predictions expect at least 1 example but get none");
        }
        if (probabilities.length != (long) labels.length * k) {
            throw new IllegalArgumentException("predictions of " + labels.length + " examples and " + k
                    + " classes expect " + (long) labels.length * k + " probabilities but get "
                    + probabilities.length);
        }
        for (int i = 0; i < labels.length; i++) {
            checkLabel(i, labels[i], k);
            checkRow(i, probabilities, k);
        }
    }

    /** The number of examples. */
    public int size() {
        return labels.length;
    }

    /** The class predicted for example {@code i}: the most probable one, the lowest index of equals. */
    public int argmax(int i) {
        int k = classes.size();
        int best = 0;
        for (int c = 1; c < k; c++) {
            if (probabilities[i * k + c] > probabilities[i * k + best]) {
                best = c;
            }
        }
        return best;
    }

    /** The probability given to class {@code c} of example {@code i}. */
    public float probability(int i, int c) {
        return probabilities[i * classes.size() + c];
    }

    /** How many classes stand before the true one of example {@code i}, 0 if none: equals stand in order of index. */
    int rankOfTruth(int i) {
        int k = classes.size();
        int label = labels[i];
        float p = probability(i, label);
        int rank = 0;
        for (int c = 0; c < k; c++) {
            float q = probability(i, c);
            if (q > p || (q == p && c < label)) {
                rank++;
            }
        }
        return rank;
    }

    private static void checkLabel(int i, int label, int k) {
        if (label < 0 || label >= k) {
            throw new IllegalArgumentException(
                    "predictions expect labels 0 to " + (k - 1) + " but example " + i + " has label " + label);
        }
    }

    private static void checkRow(int i, float[] probabilities, int k) {
        double sum = 0;
        for (int c = 0; c < k; c++) {
            float p = probabilities[i * k + c];
            if (!(p >= 0 && p <= 1 + SUM_SLACK)) {
                throw new IllegalArgumentException("predictions expect probabilities from 0 to 1 but example " + i
                        + " gives class " + c + " " + p + ": pass the output of softmax, not logits");
            }
            sum += p;
        }
        if (Math.abs(sum - 1) > SUM_SLACK) {
            throw new IllegalArgumentException("predictions expect each example's probabilities to sum to 1 but those"
                    + " of example " + i + " sum to " + sum + ": pass the output of softmax");
        }
    }
}
