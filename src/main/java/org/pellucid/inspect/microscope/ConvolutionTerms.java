package org.pellucid.inspect.microscope;

import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Values;

/** A convolution: sums of products over windows; depthwise, grouped, strided and dilated alike. */
final class ConvolutionTerms implements Explainer {
    private final Conv2dGeometry g;
    private final Window win;
    private final Shape in;
    private final Shape out;
    private final Values v;
    private final double[] w;
    private final double[] b;
    private final Formulas formulas;
    private final ConvolutionCuts cuts;

    ConvolutionTerms(TrainingStep step, Node node) {
        g = ((Conv2dSpec) node.layer()).geometry(node.input()).withBatch(step.n());
        win = g.window();
        in = node.input();
        out = node.output();
        v = step.values(node.name());
        w = step.parameters().get(node.name() + ".weight");
        b = step.parameters().get(node.name() + ".bias");
        formulas = Formulas.of(node.layer(), step.train());
        cuts = new ConvolutionCuts(g, in, out, v, w);
    }

    @Override
    public Draft output(int n, int o, int oh, int ow) {
        Draft draft = new Draft(formulas.output());
        int first = firstChannel(o);
        int padding = 0;
        for (int c = 0; c < g.cInPerGroup(); c++) {
            draft.group("channel " + (first + c));
            for (int kh = 0; kh < win.kH(); kh++) {
                for (int kw = 0; kw < win.kW(); kw++) {
                    int ih = ih(oh, kh);
                    int iw = iw(ow, kw);
                    if (inside(ih, iw)) {
                        draft.term(x(n, first + c, ih, iw), w(o, c, kh, kw));
                    } else {
                        padding++;
                    }
                }
            }
        }
        if (b != null) {
            draft.group("bias").term(new Factor(Cells.bracket("b", o), b[o]));
        }
        draft.note("ih = oh·" + win.strideH() + " − " + win.padTop() + " + kh·" + win.dilationH() + ", iw = ow·"
                + win.strideW() + " − " + win.padLeft() + " + kw·" + win.dilationW());
        if (padding > 0) {
            draft.note(padding + " of the " + g.reduction() + " weights lie on the padding: times 0");
        }
        if (g.groups() > 1) {
            draft.note("groups: " + g.groups() + "; output channel " + o + " sees input channels " + first + " to "
                    + (first + g.cInPerGroup() - 1) + "; c in w is counted from there");
        }
        return draft.cut(cuts.patch(n, o, oh, ow))
                .cut(cuts.pixels(n, o, oh, ow))
                .cut(cuts.columns(n, o, oh, ow));
    }

    @Override
    public Draft weight(int[] at) {
        int o = at[0];
        int c = at[1];
        int kh = at[2];
        int kw = at[3];
        Draft draft = new Draft(formulas.weight());
        int channel = firstChannel(o) + c;
        int padding = 0;
        int best = -1;
        for (int n = 0; n < g.n(); n++) {
            for (int oh = 0; oh < win.hOut(); oh++) {
                if (oh == 0 || g.n() == 1) {
                    draft.group(g.n() == 1 ? "row oh = " + oh : "picture " + n);
                }
                for (int ow = 0; ow < win.wOut(); ow++) {
                    int ih = ih(oh, kh);
                    int iw = iw(ow, kw);
                    if (!inside(ih, iw)) {
                        padding++;
                        continue;
                    }
                    Factor dy = dy(n, o, oh, ow);
                    Factor x = x(n, channel, ih, iw);
                    draft.term(dy, x);
                    int place = Cells.at(out, n, o, oh, ow);
                    best = best < 0 || Math.abs(dy.value() * x.value()) > Math.abs(product(best, channel, kh, kw))
                            ? place
                            : best;
                }
            }
        }
        draft.note("this weight meets one pixel at each of the " + win.hOut() + "×" + win.wOut()
                + " places of the kernel: row " + ((c * win.kH() + kh) * win.kW() + kw)
                + " of the matrix of columns X, times row " + o + " of dY");
        if (padding > 0) {
            draft.note(padding + " of " + (g.n() * win.hOut() * win.wOut()) + " places lie on the padding: times 0");
        }
        if (best >= 0) {
            cuts.met(draft, best, channel, kh, kw);
        }
        return draft;
    }

    @Override
    public Draft bias(int o) {
        Draft draft = new Draft(formulas.bias());
        for (int n = 0; n < g.n(); n++) {
            for (int oh = 0; oh < win.hOut(); oh++) {
                if (oh == 0 || g.n() == 1) {
                    draft.group(g.n() == 1 ? "row oh = " + oh : "picture " + n);
                }
                for (int ow = 0; ow < win.wOut(); ow++) {
                    draft.term(dy(n, o, oh, ow));
                }
            }
        }
        return draft;
    }

    @Override
    public Draft input(int n, int c, int h, int width) {
        Draft draft = new Draft(formulas.input());
        int group = c / g.cInPerGroup();
        int inner = c % g.cInPerGroup();
        int windows = 0;
        int first = group * g.cOutPerGroup();
        int shown = first;
        double largest = 0;
        for (int o = first; o < first + g.cOutPerGroup(); o++) {
            draft.group("output channel " + o);
            double sum = 0;
            for (int oh = 0; oh < win.hOut(); oh++) {
                int kh = h + win.padTop() - oh * win.strideH();
                if (kh < 0 || kh % win.dilationH() != 0 || kh / win.dilationH() >= win.kH()) {
                    continue;
                }
                for (int ow = 0; ow < win.wOut(); ow++) {
                    int kw = width + win.padLeft() - ow * win.strideW();
                    if (kw < 0 || kw % win.dilationW() != 0 || kw / win.dilationW() >= win.kW()) {
                        continue;
                    }
                    Factor dy = dy(n, o, oh, ow);
                    Factor w = w(o, inner, kh / win.dilationH(), kw / win.dilationW());
                    draft.term(dy, w);
                    sum += dy.value() * w.value();
                    windows += o == first ? 1 : 0;
                }
            }
            if (Math.abs(sum) > largest) {
                largest = Math.abs(sum);
                shown = o;
            }
        }
        draft.note("col2im: " + windows + (windows == 1 ? " window covers" : " windows cover")
                + " this pixel, each with another weight on it; each sends dy·w back, in each of "
                + g.cOutPerGroup() + " output channels");
        if (windows > 0) {
            draft.cut(cuts.scatter(n, shown, h, width)).cut(cuts.weights(shown, inner, h, width));
        }
        return draft;
    }

    private double product(int place, int channel, int kh, int kw) {
        int ow = place % win.wOut();
        int oh = place / win.wOut() % win.hOut();
        int n = place / out.size();
        return v.dy()[place] * v.x()[Cells.at(in, n, channel, ih(oh, kh), iw(ow, kw))];
    }

    private int firstChannel(int o) {
        return o / g.cOutPerGroup() * g.cInPerGroup();
    }

    private int ih(int oh, int kh) {
        return oh * win.strideH() - win.padTop() + kh * win.dilationH();
    }

    private int iw(int ow, int kw) {
        return ow * win.strideW() - win.padLeft() + kw * win.dilationW();
    }

    private boolean inside(int ih, int iw) {
        return 0 <= ih && ih < win.hIn() && 0 <= iw && iw < win.wIn();
    }

    private Factor x(int n, int c, int ih, int iw) {
        return Cells.of("x", v.x(), in, Cells.at(in, n, c, ih, iw));
    }

    private Factor dy(int n, int o, int oh, int ow) {
        return Cells.of("dy", v.dy(), out, Cells.at(out, n, o, oh, ow));
    }

    private Factor w(int o, int c, int kh, int kw) {
        int at = ((o * g.cInPerGroup() + c) * win.kH() + kh) * win.kW() + kw;
        return new Factor(Cells.bracket("w", o, c, kh, kw), w[at]);
    }
}
