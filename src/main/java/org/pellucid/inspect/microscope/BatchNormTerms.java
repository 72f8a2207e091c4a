package org.pellucid.inspect.microscope;

import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Shape;
import org.pellucid.textbook.Values;

/** Batch normalisation: the statistics of a channel, and the three paths by which a value reaches the loss. */
final class BatchNormTerms implements Explainer {
    private final int n;
    private final boolean train;
    private final Shape shape;
    private final int area;
    private final int m;
    private final double epsilon;
    private final Values v;
    private final double[] gamma;
    private final double[] beta;
    private final double[] runningMean;
    private final double[] runningVariance;
    private final Formulas formulas;

    BatchNormTerms(TrainingStep step, Node node) {
        n = step.n();
        train = step.train();
        shape = node.input();
        area = shape.height() * shape.width();
        m = n * area;
        epsilon = ((BatchNormSpec) node.layer()).epsilon();
        v = step.values(node.name());
        gamma = step.parameters().get(node.name() + ".gamma");
        beta = step.parameters().get(node.name() + ".beta");
        runningMean = step.parameters().get(node.name() + ".running_mean");
        runningVariance = step.parameters().get(node.name() + ".running_variance");
        formulas = Formulas.of(node.layer(), step.train());
    }

    /** μ, σ² and √(σ² + ε) of a channel. */
    private record Statistics(double mean, double variance, double deviation) {}

    private Statistics statistics(int c, Draft draft) {
        double mean = train ? batchMean(c) : runningMean[c];
        double variance = train ? batchVariance(c, mean) : runningVariance[c];
        double deviation = Math.sqrt(variance + epsilon);
        String over = " over the m = " + m + " values of channel " + c;
        draft.quantity("μ", train ? "1/m · Σ x" + over : "running mean of channel " + c, mean);
        draft.quantity("σ²", train ? "1/m · Σ (x − μ)²" + over : "running variance of channel " + c, variance);
        draft.quantity("√(σ² + ε)", "with ε = " + Double.toString(epsilon).replace(".0E", "e"), deviation);
        return new Statistics(mean, variance, deviation);
    }

    private double batchMean(int c) {
        double sum = 0;
        for (int i = 0; i < m; i++) {
            sum += v.x()[at(c, i)];
        }
        return sum / m;
    }

    private double batchVariance(int c, double mean) {
        double squares = 0;
        for (int i = 0; i < m; i++) {
            double centred = v.x()[at(c, i)] - mean;
            squares += centred * centred;
        }
        return squares / m;
    }

    @Override
    public Draft output(int i, int c, int h, int w) {
        Draft draft = new Draft(formulas.output());
        Statistics s = statistics(c, draft);
        int p = Cells.at(shape, i, c, h, w);
        Factor x = Cells.of("x", v.x(), shape, p);
        double xHat = (x.value() - s.mean) / s.deviation;
        draft.quantity("x", x.symbol(), x.value()).quantity("x̂", "(x − μ) / √(σ² + ε)", xHat);
        return draft.group("scaled and shifted")
                .term(new Factor(Cells.bracket("γ", c), gamma[c]), new Factor("x̂", xHat))
                .term(new Factor(Cells.bracket("β", c), beta[c]));
    }

    @Override
    public Draft weight(int[] at) {
        int c = at[0];
        Draft draft = new Draft(formulas.weight());
        Statistics s = statistics(c, draft);
        for (int i = 0; i < m; i++) {
            if (i % area == 0) {
                draft.group("picture " + i / area);
            }
            int p = at(c, i);
            draft.term(
                    Cells.of("dy", v.dy(), shape, p),
                    new Factor(Cells.name("x̂", shape, p), (v.x()[p] - s.mean) / s.deviation));
        }
        return draft;
    }

    @Override
    public Draft bias(int c) {
        Draft draft = new Draft(formulas.bias());
        for (int i = 0; i < m; i++) {
            if (i % area == 0) {
                draft.group("picture " + i / area);
            }
            draft.term(Cells.of("dy", v.dy(), shape, at(c, i)));
        }
        return draft;
    }

    @Override
    public Draft input(int i, int c, int h, int w) {
        Draft draft = new Draft(formulas.input());
        Statistics s = statistics(c, draft);
        int p = Cells.at(shape, i, c, h, w);
        double dxHat = gamma[c] * v.dy()[p];
        draft.quantity("dx̂", "γ · dy = " + Cells.bracket("γ", c) + " · " + Cells.name("dy", shape, p), dxHat);
        Factor inverse = new Factor("1/√(σ² + ε)", 1 / s.deviation);
        if (!train) {
            return draft.note("outside training μ and σ² are constants: there is one path only")
                    .group("direct path")
                    .term(new Factor("dx̂", dxHat), inverse);
        }
        double sum = 0;
        double sumCentred = 0;
        for (int j = 0; j < m; j++) {
            int q = at(c, j);
            double other = gamma[c] * v.dy()[q];
            sum += other;
            sumCentred += other * (v.x()[q] - s.mean);
        }
        double dVariance = -0.5 / (s.deviation * s.deviation * s.deviation) * sumCentred;
        double dMean = -sum / s.deviation;
        draft.quantity("Σ dx̂", "over the m = " + m + " values of channel " + c, sum);
        draft.quantity("Σ dx̂ (x − μ)", "likewise", sumCentred);
        draft.quantity("dσ²", "−½ (σ² + ε)^(−3/2) · Σ dx̂ (x − μ)", dVariance);
        draft.quantity("dμ", "−(σ² + ε)^(−1/2) · Σ dx̂", dMean);
        Factor x = Cells.of("x", v.x(), shape, p);
        return draft.quantity("x", x.symbol(), x.value())
                .group("direct path")
                .term(new Factor("dx̂", dxHat), inverse)
                .group("through the variance")
                .term(new Factor("dσ²", dVariance), new Factor("2(x − μ)/m", 2 * (x.value() - s.mean) / m))
                .group("through the mean")
                .term(new Factor("dμ", dMean), new Factor("1/m", 1.0 / m));
    }

    /** The flat index of the i-th of the m values of channel c. */
    private int at(int c, int i) {
        return (i / area * shape.channels() + c) * area + i % area;
    }
}
