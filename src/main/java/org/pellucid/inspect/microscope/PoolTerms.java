package org.pellucid.inspect.microscope;

import java.util.stream.IntStream;
import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Values;

/** Maximum and average pooling: who wins a window, and what share each pixel has of it. */
final class PoolTerms implements Explainer {
    private final boolean max;
    private final Window win;
    private final Shape in;
    private final Shape out;
    private final Values v;
    private final Formulas formulas;

    PoolTerms(TrainingStep step, Node node) {
        max = node.layer() instanceof MaxPool2dSpec;
        Pool2dGeometry g = node.layer() instanceof MaxPool2dSpec pool
                ? pool.geometry(node.input())
                : ((AvgPool2dSpec) node.layer()).geometry(node.input());
        win = g.window();
        in = node.input();
        out = node.output();
        v = step.values(node.name());
        formulas = Formulas.of(node.layer(), step.train());
    }

    @Override
    public Draft output(int n, int c, int oh, int ow) {
        Draft draft = new Draft(formulas.output()).group("window of " + win.kH() + "×" + win.kW());
        int winner = max ? argmax(n, c, oh, ow) : -1;
        for (int h = top(oh); h < bottom(oh); h++) {
            for (int w = left(ow); w < right(ow); w++) {
                int p = Cells.at(in, n, c, h, w);
                draft.term(max ? won(p == winner) : share(oh, ow), Cells.of("x", v.x(), in, p));
            }
        }
        if (max) {
            draft.note(
                    "argmax: " + Cells.name("x", in, winner) + ", the largest under the window; of equals the first");
        } else {
            draft.note(
                    "m = " + inside(oh, ow) + " pixels of the window lie inside the picture; padding does not count");
        }
        int top = oh * win.strideH() - win.padTop();
        int left = ow * win.strideW() - win.padLeft();
        return draft.cut(Cuts.of(
                "the window in the picture " + Cells.bracket("x", n, c) + ", rows ih, columns iw",
                Cuts.around(top, top + win.kH() - 1, in.height()),
                Cuts.around(left, left + win.kW() - 1, in.width()),
                Integer::toString,
                Integer::toString,
                Cuts.plane(
                        v.x(),
                        Cells.at(in, n, c, 0, 0),
                        in.height(),
                        in.width(),
                        (i, j) -> max
                                ? Cells.at(in, n, c, i, j) == winner
                                : i >= top && i < top + win.kH() && j >= left && j < left + win.kW())));
    }

    @Override
    public Draft input(int n, int c, int h, int w) {
        Draft draft = new Draft(formulas.input()).group("windows over the pixel");
        int here = Cells.at(in, n, c, h, w);
        int windows = 0;
        for (int oh = 0; oh < win.hOut(); oh++) {
            for (int ow = 0; ow < win.wOut(); ow++) {
                if (h >= top(oh) && h < bottom(oh) && w >= left(ow) && w < right(ow)) {
                    windows++;
                    draft.term(
                            max ? won(argmax(n, c, oh, ow) == here) : share(oh, ow),
                            Cells.of("dy", v.dy(), out, Cells.at(out, n, c, oh, ow)));
                }
            }
        }
        if (max && windows > 0) {
            route(draft, n, c, h, w);
        }
        String covers = windows == 1 ? "1 window covers" : windows + " windows cover";
        return draft.note(
                max
                        ? covers + " this pixel; dy goes to it from those whose maximum it is"
                        : covers + " this pixel; each shares its dy out among its pixels, 1/m to each");
    }

    /** The winners around a pixel, and the gradients of their windows. */
    private void route(Draft draft, int n, int c, int h, int w) {
        int[] rows = IntStream.range(0, win.hOut())
                .filter(oh -> h >= top(oh) && h < bottom(oh))
                .toArray();
        int[] columns = IntStream.range(0, win.wOut())
                .filter(ow -> w >= left(ow) && w < right(ow))
                .toArray();
        int lastRow = rows[rows.length - 1];
        int lastColumn = columns[columns.length - 1];
        draft.cut(Cuts.of(
                "the windows over it in " + Cells.bracket("x", n, c) + ", rows ih, columns iw; [ ] the maximum of each",
                IntStream.range(top(rows[0]), bottom(lastRow)).toArray(),
                IntStream.range(left(columns[0]), right(lastColumn)).toArray(),
                Integer::toString,
                Integer::toString,
                Cuts.plane(
                        v.x(),
                        Cells.at(in, n, c, 0, 0),
                        in.height(),
                        in.width(),
                        (i, j) -> IntStream.of(rows)
                                .anyMatch(oh -> IntStream.of(columns)
                                        .anyMatch(ow -> argmax(n, c, oh, ow) == Cells.at(in, n, c, i, j))))));
        int here = Cells.at(in, n, c, h, w);
        draft.cut(Cuts.of(
                "their " + Cells.bracket("dy", n, c) + ", rows oh, columns ow; [ ] goes to the pixel",
                Cuts.around(rows[0], lastRow, win.hOut()),
                Cuts.around(columns[0], lastColumn, win.wOut()),
                Integer::toString,
                Integer::toString,
                Cuts.plane(
                        v.dy(),
                        Cells.at(out, n, c, 0, 0),
                        win.hOut(),
                        win.wOut(),
                        (i, j) -> argmax(n, c, i, j) == here)));
    }

    private static Factor won(boolean wins) {
        return new Factor("[argmax]", wins ? 1 : 0);
    }

    private Factor share(int oh, int ow) {
        return new Factor("1/m", 1.0 / inside(oh, ow));
    }

    private int inside(int oh, int ow) {
        return (bottom(oh) - top(oh)) * (right(ow) - left(ow));
    }

    private int argmax(int n, int c, int oh, int ow) {
        int best = -1;
        for (int h = top(oh); h < bottom(oh); h++) {
            for (int w = left(ow); w < right(ow); w++) {
                int p = Cells.at(in, n, c, h, w);
                best = best < 0 || v.x()[p] > v.x()[best] ? p : best;
            }
        }
        return best;
    }

    private int top(int oh) {
        return Math.max(0, oh * win.strideH() - win.padTop());
    }

    private int bottom(int oh) {
        return Math.min(win.hIn(), oh * win.strideH() - win.padTop() + win.kH());
    }

    private int left(int ow) {
        return Math.max(0, ow * win.strideW() - win.padLeft());
    }

    private int right(int ow) {
        return Math.min(win.wIn(), ow * win.strideW() - win.padLeft() + win.kW());
    }
}
