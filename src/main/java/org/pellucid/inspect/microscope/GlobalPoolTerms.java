package org.pellucid.inspect.microscope;

import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.spec.Node;
import org.pellucid.spec.Shape;
import org.pellucid.textbook.Values;

/** The mean of a whole channel. */
final class GlobalPoolTerms implements Explainer {
    private final Shape in;
    private final Shape out;
    private final Values v;
    private final Formulas formulas;

    GlobalPoolTerms(TrainingStep step, Node node) {
        in = node.input();
        out = node.output();
        v = step.values(node.name());
        formulas = Formulas.of(node.layer(), step.train());
    }

    @Override
    public Draft output(int n, int c, int oh, int ow) {
        Draft draft = new Draft(formulas.output()).note("m = h·w = " + area() + " pixels");
        for (int h = 0; h < in.height(); h++) {
            draft.group("row " + h);
            for (int w = 0; w < in.width(); w++) {
                draft.term(share(), Cells.of("x", v.x(), in, Cells.at(in, n, c, h, w)));
            }
        }
        return draft;
    }

    @Override
    public Draft input(int n, int c, int h, int w) {
        return new Draft(formulas.input())
                .note("m = h·w = " + area() + " pixels: each gets an equal share, wherever it stands")
                .group("the one output of its channel")
                .term(share(), Cells.of("dy", v.dy(), out, n * out.size() + c));
    }

    private Factor share() {
        return new Factor("1/m", 1.0 / area());
    }

    private int area() {
        return in.height() * in.width();
    }
}
