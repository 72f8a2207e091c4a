package org.pellucid.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pellucid.data.Dataset;
import org.pellucid.model.Predictor;

/**
 * A picture near the boundary between two classes: the model hardly prefers the one to the other.
 *
 * @param index in the data set
 * @param label its class there
 * @param first the more probable class
 * @param second the next
 * @param pFirst the probability of the first
 * @param pSecond the probability of the second
 */
public record Boundary(int index, int label, int first, int second, double pFirst, double pSecond) {
    /** How much the model prefers the first. */
    public double margin() {
        return pFirst - pSecond;
    }

    /**
     * The pictures with the least margins, the least first.
     *
     * @param count at most so many
     */
    public static List<Boundary> nearest(Predictor predictor, Dataset data, int count) {
        float[] p = predictor.probabilities(data);
        int classes = predictor.model().classes().size();
        List<Boundary> all = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            int first = 0;
            for (int c = 1; c < classes; c++) {
                first = p[i * classes + c] > p[i * classes + first] ? c : first;
            }
            int second = first == 0 ? Math.min(1, classes - 1) : 0;
            for (int c = 0; c < classes; c++) {
                second = c != first && p[i * classes + c] > p[i * classes + second] ? c : second;
            }
            all.add(new Boundary(i, data.label(i), first, second, p[i * classes + first], p[i * classes + second]));
        }
        all.sort(Comparator.comparingDouble(Boundary::margin));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }
}
