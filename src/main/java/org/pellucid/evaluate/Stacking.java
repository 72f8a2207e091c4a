package org.pellucid.evaluate;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * From what several witnesses say of an example to the probability of each label: multinomial logistic regression, fitted to
 * examples whose labels are known.
 *
 * <pre>
 * p_k = exp(Σ_j w_kj z_j) / Σ_l exp(Σ_j w_lj z_j),  z_j = (x_j − mean_j) / deviation_j, and one z more that is 1
 * w = argmin  mean of −ln p_label + λ Σ w²,  λ = 10⁻⁴
 * </pre>
 *
 * Convex, so there is one minimum, which Newton's method finds: with g the gradient and H_(kj)(li) = mean of p_k (δ_kl − p_l) z_j z_i
 * + 2λ δ_kl δ_ji, step by step w ← w − H⁻¹ g, by half as much as long as that makes it worse. Source: Wolpert, <i>Stacked
 * generalization</i>, Neural Networks 5, 1992; the method is McCullagh and Nelder's. The exponential is one that gives the same bits
 * everywhere.
 */
public final class Stacking {
    private static final double RIDGE = 1e-4;
    /** A step that changes no weight by more is the last. */
    private static final double SMALL_STEP = 1e-9;

    private static final int MOST_STEPS = 50;
    private static final double SHORTEST = 1e-6;

    private final double[] mean;
    private final double[] deviation;
    private final int classes;
    /** For each class a weight for each z. */
    private final double[] weights;

    private Stacking(double[] mean, double[] deviation, int classes) {
        this.mean = mean;
        this.deviation = deviation;
        this.classes = classes;
        weights = new double[classes * (mean.length + 1)];
    }

    /**
     * Fits the regression.
     *
     * @param x [n][features]
     * @param labels [n]
     * @throws IllegalArgumentException if there are no examples, or not one label each
     */
    public static Stacking fit(double[][] x, int[] labels, int classes) {
        if (x.length == 0 || x.length != labels.length) {
            throw new IllegalArgumentException(
                    "stacking expects examples with a label each but gets " + x.length + " and " + labels.length);
        }
        int features = x[0].length;
        double[] mean = new double[features];
        double[] deviation = new double[features];
        for (int j = 0; j < features; j++) {
            moments(x, j, mean, deviation);
        }
        Stacking fitted = new Stacking(mean, deviation, classes);
        double[][] z = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            z[i] = fitted.standardised(x[i]);
        }
        for (int step = 0; step < MOST_STEPS; step++) {
            if (fitted.improve(z, labels) < SMALL_STEP) {
                break;
            }
        }
        return fitted;
    }

    private static void moments(double[][] x, int j, double[] mean, double[] deviation) {
        for (double[] row : x) {
            mean[j] += row[j] / x.length;
        }
        double square = 0;
        boolean same = true;
        for (double[] row : x) {
            square += (row[j] - mean[j]) * (row[j] - mean[j]) / x.length;
            same &= row[j] == x[0][j];
        }
        deviation[j] = same ? 1 : Math.sqrt(square); // of equal numbers, only roundings would be left
    }

    /** One step of Newton's; the largest change of a weight. */
    private double improve(double[][] z, int[] labels) {
        double[] gradient = new double[weights.length];
        double[][] hessian = new double[weights.length][weights.length];
        derivatives(z, labels, gradient, hessian);
        double[] step = new CholeskyDecomposition(new Array2DRowRealMatrix(hessian, false))
                .getSolver()
                .solve(new ArrayRealVector(gradient, false))
                .toArray();
        double[] before = weights.clone();
        double loss = loss(z, labels);
        double length = 1;
        do {
            for (int i = 0; i < step.length; i++) {
                weights[i] = before[i] - length * step[i];
            }
            length /= 2;
        } while (loss(z, labels) > loss && length > SHORTEST);
        double largest = 0;
        for (int i = 0; i < step.length; i++) {
            largest = Math.max(largest, Math.abs(weights[i] - before[i]));
        }
        return largest;
    }

    private double loss(double[][] z, int[] labels) {
        double sum = 0;
        double[] p = new double[classes];
        for (int i = 0; i < z.length; i++) {
            softmax(z[i], p);
            sum -= StrictMath.log(Math.max(p[labels[i]], Metrics.PROBABILITY_FLOOR));
        }
        double squares = 0;
        for (double w : weights) {
            squares += w * w;
        }
        return sum / z.length + RIDGE * squares;
    }

    private void derivatives(double[][] z, int[] labels, double[] gradient, double[][] hessian) {
        int width = z[0].length;
        double[] p = new double[classes];
        for (int i = 0; i < z.length; i++) {
            softmax(z[i], p);
            for (int k = 0; k < classes; k++) {
                addScaled((p[k] - (labels[i] == k ? 1 : 0)) / z.length, z[i], width, gradient, k * width);
                for (int l = 0; l <= k; l++) {
                    double share = p[k] * ((k == l ? 1 : 0) - p[l]) / z.length;
                    for (int j = 0; j < width; j++) {
                        addScaled(share * z[i][j], z[i], k == l ? j + 1 : width, hessian[k * width + j], l * width);
                    }
                }
            }
        }
        for (int row = 0; row < weights.length; row++) {
            gradient[row] += 2 * RIDGE * weights[row];
            hessian[row][row] += 2 * RIDGE;
            for (int column = 0; column < row; column++) {
                hessian[column][row] = hessian[row][column];
            }
        }
    }

    private static void addScaled(double scale, double[] z, int count, double[] to, int at) {
        for (int j = 0; j < count; j++) {
            to[at + j] += scale * z[j];
        }
    }

    private void softmax(double[] z, double[] p) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            double logit = 0;
            for (int j = 0; j < z.length; j++) {
                logit += weights[k * z.length + j] * z[j];
            }
            p[k] = logit;
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            p[k] = StrictMath.exp(p[k] - max);
            sum += p[k];
        }
        for (int k = 0; k < classes; k++) {
            p[k] /= sum;
        }
    }

    private double[] standardised(double[] x) {
        double[] z = new double[x.length + 1];
        for (int j = 0; j < x.length; j++) {
            z[j] = (x[j] - mean[j]) / deviation[j];
        }
        z[x.length] = 1;
        return z;
    }

    /**
     * The probability of each label.
     *
     * @param x [features]
     */
    public double[] probabilities(double[] x) {
        double[] p = new double[classes];
        softmax(standardised(x), p);
        return p;
    }
}
