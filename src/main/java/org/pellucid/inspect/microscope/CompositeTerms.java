package org.pellucid.inspect.microscope;

import java.util.List;
import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.spec.Node;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.Shape;
import org.pellucid.textbook.Values;

/** Layers made of layers, where paths meet and part: residual blocks and squeeze-and-excitation. */
final class CompositeTerms implements Explainer {
    private final TrainingStep step;
    private final Node node;
    private final Values v;
    private final boolean residual;
    private final Formulas formulas;

    CompositeTerms(TrainingStep step, Node node) {
        this.step = step;
        this.node = node;
        v = step.values(node.name());
        residual = node.layer() instanceof ResidualSpec;
        formulas = Formulas.of(node.layer(), step.train());
    }

    @Override
    public Draft output(int n, int c, int h, int w) {
        Shape out = node.output();
        int p = Cells.at(out, n, c, h, w);
        Draft draft = new Draft(formulas.output());
        if (residual) {
            String last = last(node.body());
            draft.group("two paths meet")
                    .term(Cells.of(last + ".y", step.values(last).y(), out, p));
            if (node.shortcut().isEmpty()) {
                return draft.term(Cells.of("x", v.x(), out, p)).note("the shortcut is the identity: x itself");
            }
            String end = last(node.shortcut());
            return draft.term(Cells.of(end + ".y", step.values(end).y(), out, p));
        }
        return draft.group("weighed by the gate").term(Cells.of("x", v.x(), out, p), gate(n, c));
    }

    @Override
    public Draft input(int n, int c, int h, int w) {
        Shape in = node.input();
        int p = Cells.at(in, n, c, h, w);
        Draft draft = new Draft(formulas.input());
        String first = node.body().get(0).name();
        Factor throughBody = Cells.of(first + ".dx", step.values(first).dx(), in, p);
        if (residual) {
            draft.group("the fork's two paths").term(throughBody);
            if (node.shortcut().isEmpty()) {
                return draft.term(Cells.of("dy", v.dy(), in, p))
                        .note("the shortcut is the identity: it passes dy as it is");
            }
            String start = node.shortcut().get(0).name();
            return draft.term(Cells.of(start + ".dx", step.values(start).dx(), in, p));
        }
        double ds = 0;
        int area = in.height() * in.width();
        int from = Cells.at(in, n, c, 0, 0);
        for (int q = from; q < from + area; q++) {
            ds += v.dy()[q] * v.x()[q];
        }
        return draft.quantity("ds", "Σ_{h,w} dy · x: what goes back into the gate", ds)
                .group("direct path")
                .term(Cells.of("dy", v.dy(), in, p), gate(n, c))
                .group("through the gate")
                .term(throughBody);
    }

    private Factor gate(int n, int c) {
        double[] s = step.values(last(node.body())).y();
        return new Factor(Cells.bracket("s", n, c), s[n * node.input().channels() + c]);
    }

    private static String last(List<Node> chain) {
        return chain.get(chain.size() - 1).name();
    }
}
