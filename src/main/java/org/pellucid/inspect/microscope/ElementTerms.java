package org.pellucid.inspect.microscope;

import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Shape;
import org.pellucid.textbook.Values;

/** Layers that treat each value by itself: activations, dropout, flatten. */
final class ElementTerms implements Explainer {
    private final TrainingStep step;
    private final Node node;
    private final Shape in;
    private final Shape out;
    private final Values v;
    private final Formulas formulas;

    ElementTerms(TrainingStep step, Node node) {
        this.step = step;
        this.node = node;
        in = node.input();
        out = node.output();
        v = step.values(node.name());
        formulas = Formulas.of(node.layer(), step.train());
    }

    @Override
    public Draft output(int n, int c, int h, int w) {
        int p = Cells.at(out, n, c, h, w); // values stand in the same order before and after
        Factor x = Cells.of("x", v.x(), in, p);
        Draft draft = new Draft(formulas.output()).group("one value");
        if (node.layer() instanceof ActivationSpec f) {
            return value(f, x, draft);
        }
        return node.layer() instanceof DropoutSpec d && step.train() ? dropped(d, p, x, draft) : draft.term(x);
    }

    @Override
    public Draft input(int n, int c, int h, int w) {
        int p = Cells.at(in, n, c, h, w);
        Factor dy = Cells.of("dy", v.dy(), out, p);
        Draft draft = new Draft(formulas.input()).group("one value");
        if (node.layer() instanceof ActivationSpec f) {
            Factor x = Cells.of("x", v.x(), in, p);
            return slope(f, x, draft.quantity("x", x.symbol(), x.value()), dy);
        }
        return node.layer() instanceof DropoutSpec d && step.train() ? dropped(d, p, dy, draft) : draft.term(dy);
    }

    /** f(x) as a product. */
    private static Draft value(ActivationSpec f, Factor x, Draft draft) {
        boolean positive = x.value() > 0;
        if (f instanceof ActivationSpec.Relu) {
            return draft.term(side(positive), x);
        }
        if (f instanceof ActivationSpec.LeakyRelu leaky) {
            return draft.term(positive ? side(true) : new Factor("slope", leaky.slope()), x);
        }
        if (f instanceof ActivationSpec.Elu elu) {
            return positive
                    ? draft.term(side(true), x)
                    : draft.quantity("x", x.symbol(), x.value())
                            .term(new Factor("α", elu.alpha()), new Factor("(eˣ − 1)", StrictMath.expm1(x.value())));
        }
        if (f instanceof ActivationSpec.Silu) {
            return draft.term(x, new Factor("σ(x)", sigmoid(x.value())));
        }
        draft.quantity("x", x.symbol(), x.value());
        return f instanceof ActivationSpec.Sigmoid
                ? draft.term(new Factor("σ(x)", sigmoid(x.value())))
                : draft.term(new Factor("tanh x", StrictMath.tanh(x.value())));
    }

    /** dy · f′(x). */
    private static Draft slope(ActivationSpec f, Factor x, Draft draft, Factor dy) {
        boolean positive = x.value() > 0;
        if (f instanceof ActivationSpec.Relu) {
            return draft.term(dy, side(positive));
        }
        if (f instanceof ActivationSpec.LeakyRelu leaky) {
            return draft.term(dy, positive ? side(true) : new Factor("slope", leaky.slope()));
        }
        if (f instanceof ActivationSpec.Elu elu) {
            return positive
                    ? draft.term(dy, side(true))
                    : draft.term(dy, new Factor("α", elu.alpha()), new Factor("eˣ", StrictMath.exp(x.value())));
        }
        double s = sigmoid(x.value());
        if (f instanceof ActivationSpec.Silu) {
            return draft.quantity("σ(x)", "1 / (1 + e⁻ˣ)", s)
                    .term(dy, new Factor("σ(x)", s), new Factor("(1 + x (1 − σ(x)))", 1 + x.value() * (1 - s)));
        }
        if (f instanceof ActivationSpec.Sigmoid) {
            return draft.term(dy, new Factor("σ(x)", s), new Factor("(1 − σ(x))", 1 - s));
        }
        double t = StrictMath.tanh(x.value());
        return draft.quantity("tanh x", "", t).term(dy, new Factor("(1 − tanh² x)", 1 - t * t));
    }

    private Draft dropped(DropoutSpec dropout, int p, Factor value, Draft draft) {
        int units = in.size();
        boolean keep = step.mask().keep(node.name(), p / units, p % units);
        String drawn = "the draw " + (keep ? "keeps" : "drops") + " unit " + p % units + " of picture " + p / units;
        return draft.note(
                        dropout.rate() == 0
                                ? "rate r = 0: nothing is dropped"
                                : "dropped with probability r = " + dropout.rate() + "; " + drawn)
                .term(
                        new Factor(Cells.bracket("k", p), keep ? 1 : 0),
                        value,
                        new Factor("1/(1 − r)", 1 / (1 - dropout.rate())));
    }

    private static Factor side(boolean positive) {
        return new Factor("[x > 0]", positive ? 1 : 0);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
