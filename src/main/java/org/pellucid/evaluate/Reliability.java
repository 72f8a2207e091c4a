package org.pellucid.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model is right as often as it says: examples in bins by the probability of the predicted class, their
 * confidence.
 *
 * <p>Of M bins, bin m holds confidences in ((m − 1) / M, m / M]. The expected calibration error is Σ nₘ / n · |accuracyₘ −
 * confidenceₘ|; empty bins count nothing. It depends on M, so M belongs to every figure quoted. Source: C. Guo, G. Pleiss,
 * Y. Sun, K. Q. Weinberger, <i>On calibration of modern neural networks</i>, ICML 2017, which takes M = 15.
 *
 * @param bins M of them, empty ones included
 * @param ece the expected calibration error
 * @param mce the largest gap |accuracyₘ − confidenceₘ| of a bin that is not empty
 */
public record Reliability(List<Bin> bins, double ece, double mce) {
    /** The usual number of bins. */
    public static final int BINS = 15;

    /**
     * One bin.
     *
     * @param low confidences are above it
     * @param high confidences are at most it
     * @param n how many examples
     * @param confidence their mean confidence; 0 if there are none
     * @param accuracy the share of them that is right; 0 if there are none
     */
    public record Bin(double low, double high, int n, double confidence, double accuracy) {
        double gap() {
            return Math.abs(accuracy - confidence);
        }
    }

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Bins predictions.
     *
     * @param count the number of bins, at least 1
     */
    public static Reliability of(Predictions p, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("reliability expects at least 1 bin but gets " + count);
        }
        int[] n = new int[count];
        int[] right = new int[count];
        double[] sum = new double[count];
        for (int i = 0; i < p.size(); i++) {
            int predicted = p.argmax(i);
            double confidence = p.probability(i, predicted);
            int bin = Math.min(count, Math.max(1, (int) Math.ceil(confidence * count))) - 1;
            n[bin]++;
            sum[bin] += confidence;
            right[bin] += predicted == p.labels()[i] ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        double ece = 0;
        double mce = 0;
        for (int m = 0; m < count; m++) {
            Bin bin = new Bin(
                    (double) m / count,
                    (m + 1.0) / count,
                    n[m],
                    ClassScore.ratio(sum[m], n[m]),
                    ClassScore.ratio(right[m], n[m]));
            bins.add(bin);
            ece += (double) n[m] / p.size() * bin.gap();
            mce = Math.max(mce, bin.gap());
        }
        return new Reliability(bins, ece, mce);
    }
}
