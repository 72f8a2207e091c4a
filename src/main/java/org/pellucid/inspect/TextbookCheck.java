package org.pellucid.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pellucid.spec.Cost;
import org.pellucid.spec.Node;
import org.pellucid.tensor.Rng;

/**
 * Holds a layer's analytic gradients to central differences of L = Σ dy·y, dy being drawn at random.
 *
 * <p>Along a direction d in the space of a tensor θ, the analytic slope is a = Σ (∂L/∂θⱼ) dⱼ, and the numeric one is
 *
 * <pre>
 * n = (L(θ + d) − L(θ − d)) / 2                                            where L is linear in θ
 * n = (8 (L(θ + d) − L(θ − d)) − (L(θ + 2d) − L(θ − 2d))) / 12             elsewhere
 * </pre>
 *
 * <p>with d as small as {@link Steps} says. Differences of L are summed as Σ dy·(y⁺ − y⁻), so that outputs which do not change
 * bring no rounding. The scaled error is |a − n| / max(|a|, |n|, scale). The scale guards slopes that happen to be almost 0: it is such
 * that {@link Bounds#DIFFERENCES} times it is what rounding alone may do to n, ρ = 4·2⁻⁵³·√k·√Σ(dy·y)² over the outputs that
 * change, k being {@link Bounds#roundings}; roundings are taken as independent (Higham and Mary, SIAM J. Sci. Comput. 41, 2019).
 */
final class TextbookCheck {
    private static final int MOST_COORDINATES = 8;
    /** Operations that the coordinates of one tensor may cost; the direction through all of them comes first. */
    private static final long BUDGET = 40_000_000;

    /** Operations on one value outside of products: an exponential, a division, a few comparisons. */
    private static final long PER_VALUE = 20;
    /** Tries for each coordinate asked for. */
    private static final int PATIENCE = 3;

    private static final int SHRINKINGS = 5;
    private static final double SHRINKING = 0.25;
    private static final double DOUBLE = 0x1p-53;

    private final LayerRunner runner;
    private final Subject subject;
    private final long branches;
    private final double roundings;
    private final long seed;

    /** What was found so far of one tensor. */
    private static final class Tally {
        private int samples;
        private int kinks;
        private double worst;

        private void add(double error) {
            samples++;
            worst = Math.max(worst, error);
        }
    }

    TextbookCheck(LayerRunner runner, Subject subject, long seed) {
        this.runner = runner;
        this.subject = subject;
        this.seed = seed;
        branches = Kinks.within(subject.node()) ? runner.forward(subject).branches() : 0;
        roundings = Bounds.roundings(subject.node(), subject.n());
    }

    /** Examines the input and each learned parameter. */
    Map<String, Differences> run(Passage analytic) {
        Map<String, Differences> found = new LinkedHashMap<>();
        found.put(Subject.INPUT, examine(Subject.INPUT, analytic.dx()));
        for (String name : subject.learned().keySet()) {
            found.put(name, examine(name, analytic.gradients().get(name)));
        }
        return found;
    }

    private Differences examine(String tensor, double[] gradient) {
        Steps steps = Steps.of(subject, tensor);
        Rng rng = Rng.of(seed, Rng.key(subject.node().name()), Rng.key(tensor));
        Tally tally = new Tally();
        everywhere(tensor, gradient, steps, rng, tally);
        int wanted = coordinates(gradient.length, steps.curved());
        for (int tries = 0; tries < PATIENCE * wanted && tally.samples <= wanted; tries++) {
            double[] d = new double[gradient.length];
            int j = rng.nextInt(d.length);
            d[j] = steps.sizes()[j];
            compare(tensor, gradient, d, steps, tally);
        }
        return new Differences(tally.samples, tally.kinks, tally.worst, Bounds.DIFFERENCES);
    }

    /** One random direction through the whole tensor; values near a kink stay where they are. */
    private void everywhere(String tensor, double[] gradient, Steps steps, Rng rng, Tally tally) {
        double[] d = new double[gradient.length];
        double[] reach = new double[d.length];
        for (int j = 0; j < d.length; j++) {
            double size = steps.everywhere() * steps.sizes()[j];
            d[j] = rng.uniform(-size, size);
            reach[j] = 2 * size;
        }
        if (tensor.equals(Subject.INPUT)) {
            Node node = subject.node();
            boolean[] near = Kinks.near(node, subject.n(), subject.x(), reach);
            for (int j = 0; j < d.length; j++) {
                if (near[j]) {
                    d[j] = 0;
                    tally.kinks++;
                }
            }
        }
        compare(tensor, gradient, d, steps, tally);
    }

    private int coordinates(int size, boolean curved) {
        Cost cost = subject.node().cost();
        long forward = subject.n() * (cost.macs() + PER_VALUE * cost.activationBytes() / Float.BYTES);
        return (int) Math.min(size, Math.min(MOST_COORDINATES, BUDGET / (forward * (curved ? 4 : 2))));
    }

    /** Compares the slopes along d, or a shorter d if a kink lies between. */
    private void compare(String tensor, double[] gradient, double[] d, Steps steps, Tally tally) {
        for (int tries = 0; tries < (steps.shrinks() ? SHRINKINGS : 1); tries++) {
            double error = scaledError(tensor, gradient, d, steps.curved());
            if (!Double.isInfinite(error)) {
                tally.add(error);
                return;
            }
            tally.kinks++;
            for (int j = 0; j < d.length; j++) {
                d[j] *= SHRINKING;
            }
        }
    }

    /** Infinite if a kink lies between the points. */
    private double scaledError(String tensor, double[] gradient, double[] d, boolean curved) {
        double analytic = 0;
        for (int j = 0; j < d.length; j++) {
            analytic += gradient[j] * d[j];
        }
        double[] near = new double[2];
        double[] far = new double[2];
        if (!difference(tensor, d, 1, near) || (curved && !difference(tensor, d, 2, far))) {
            return Double.POSITIVE_INFINITY;
        }
        double numeric = curved ? (8 * near[0] - far[0]) / 12 : near[0] / 2;
        double rounding = 4 * DOUBLE * Math.sqrt(roundings * near[1]);
        double scale = rounding / Bounds.DIFFERENCES;
        double larger = Math.max(Math.max(Math.abs(analytic), Math.abs(numeric)), scale);
        double error = Math.abs(analytic - numeric);
        return error == 0 ? 0 : error / larger;
    }

    /**
     * L(θ + td) − L(θ − td), and the sum of (dy·y)² over the outputs that differ.
     *
     * @return whether no kink lies between
     */
    private boolean difference(String tensor, double[] d, double t, double[] found) {
        Forward above = runner.forward(moved(tensor, d, t));
        Forward below = runner.forward(moved(tensor, d, -t));
        if (above.branches() != branches || below.branches() != branches) {
            return false;
        }
        double[] dy = subject.dy();
        for (int i = 0; i < dy.length; i++) {
            if (above.y()[i] != below.y()[i]) {
                found[0] += dy[i] * (above.y()[i] - below.y()[i]);
                found[1] += dy[i] * dy[i] * above.y()[i] * above.y()[i];
            }
        }
        return true;
    }

    private Subject moved(String tensor, double[] d, double t) {
        double[] values = subject.tensor(tensor).clone();
        for (int j = 0; j < values.length; j++) {
            values[j] += t * d[j];
        }
        return subject.with(tensor, values);
    }
}
