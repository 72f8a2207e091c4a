package org.pellucid.inspect.microscope;

import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.TrainingStep;

/** Softmax and cross-entropy: L, and dz = (p − t) / n. */
final class LossTerms implements Explainer {
    private final TrainingStep step;
    private final int k;
    private final double[] z;
    private final double[] t;

    LossTerms(TrainingStep step) {
        this.step = step;
        k = step.spec().classes();
        z = step.logits();
        t = step.targets();
    }

    /** L itself: one term a picture. */
    @Override
    public Draft output(int example, int c, int h, int w) {
        Draft draft = new Draft(Formulas.LOSS.output()).group("t · log p of each picture's class");
        for (int i = 0; i < step.n(); i++) {
            for (int j = 0; j < k; j++) {
                if (t[i * k + j] != 0) {
                    draft.term(
                            new Factor("−1/n", -1.0 / step.n()),
                            new Factor(Cells.bracket("t", i, j), t[i * k + j]),
                            new Factor(Cells.bracket("log p", i, j), logP(i, j)));
                }
            }
        }
        return draft;
    }

    @Override
    public Draft input(int i, int j, int h, int w) {
        Draft draft = new Draft(Formulas.LOSS.input());
        draft.quantity("max z", "of picture " + i + ", taken off so that no exponential overflows", max(i));
        draft.quantity("Σ e^(z − max)", "over the " + k + " classes", sum(i));
        draft.quantity(Cells.bracket("z", i, j), "the logit", z[i * k + j]);
        draft.quantity(Cells.bracket("p", i, j), "e^(z − max) / Σ e^(z − max)", StrictMath.exp(logP(i, j)));
        Factor share = new Factor("1/n", 1.0 / step.n());
        Factor p = new Factor(Cells.bracket("p", i, j), StrictMath.exp(logP(i, j)));
        return draft.group("p − t").term(p, share).term(new Factor(Cells.bracket("−t", i, j), -t[i * k + j]), share);
    }

    private double logP(int i, int j) {
        return z[i * k + j] - max(i) - StrictMath.log(sum(i));
    }

    private double max(int i) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < k; j++) {
            max = Math.max(max, z[i * k + j]);
        }
        return max;
    }

    private double sum(int i) {
        double sum = 0;
        for (int j = 0; j < k; j++) {
            sum += StrictMath.exp(z[i * k + j] - max(i));
        }
        return sum;
    }
}
