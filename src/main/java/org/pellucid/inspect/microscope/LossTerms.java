package org.pellucid.inspect.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.LossRule;
import org.pellucid.inspect.TrainingStep;

/** The loss of a step: L, and dz, which is (p − t) / n for plain cross-entropy. */
final class LossTerms implements Explainer {
    private final TrainingStep step;
    private final int k;
    private final double[] z;
    private final double[] t;
    private final LossRule rule;
    private final double d;
    private final Formulas formulas;

    LossTerms(TrainingStep step) {
        this.step = step;
        k = step.spec().classes();
        z = step.logits();
        t = step.targets();
        rule = step.rule();
        d = rule.denominator(k, t);
        formulas = Formulas.of(rule);
    }

    /** L itself: one term a picture, or one a class where labels are smoothed. */
    @Override
    public Draft output(int example, int c, int h, int w) {
        Draft draft = new Draft(formulas.output());
        Factor share = new Factor("−" + share(), -1 / d);
        for (int i = 0; i < step.n(); i++) {
            if (i == 0 || rule.smoothing() > 0) {
                draft.group(rule.smoothing() > 0 ? "picture " + i : "t · log p of each picture's class");
            }
            for (int j = 0; j < k; j++) {
                if (t[i * k + j] != 0) {
                    List<Factor> factors = new ArrayList<>(List.of(share));
                    factors.addAll(target(i, j, 1));
                    if (rule.focus() > 0) {
                        factors.add(new Factor("(1 − p)^γ", StrictMath.pow(doubt(i, j), rule.focus())));
                    }
                    factors.add(new Factor(Cells.bracket("log p", i, j), logP(i, j)));
                    draft.term(factors.toArray(Factor[]::new));
                }
            }
        }
        return notes(draft);
    }

    @Override
    public Draft input(int i, int j, int h, int w) {
        Draft draft = new Draft(formulas.input());
        draft.quantity("max z", "of picture " + i + ", taken off so that no exponential overflows", max(i));
        draft.quantity("Σ e^(z − max)", "over the " + k + " classes", sum(i));
        draft.quantity(Cells.bracket("z", i, j), "the logit", z[i * k + j]);
        draft.quantity(Cells.bracket("p", i, j), "e^(z − max) / Σ e^(z − max)", StrictMath.exp(logP(i, j)));
        Factor share = new Factor(share(), 1 / d);
        Factor p = new Factor(Cells.bracket("p", i, j), StrictMath.exp(logP(i, j)));
        List<Factor> taken = new ArrayList<>(target(i, j, -1));
        if (rule.focus() > 0) {
            draft.quantity(
                    Cells.bracket("g", i, j), "(1 − p)^γ · (1 − γ p log p / (1 − p)), the slope of a term", pull(i, j));
            taken.add(new Factor(Cells.bracket("g", i, j), pull(i, j)));
        }
        taken.add(share);
        if (plain()) {
            draft.group("p − t").term(p, share);
        } else {
            double mass = 0;
            for (int l = 0; l < k; l++) {
                mass += rule.weight(l) * t[i * k + l] * (rule.focus() > 0 ? pull(i, l) : 1);
            }
            draft.quantity("s", "the sum over l in the formula", mass);
            draft.group("p · s − what the class itself has of s").term(p, new Factor("s", mass), share);
        }
        return notes(draft.term(taken.toArray(Factor[]::new)));
    }

    /** Whether dz is (p − t) / n. */
    private boolean plain() {
        return rule.weights().isEmpty() && rule.focus() == 0;
    }

    private String share() {
        return rule.weights().isEmpty() ? "1/n" : "1/D";
    }

    /** t, and w if there is one. */
    private List<Factor> target(int i, int j, int sign) {
        Factor target = new Factor((sign < 0 ? "−" : "") + Cells.bracket("t", i, j), sign * t[i * k + j]);
        return rule.weights().isEmpty()
                ? List.of(target)
                : List.of(target, new Factor(Cells.bracket("w", j), rule.weight(j)));
    }

    private Draft notes(Draft draft) {
        if (rule.smoothing() > 0) {
            draft.note(String.format(
                    Locale.ROOT,
                    "labels are smoothed with ε = %s: t is %.4f at the class, %.4f elsewhere",
                    rule.smoothing(),
                    1 - rule.smoothing() + rule.smoothing() / k,
                    rule.smoothing() / k));
        }
        if (rule.focus() > 0) {
            draft.note("focal loss with γ = " + rule.focus() + ": what the network is sure of counts less");
        }
        if (!rule.weights().isEmpty()) {
            draft.note(String.format(Locale.ROOT, "classes are weighed; D = Σ w · t = %.6f over the batch", d));
        }
        return draft;
    }

    private double doubt(int i, int j) {
        return -StrictMath.expm1(logP(i, j));
    }

    private double pull(int i, int j) {
        double doubt = doubt(i, j);
        double ratio = doubt == 0 ? -1 : logP(i, j) / doubt;
        return StrictMath.pow(doubt, rule.focus()) * (1 - rule.focus() * StrictMath.exp(logP(i, j)) * ratio);
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
