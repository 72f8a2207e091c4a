package org.pellucid.inspect;

import org.pellucid.spec.Shape;
import org.pellucid.tensor.Tensor;

/** What several passes share. */
final class Passes {
    private Passes() {}

    static Tensor pictures(Shape shape, int n) {
        return new Tensor(n, shape.channels(), shape.height(), shape.width());
    }

    /** n rows with a 1 at the target. */
    static Tensor oneHot(int n, int classes, int target) {
        Tensor rows = new Tensor(n, classes);
        for (int k = 0; k < n; k++) {
            rows.data()[k * classes + target] = 1;
        }
        return rows;
    }

    /** The softmax of one row of logits. */
    static double[] softmax(float[] logits, int from, int classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            max = Math.max(max, logits[from + c]);
        }
        double sum = 0;
        double[] p = new double[classes];
        for (int c = 0; c < classes; c++) {
            p[c] = StrictMath.exp(logits[from + c] - max);
            sum += p[c];
        }
        for (int c = 0; c < classes; c++) {
            p[c] /= sum;
        }
        return p;
    }
}
