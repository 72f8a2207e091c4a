package org.pellucid.evaluate;

import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * One number that makes a model less, or more, sure of itself without changing any answer: p ∝ exp(log p / T).
 *
 * <p>T is fitted on validation by maximum likelihood and used on other pictures. The mean of −ln p of the true class is
 * convex in β = 1 / T, with the derivative mean of Σ_c p_c(β) log p_c − log p_true; its zero is found by Brent's method.
 * Source: Guo et al., <i>On calibration of modern neural networks</i>, ICML 2017.
 *
 * @param value T; above 1 for a model that is too sure of itself
 */
public record Temperature(double value) {
    private static final double LOWEST = 0.01;
    private static final double HIGHEST = 100;
    private static final double ACCURACY = 1e-12;
    private static final int MOST_STEPS = 200;

    /** @throws IllegalArgumentException if the temperature is not positive and finite */
    public Temperature {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature expects a positive number but gets " + value);
        }
    }

    /** The temperature of the lowest log loss, within 0.01 … 100: beyond, a few examples would decide alone. */
    public static Temperature fit(Predictions p) {
        double[] logs = logs(p);
        if (slope(p, logs, LOWEST) <= 0) {
            return new Temperature(LOWEST);
        }
        if (slope(p, logs, HIGHEST) >= 0) {
            return new Temperature(HIGHEST);
        }
        double log = new BrentSolver(ACCURACY, ACCURACY)
                .solve(MOST_STEPS, t -> slope(p, logs, Math.exp(t)), Math.log(LOWEST), Math.log(HIGHEST));
        return new Temperature(Math.exp(log));
    }

    /** The predictions at this temperature. */
    public Predictions apply(Predictions p) {
        int k = p.classes().size();
        double[] logs = logs(p);
        float[] scaled = new float[logs.length];
        double[] row = new double[k];
        for (int i = 0; i < p.size(); i++) {
            softmax(logs, i * k, 1 / value, row);
            for (int c = 0; c < k; c++) {
                scaled[i * k + c] = (float) row[c];
            }
        }
        return new Predictions(p.classes(), scaled, p.labels());
    }

    /** The derivative of the log loss by β at β = 1 / t. */
    private static double slope(Predictions p, double[] logs, double t) {
        int k = p.classes().size();
        double[] row = new double[k];
        double sum = 0;
        for (int i = 0; i < p.size(); i++) {
            softmax(logs, i * k, 1 / t, row);
            for (int c = 0; c < k; c++) {
                sum += row[c] * logs[i * k + c];
            }
            sum -= logs[i * k + p.labels()[i]];
        }
        return sum / p.size();
    }

    private static void softmax(double[] logs, int from, double beta, double[] row) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < row.length; c++) {
            max = Math.max(max, logs[from + c]);
        }
        double sum = 0;
        for (int c = 0; c < row.length; c++) {
            row[c] = StrictMath.exp(beta * (logs[from + c] - max));
            sum += row[c];
        }
        for (int c = 0; c < row.length; c++) {
            row[c] /= sum;
        }
    }

    private static double[] logs(Predictions p) {
        double[] logs = new double[p.probabilities().length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = StrictMath.log(Math.max(p.probabilities()[i], Metrics.PROBABILITY_FLOOR));
        }
        return logs;
    }
}
