package org.pellucid.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which labels are likely wrong, by confident learning.
 *
 * <p>The threshold of class j is the mean probability of j over the examples labelled j: t_j = mean p_j(x). An example
 * counts for class j if p_j(x) ≥ t_j; of several such classes for the most probable (the lowest index of equals), and for
 * none if it reaches no threshold. The confident joint C has at (i, j) how many examples labelled i count for j; those off
 * its diagonal are the suspects, ranked by their normalised margin p_label − max p_other, the least first. Scaling each row
 * of C to the number of examples with that label, and all to sum 1, estimates the joint distribution Q of given and true
 * labels; the mass off its diagonal estimates the share of wrong labels.
 *
 * <p>The probabilities must be out of sample: from models that did not learn from the example they judge. Source: C. G.
 * Northcutt, L. Jiang, I. L. Chuang, <i>Confident learning: estimating uncertainty in dataset labels</i>, Journal of
 * Artificial Intelligence Research 70, 2021, section 3, with the ranking of its section 4.
 *
 * @param classes names, in the order of the labels
 * @param thresholds t_j; NaN for a class that labels no example, for which then none counts
 * @param confidentJoint C: rows are the labels given, columns the classes that examples count for
 * @param joint Q, the same as shares of all; sums to 1
 * @param suspects the examples off the diagonal of C, the least margin first; of equals the first stays first
 */
public record LabelNoise(
        List<String> classes, double[] thresholds, int[][] confidentJoint, double[][] joint, List<Suspect> suspects) {

    /**
     * An example whose label is doubted.
     *
     * @param example its index
     * @param label as given
     * @param suggested the class that it counts for
     * @param margin p_label − max p_other, from −1, surely wrong, to 1
     */
    public record Suspect(int example, int label, int suggested, double margin) {}

    public LabelNoise {
        classes = List.copyOf(classes);
        suspects = List.copyOf(suspects);
    }

    /** Doubts the labels of these examples, which the models must not have learnt from. */
    public static LabelNoise of(Predictions p) {
        int k = p.classes().size();
        int[] support = new int[k];
        double[] thresholds = new double[k];
        for (int i = 0; i < p.size(); i++) {
            int label = p.labels()[i];
            support[label]++;
            thresholds[label] += p.probability(i, label);
        }
        for (int c = 0; c < k; c++) {
            thresholds[c] = support[c] == 0 ? Double.NaN : thresholds[c] / support[c];
        }
        int[][] counts = new int[k][k];
        int[] counted = new int[p.size()];
        for (int i = 0; i < p.size(); i++) {
            counted[i] = confidentClass(p, i, thresholds);
            if (counted[i] >= 0) {
                counts[p.labels()[i]][counted[i]]++;
            }
        }
        List<Suspect> suspects = IntStream.range(0, p.size())
                .filter(i -> counted[i] >= 0 && counted[i] != p.labels()[i])
                .mapToObj(i -> new Suspect(i, p.labels()[i], counted[i], margin(p, i)))
                .sorted(Comparator.comparingDouble(Suspect::margin))
                .toList();
        return new LabelNoise(p.classes(), thresholds, counts, joint(counts, support, p.size()), suspects);
    }

    /** The estimated share of wrong labels: the mass of {@link #joint} off its diagonal. */
    public double noise() {
        double sum = 0;
        for (int i = 0; i < joint.length; i++) {
            sum += Arrays.stream(joint[i]).sum() - joint[i][i];
        }
        return sum;
    }

    private static int confidentClass(Predictions p, int i, double[] thresholds) {
        int best = -1;
        for (int c = 0; c < thresholds.length; c++) {
            // A threshold of NaN is reached by nothing.
            if (p.probability(i, c) >= thresholds[c] && (best < 0 || p.probability(i, c) > p.probability(i, best))) {
                best = c;
            }
        }
        return best;
    }

    private static double margin(Predictions p, int i) {
        int label = p.labels()[i];
        double other = 0;
        for (int c = 0; c < p.classes().size(); c++) {
            other = c == label ? other : Math.max(other, p.probability(i, c));
        }
        return p.probability(i, label) - other;
    }

    /** A row in which nothing counts is taken as free of errors. */
    private static double[][] joint(int[][] counts, int[] support, int n) {
        int k = support.length;
        double[][] joint = new double[k][k];
        for (int row = 0; row < k; row++) {
            int sum = Arrays.stream(counts[row]).sum();
            for (int column = 0; column < k; column++) {
                double share = sum > 0 ? (double) counts[row][column] / sum : column == row ? 1 : 0;
                joint[row][column] = share * support[row] / n;
            }
        }
        return joint;
    }
}
