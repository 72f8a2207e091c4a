package org.pellucid.inspect.microscope;

import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.spec.Node;
import org.pellucid.textbook.Values;

/** A dense layer: every output a weighted sum of all inputs. */
final class DenseTerms implements Explainer {
    private final int n;
    private final int features;
    private final int units;
    private final Values v;
    private final double[] w;
    private final double[] b;
    private final Formulas formulas;

    DenseTerms(TrainingStep step, Node node) {
        n = step.n();
        features = node.input().size();
        units = node.output().size();
        v = step.values(node.name());
        w = step.parameters().get(node.name() + ".weight");
        b = step.parameters().get(node.name() + ".bias");
        formulas = Formulas.of(node.layer(), step.train());
    }

    @Override
    public Draft output(int i, int u, int h, int width) {
        Draft draft = new Draft(formulas.output()).group(counted(features, "feature"));
        for (int f = 0; f < features; f++) {
            draft.term(x(i, f), w(u, f));
        }
        return b == null ? draft : draft.group("bias").term(new Factor(Cells.bracket("b", u), b[u]));
    }

    @Override
    public Draft weight(int[] at) {
        Draft draft = new Draft(formulas.weight()).group(counted(n, "picture"));
        for (int i = 0; i < n; i++) {
            draft.term(dy(i, at[0]), x(i, at[1]));
        }
        return draft;
    }

    @Override
    public Draft bias(int u) {
        Draft draft = new Draft(formulas.bias()).group(counted(n, "picture"));
        for (int i = 0; i < n; i++) {
            draft.term(dy(i, u));
        }
        return draft;
    }

    @Override
    public Draft input(int i, int f, int h, int width) {
        Draft draft = new Draft(formulas.input()).group(counted(units, "unit"));
        for (int u = 0; u < units; u++) {
            draft.term(dy(i, u), w(u, f));
        }
        return draft;
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private Factor x(int i, int f) {
        return new Factor(Cells.bracket("x", i, f), v.x()[i * features + f]);
    }

    private Factor dy(int i, int u) {
        return new Factor(Cells.bracket("dy", i, u), v.dy()[i * units + u]);
    }

    private Factor w(int u, int f) {
        return new Factor(Cells.bracket("w", u, f), w[u * features + f]);
    }
}
