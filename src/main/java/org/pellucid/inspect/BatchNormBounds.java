package org.pellucid.inspect;

import static org.pellucid.inspect.Bounds.EPSILON;

import java.util.Map;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Shape;
import org.pellucid.textbook.BatchNorm;

/**
 * How far the engine's batch normalisation may be from the textbook's, in training.
 *
 * <p>The engine sums in double and rounds μ, i = 1/√(σ² + ε) and what follows to float. Let d = x − μ, x̂ = d·i, m the
 * values of a channel, and v the relative error that σ² + ε may have from the double sums: σ² = Σx²/m − μ² cancels, so v =
 * 2m·2⁻⁵³·(Σx²/m + μ²)/(σ² + ε). Counting half an ε for each rounding to float, and then rounding the counts up:
 *
 * <pre>
 * y       = (x − μ)·(i·γ) + β     ε(|γi||μ| + 2|γ x̂| + |y|) + v|γ x̂|
 * Δx̂     = (x − μ)·i             ε(i|μ| + 2|x̂|) + v|x̂|
 * dβ      = Σdy                   ε|dβ| + 2m·2⁻⁵³ Σ|dy|
 * dγ      = Σ dy·x̂               ε|dγ| + Σ|dy|(Δx̂ + 2m·2⁻⁵³|x̂|)
 * dx      = γi·dy − γi²·dγ/m·(x − μ) − γi·dβ/m, the three terms A, B, C:
 *           ε(3A + 4B + 2C + |γ|i²|dγ|/m·|μ|) + v(A + 2B + C) + |γ|i²|d|·Δdγ/m
 * </pre>
 */
final class BatchNormBounds {
    private final Subject s;
    private final double[] y;
    private final double[] dx;
    private final double[] dGamma;
    private final double[] dBeta;
    private final double[] runningMean;
    private final double[] runningVariance;
    private final int m;
    private final int area;
    private final int channels;

    BatchNormBounds(Subject s, BatchNormSpec norm) {
        this.s = s;
        Shape shape = s.node().input();
        channels = shape.channels();
        area = shape.height() * shape.width();
        m = s.n() * area;
        y = new double[s.x().length];
        dx = new double[s.x().length];
        dGamma = new double[channels];
        dBeta = new double[channels];
        runningMean = new double[channels];
        runningVariance = new double[channels];
        BatchNorm.Statistics statistics = BatchNorm.statistics(s.n(), shape, s.x());
        for (int c = 0; c < channels; c++) {
            channel(c, norm, statistics.mean()[c], statistics.variance()[c]);
        }
    }

    private void channel(int c, BatchNormSpec norm, double mu, double variance) {
        double inverse = 1 / Math.sqrt(variance + norm.epsilon());
        double gamma = parameter("gamma")[c];
        double beta = parameter("beta")[c];
        double sumX = 0;
        double sumDy = 0;
        double sumAbsDy = 0;
        double sumProducts = 0;
        for (int i = 0; i < m; i++) {
            double dy = s.dy()[at(c, i)];
            sumX += Math.abs(s.x()[at(c, i)]);
            sumDy += dy;
            sumAbsDy += Math.abs(dy);
            sumProducts += dy * (s.x()[at(c, i)] - mu) * inverse;
        }
        double v = Bounds.doubleSum(m) * (variance + 2 * mu * mu) * inverse * inverse;
        double deltaMu = Bounds.doubleSum(m) * sumX / m;
        double deltaProducts = 0;
        for (int i = 0; i < m; i++) {
            double d = Math.abs(s.x()[at(c, i)] - mu);
            double deltaXHat = EPSILON * inverse * (Math.abs(mu) + 2 * d) + v * d * inverse + deltaMu * inverse;
            deltaProducts += Math.abs(s.dy()[at(c, i)]) * (deltaXHat + Bounds.doubleSum(m) * d * inverse);
        }
        double slope = Math.abs(gamma) * inverse;
        double curve = slope * inverse * Math.abs(sumProducts) / m;
        double constant = slope * Math.abs(sumDy) / m;
        for (int i = 0; i < m; i++) {
            int p = at(c, i);
            double d = s.x()[p] - mu;
            double out = gamma * d * inverse + beta;
            double scaled = slope * Math.abs(d);
            y[p] = EPSILON * (slope * Math.abs(mu) + 2 * scaled + Math.abs(out)) + v * scaled + slope * deltaMu;
            double a = slope * Math.abs(s.dy()[p]);
            double b = curve * Math.abs(d);
            dx[p] = EPSILON * (3 * a + 4 * b + 2 * constant + curve * Math.abs(mu))
                    + v * (a + 2 * b + constant)
                    + curve * deltaMu
                    + slope * inverse * Math.abs(d) * deltaProducts / m
                    + slope * Bounds.doubleSum(m) * sumAbsDy / m;
        }
        dBeta[c] = EPSILON * Math.abs(sumDy) + Bounds.doubleSum(m) * sumAbsDy;
        dGamma[c] = EPSILON * Math.abs(sumProducts) + deltaProducts;
        double newMean = (1 - norm.momentum()) * parameter("running_mean")[c] + norm.momentum() * mu;
        double bessel = m > 1 ? m / (m - 1.0) : 1;
        double newVariance =
                (1 - norm.momentum()) * parameter("running_variance")[c] + norm.momentum() * bessel * variance;
        runningMean[c] = EPSILON * Math.abs(newMean) + deltaMu;
        runningVariance[c] = EPSILON * newVariance + bessel * v * (variance + norm.epsilon());
    }

    private double[] parameter(String name) {
        return s.parameters().get(s.node().name() + "." + name);
    }

    /** The flat index of the i-th of the m values of a channel. */
    private int at(int c, int i) {
        return (i / area * channels + c) * area + i % area;
    }

    Tolerances tolerances() {
        String layer = s.node().name();
        return new Tolerances(
                y,
                dx,
                Map.of(layer + ".gamma", dGamma, layer + ".beta", dBeta),
                Map.of(layer + ".running_mean", runningMean, layer + ".running_variance", runningVariance));
    }
}
