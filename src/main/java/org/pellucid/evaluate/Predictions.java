package org.pellucid.evaluate;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

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

    /** The classes predicted, one an example; see {@link #argmax}. */
    public int[] argmaxes() {
        int[] predicted = new int[size()];
        Arrays.setAll(predicted, this::argmax);
        return predicted;
    }

    /** Whether the class predicted for example {@code i} is the true one. */
    public boolean isRight(int i) {
        return argmax(i) == labels[i];
    }

    /**
     * The mean of several models' probabilities: what they say together.
     *
     * @throws IllegalArgumentException if there are none, or they are not about the same examples under the same labels
     */
    public static Predictions mean(List<Predictions> several) {
        if (several.isEmpty()) {
            throw new IllegalArgumentException("a mean of predictions expects at least one but gets none");
        }
        Predictions first = several.get(0);
        double[] sums = new double[first.probabilities.length];
        for (Predictions p : several) {
            if (!p.classes.equals(first.classes) || !Arrays.equals(p.labels, first.labels)) {
                throw new IllegalArgumentException("a mean of predictions expects all to be of the same examples under"
                        + " the same labels but gets " + first.size() + " of " + first.classes + " and " + p.size()
                        + " of " + p.classes);
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += p.probabilities[i];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / several.size());
        }
        return new Predictions(first.classes, mean, first.labels);
    }

    /**
     * The same predictions where only some of the classes are in question: examples of other classes are left out, and the
     * probabilities of these classes are scaled to sum to 1; where all are 0, to equal shares.
     *
     * @param kept names of at least two of the classes, numbered in this order
     * @throws IllegalArgumentException if a name is unknown, or no example is of these classes
     */
    public Predictions restrictedTo(List<String> kept) {
        int[] columns = new int[kept.size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = classes.indexOf(kept.get(c));
            if (columns[c] < 0) {
                throw new IllegalArgumentException("predictions of " + classes + " cannot be restricted to "
                        + kept.get(c) + ", which is not among them");
            }
        }
        int[] rows = indicesOf(kept);
        float[] scaled = new float[rows.length * columns.length];
        int[] renumbered = new int[rows.length];
        for (int r = 0; r < rows.length; r++) {
            double sum = 0;
            for (int column : columns) {
                sum += probability(rows[r], column);
            }
            for (int c = 0; c < columns.length; c++) {
                scaled[r * columns.length + c] =
                        (float) (sum == 0 ? 1.0 / columns.length : probability(rows[r], columns[c]) / sum);
            }
            renumbered[r] = kept.indexOf(classes.get(labels[rows[r]]));
        }
        return new Predictions(kept, scaled, renumbered);
    }

    /** The examples whose true class is among these, in order. */
    public int[] indicesOf(List<String> kept) {
        return IntStream.range(0, size())
                .filter(i -> kept.contains(classes.get(labels[i])))
                .toArray();
    }

    /** Some of the examples, in this order. */
    public Predictions subset(int[] indices) {
        int k = classes.size();
        float[] p = new float[indices.length * k];
        int[] l = new int[indices.length];
        for (int j = 0; j < indices.length; j++) {
            System.arraycopy(probabilities, indices[j] * k, p, j * k, k);
            l[j] = labels[indices[j]];
        }
        return new Predictions(classes, p, l);
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
