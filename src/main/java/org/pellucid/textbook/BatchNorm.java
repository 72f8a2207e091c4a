package org.pellucid.textbook;

import org.pellucid.spec.Shape;

/**
 * Batch normalisation: shifts and scales each channel to mean 0 and variance 1, then to what γ and β say.
 *
 * <p>Shapes: x, y [n, c, h, w]; γ, β, μ, σ² [c]. All sums run over the m = n·h·w values of one channel:
 *
 * <pre>
 * forward    μ = 1/m · Σ x      σ² = 1/m · Σ (x − μ)²      (training; otherwise the running statistics)
 *            x̂ = (x − μ) / √(σ² + ε)      y = γ · x̂ + β
 * backward   dγ += Σ dy · x̂      dβ += Σ dy      dx̂ = γ · dy
 *            training:   dσ² = −½ (σ² + ε)^(−3/2) · Σ dx̂ (x − μ)
 *                        dμ  = −(σ² + ε)^(−1/2) · Σ dx̂
 *                        dx  = dx̂ / √(σ² + ε) + dσ² · 2 (x − μ) / m + dμ / m
 *            otherwise:  dx  = dx̂ / √(σ² + ε)
 * running ← (1 − momentum) · running + momentum · batch, the batch's variance times m / (m − 1)
 * </pre>
 *
 * <p>Source: Ioffe, Szegedy, <i>Batch normalization</i>, ICML 2015. Derivation: {@code docs/ops/batch-norm.md}.
 */
public final class BatchNorm {
    private BatchNorm() {}

    /**
     * The mean and the variance of each channel.
     *
     * @param mean μ, [c]
     * @param variance σ², [c], without Bessel's correction if of a batch
     */
    public record Statistics(double[] mean, double[] variance) {}

    /**
     * The statistics of a batch.
     *
     * @param n examples
     * @param shape of one of them
     */
    public static Statistics statistics(int n, Shape shape, double[] x) {
        int area = shape.height() * shape.width();
        int m = n * area;
        Statistics s = new Statistics(new double[shape.channels()], new double[shape.channels()]);
        // region:batch-norm-statistics
        for (int c = 0; c < shape.channels(); c++) {
            double sum = 0;
            for (int i = 0; i < m; i++) {
                sum += x[at(shape, area, c, i)];
            }
            s.mean[c] = sum / m;
            double squares = 0;
            for (int i = 0; i < m; i++) {
                double centred = x[at(shape, area, c, i)] - s.mean[c];
                squares += centred * centred;
            }
            s.variance[c] = squares / m;
        }
        // end
        return s;
    }

    /**
     * Moves the running statistics towards those of a batch. A channel of a single value has no corrected variance: its
     * running variance then moves towards the plain one, which is 0.
     *
     * @param n examples in the batch
     * @param shape of one of them
     * @param batch its statistics
     * @param running moved
     */
    public static void updateRunning(int n, Shape shape, double momentum, Statistics batch, Statistics running) {
        int m = n * shape.height() * shape.width();
        double bessel = m > 1 ? m / (m - 1.0) : 1;
        // region:batch-norm-running
        for (int c = 0; c < shape.channels(); c++) {
            running.mean[c] = (1 - momentum) * running.mean[c] + momentum * batch.mean[c];
            running.variance[c] = (1 - momentum) * running.variance[c] + momentum * batch.variance[c] * bessel;
        }
        // end
    }

    /**
     * Normalises, whatever statistics are given: those of the batch while training, the running ones otherwise.
     *
     * @param n examples
     * @param shape of one of them
     * @return y
     */
    public static double[] forward(
            int n, Shape shape, double epsilon, Statistics s, double[] x, double[] gamma, double[] beta) {
        int area = shape.height() * shape.width();
        int m = n * area;
        double[] y = new double[x.length];
        // region:batch-norm-forward
        for (int c = 0; c < shape.channels(); c++) {
            double deviation = Math.sqrt(s.variance[c] + epsilon);
            for (int i = 0; i < m; i++) {
                int p = at(shape, area, c, i);
                y[p] = gamma[c] * (x[p] - s.mean[c]) / deviation + beta[c];
            }
        }
        // end
        return y;
    }

    /**
     * The gradient of the input while training: x reaches y directly, through σ² and through μ.
     *
     * @param n examples
     * @param shape of one of them
     * @param s the statistics of x
     * @return dx
     */
    public static double[] backwardInputTraining(
            int n, Shape shape, double epsilon, Statistics s, double[] x, double[] dy, double[] gamma) {
        int area = shape.height() * shape.width();
        int m = n * area;
        double[] dx = new double[x.length];
        // region:batch-norm-backward-training
        for (int c = 0; c < shape.channels(); c++) {
            double deviation = Math.sqrt(s.variance[c] + epsilon);
            double sum = 0;
            double sumCentred = 0;
            for (int i = 0; i < m; i++) {
                int p = at(shape, area, c, i);
                double dxHat = gamma[c] * dy[p];
                sum += dxHat;
                sumCentred += dxHat * (x[p] - s.mean[c]);
            }
            double dVariance = -0.5 / (deviation * deviation * deviation) * sumCentred;
            double dMean = -sum / deviation;
            for (int i = 0; i < m; i++) {
                int p = at(shape, area, c, i);
                double direct = gamma[c] * dy[p] / deviation;
                double throughVariance = dVariance * 2 * (x[p] - s.mean[c]) / m;
                double throughMean = dMean / m;
                dx[p] = direct + throughVariance + throughMean;
            }
        }
        // end
        return dx;
    }

    /**
     * The gradient of the input outside training, where the statistics are constants.
     *
     * @param n examples
     * @param shape of one of them
     * @param s the running statistics
     * @return dx
     */
    public static double[] backwardInputInference(
            int n, Shape shape, double epsilon, Statistics s, double[] dy, double[] gamma) {
        int area = shape.height() * shape.width();
        int m = n * area;
        double[] dx = new double[dy.length];
        // region:batch-norm-backward-inference
        for (int c = 0; c < shape.channels(); c++) {
            double deviation = Math.sqrt(s.variance[c] + epsilon);
            for (int i = 0; i < m; i++) {
                int p = at(shape, area, c, i);
                dx[p] = gamma[c] * dy[p] / deviation;
            }
        }
        // end
        return dx;
    }

    /**
     * The gradients of the parameters.
     *
     * @param n examples
     * @param shape of one of them
     * @param s the statistics used forward
     * @param dGamma added to
     * @param dBeta added to
     */
    public static void backwardParameters(
            int n,
            Shape shape,
            double epsilon,
            Statistics s,
            double[] x,
            double[] dy,
            double[] dGamma,
            double[] dBeta) {
        int area = shape.height() * shape.width();
        int m = n * area;
        // region:batch-norm-backward-parameters
        for (int c = 0; c < shape.channels(); c++) {
            double deviation = Math.sqrt(s.variance[c] + epsilon);
            for (int i = 0; i < m; i++) {
                int p = at(shape, area, c, i);
                dGamma[c] += dy[p] * (x[p] - s.mean[c]) / deviation;
                dBeta[c] += dy[p];
            }
        }
        // end
    }

    /** The flat index of the i-th of the m values of channel c: pixel i mod area of example i / area. */
    private static int at(Shape shape, int area, int c, int i) {
        return (i / area * shape.channels() + c) * area + i % area;
    }
}
