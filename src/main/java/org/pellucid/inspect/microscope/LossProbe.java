package org.pellucid.inspect.microscope;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.pellucid.inspect.LossRule;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.textbook.Residual;
import org.pellucid.textbook.SoftmaxCrossEntropy;
import org.pellucid.textbook.SqueezeExcite;
import org.pellucid.textbook.TextbookLayer;

/**
 * The loss as a function of one number of a training step, all else staying as it is: what finite differences are taken of.
 *
 * <p>Only the layers behind the number run again. A step that crosses a kink of ReLU or a tie of maxima on the way is refused, so
 * that all differences are of one smooth piece. The slope is extrapolated to h = 0 by Ridders' method (Adv. Eng. Softw. 4, 1982)
 * from the largest step that crosses none: the larger the step, the less rounding matters.
 */
final class LossProbe {
    private static final double LARGEST_STEP = 0x1p-5;
    private static final double SHRINKING = 0x1p-4;
    private static final int TRIES = 8;
    /** From how many steps to extrapolate, if the first does not give a good slope. */
    private static final int STARTS = 3;

    private static final int EXTRAPOLATIONS = 5;
    /** Estimated relative errors of a slope that needs no other start, and of one that needs no further extrapolation. */
    private static final double GOOD = 1e-8;

    private static final double BEST = 1e-12;
    /** How much further off a slope may be than its last extrapolations are from one another. */
    private static final double SAFETY = 4;
    /** Roundings on the way from a moved number to the loss, in units of 2⁻⁵³, taken as random: a few times √(a thousand). */
    private static final double ROUNDINGS = 100 * 0x1p-53;

    private final TrainingStep step;
    /** The layer that the number enters; null: the loss. */
    private final Node entry;
    /** What enters it. */
    private final double[] input;

    private final double[] theta;
    private final int at;
    private final Map<String, double[]> parameters = new HashMap<>();
    private final Map<String, TextbookLayer> layers = new HashMap<>();
    private final DoubleConsumer progress;
    private int differences;

    private LossProbe(
            TrainingStep step, Node entry, double[] input, String parameter, int at, DoubleConsumer progress) {
        this.step = step;
        this.progress = progress;
        this.entry = entry;
        this.input = parameter == null ? input.clone() : input;
        this.at = at;
        // Running statistics may move while a layer runs: let it be the probe's own.
        step.parameters()
                .forEach((name, values) -> parameters.put(
                        name, name.contains(".running_") || name.equals(parameter) ? values.clone() : values));
        theta = parameter == null ? this.input : parameters.get(parameter);
    }

    static LossProbe ofParameter(TrainingStep step, String layer, String parameter, int at, DoubleConsumer progress) {
        return new LossProbe(step, step.node(layer), step.values(layer).x(), parameter, at, progress);
    }

    static LossProbe ofInput(TrainingStep step, String layer, int at, DoubleConsumer progress) {
        return new LossProbe(step, step.node(layer), step.values(layer).x(), null, at, progress);
    }

    static LossProbe ofLogit(TrainingStep step, int at, DoubleConsumer progress) {
        return new LossProbe(step, null, step.logits(), null, at, progress);
    }

    /** An extrapolated slope, and by how much the last extrapolations differ. */
    private record Slope(double value, double error, double step) {}

    FiniteDifference measure() {
        double h = LARGEST_STEP * scale();
        Slope best = null;
        int found = 0;
        for (int i = 0; i < TRIES && found < STARTS; i++) {
            double difference = difference(h);
            if (!Double.isNaN(difference)) {
                Slope slope = extrapolate(h, difference);
                found++;
                best = best == null || slope.error < best.error ? slope : best;
                if (best.error <= GOOD * Math.abs(best.value)) {
                    break;
                }
            }
            h *= SHRINKING;
        }
        return best == null
                ? FiniteDifference.atKink()
                : new FiniteDifference(
                        false, best.value, best.step, Math.max(rounding(best.step), SAFETY * best.error));
    }

    private Slope extrapolate(double first, double difference) {
        double h = first;
        double[][] a = new double[EXTRAPOLATIONS][EXTRAPOLATIONS];
        a[0][0] = difference / (2 * h);
        double best = a[0][0];
        double error = Double.POSITIVE_INFINITY;
        for (int i = 1; i < EXTRAPOLATIONS && error > BEST * Math.abs(best); i++) {
            h /= 2;
            double d = difference(h);
            if (Double.isNaN(d)) {
                break;
            }
            a[0][i] = d / (2 * h);
            double power = 4;
            for (int j = 1; j <= i; j++) {
                a[j][i] = (power * a[j - 1][i] - a[j - 1][i - 1]) / (power - 1);
                power *= 4;
                double estimate = Math.max(Math.abs(a[j][i] - a[j - 1][i]), Math.abs(a[j][i] - a[j - 1][i - 1]));
                if (estimate < error) {
                    error = estimate;
                    best = a[j][i];
                }
            }
        }
        return new Slope(best, error, first);
    }

    private double rounding(double h) {
        double largest = 1;
        for (double z : step.logits()) {
            largest = Math.max(largest, Math.abs(z));
        }
        return ROUNDINGS * largest / h;
    }

    /** The number's own size, or that of its tensor if that is larger. */
    private double scale() {
        double squares = 0;
        for (double value : theta) {
            squares += value * value;
        }
        double scale = Math.max(Math.abs(theta[at]), Math.sqrt(squares / theta.length));
        return scale > 0 ? scale : 1;
    }

    /** L(θ + h) − L(θ − h); NaN if a kink lies between. */
    private double difference(double h) {
        progress.accept(Math.min(0.95, (double) differences++ / EXTRAPOLATIONS)); // most slopes need no second start
        double[] above = logits(h);
        double[] below = above == null ? null : logits(-h);
        return below == null ? Double.NaN : lossDifference(above, below);
    }

    /** Without subtracting two losses, which would cost digits: of each log p the change, Δz − log(1 + Σ_l p_l (e^Δz_l − 1)). */
    private double lossDifference(double[] above, double[] below) {
        int k = step.spec().classes();
        LossRule rule = step.rule();
        double[] logP = SoftmaxCrossEntropy.logSoftmax(step.n(), k, below);
        double[] t = step.targets();
        double difference = 0;
        for (int i = 0; i < step.n(); i++) {
            double grown = 0;
            for (int l = 0; l < k; l++) {
                grown += StrictMath.exp(logP[i * k + l]) * StrictMath.expm1(above[i * k + l] - below[i * k + l]);
            }
            for (int j = 0; j < k; j++) {
                double change = above[i * k + j] - below[i * k + j] - StrictMath.log1p(grown);
                difference -= rule.weight(j) * t[i * k + j] * termDifference(rule.focus(), logP[i * k + j], change);
            }
        }
        return difference / rule.denominator(k, t);
    }

    /** f(u + Δ) − f(u) of f(u) = (1 − eᵘ)^γ u, which is Δ for cross-entropy. */
    private static double termDifference(double focus, double u, double change) {
        if (focus == 0) {
            return change;
        }
        double doubt = -StrictMath.expm1(u);
        double doubtChange = -StrictMath.exp(u) * StrictMath.expm1(change);
        double factor = StrictMath.pow(doubt, focus);
        double factorChange = factor * StrictMath.expm1(focus * StrictMath.log1p(doubtChange / doubt));
        return (factor + factorChange) * change + factorChange * u;
    }

    /** The logits with the number moved; null if a kink was crossed. */
    private double[] logits(double move) {
        double kept = theta[at];
        theta[at] = kept + move;
        try {
            return entry == null ? input.clone() : run(step.spec().nodes());
        } finally {
            theta[at] = kept;
        }
    }

    /** What a chain gives if the number enters somewhere in it; null at a kink. */
    private double[] run(List<Node> chain) {
        int first = 0;
        while (!holdsEntry(chain.get(first))) {
            first++;
        }
        Node start = chain.get(first);
        double[] y = start.name().equals(entry.name()) ? forward(start, input) : inside(start);
        for (int i = first + 1; i < chain.size() && y != null; i++) {
            y = forward(chain.get(i), y);
        }
        return y;
    }

    private boolean holdsEntry(Node node) {
        return node.name().equals(entry.name()) || entry.name().startsWith(node.name() + ".");
    }

    /** What a composite layer gives if the number enters somewhere in it. */
    private double[] inside(Node node) {
        boolean inBody = node.body().stream().anyMatch(this::holdsEntry);
        double[] moved = run(inBody ? node.body() : node.shortcut());
        if (moved == null) {
            return null;
        }
        LayerSpec layer = node.layer();
        if (layer instanceof ResidualSpec) {
            return inBody
                    ? Residual.forward(moved, resting(node, node.shortcut()))
                    : Residual.forward(resting(node, node.body()), moved);
        }
        return layer instanceof SqueezeExciteSpec
                ? SqueezeExcite.forward(
                        step.n(), node.input(), step.values(node.name()).x(), moved)
                : moved;
    }

    /** What the other path of a residual gave in the step. */
    private double[] resting(Node node, List<Node> path) {
        return path.isEmpty()
                ? step.values(node.name()).x()
                : step.values(path.get(path.size() - 1).name()).y();
    }

    private double[] forward(Node node, double[] x) {
        TextbookLayer layer = layers.computeIfAbsent(node.name(), name -> TextbookLayer.of(node, parameters));
        double[] y = layer.forward(x, step.n(), step.train(), step.mask());
        return step.samePieces(layer) ? y : null;
    }
}
