package org.pellucid.inspect.microscope;

import java.util.stream.IntStream;
import org.pellucid.inspect.microscope.Cut.Cell;
import org.pellucid.inspect.microscope.Cut.Mark;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Im2col;
import org.pellucid.textbook.Values;

/**
 * What a convolution looks like around one number: the picture with its windows, and the matrix of columns.
 *
 * @param w [cOut, cIn / groups, kH, kW]
 */
record ConvolutionCuts(Conv2dGeometry g, Shape in, Shape out, Values v, double[] w) {
    /** The picture around the window of one output; of the group's first channel. */
    Cut patch(int n, int o, int oh, int ow) {
        int c = o / g.cOutPerGroup() * g.cInPerGroup();
        Window win = g.window();
        int top = oh * win.strideH() - win.padTop();
        int left = ow * win.strideW() - win.padLeft();
        return Cuts.of(
                "the window in the picture " + Cells.bracket("x", n, c) + ", rows ih, columns iw",
                Cuts.around(top, top + (win.kH() - 1) * win.dilationH(), in.height()),
                Cuts.around(left, left + (win.kW() - 1) * win.dilationW(), in.width()),
                Integer::toString,
                Integer::toString,
                Cuts.plane(
                        v.x(),
                        Cells.at(in, n, c, 0, 0),
                        in.height(),
                        in.width(),
                        (i, j) -> tap(i - top, win.kH(), win.dilationH()) && tap(j - left, win.kW(), win.dilationW())));
    }

    private static boolean tap(int offset, int kernel, int dilation) {
        return offset >= 0 && offset % dilation == 0 && offset / dilation < kernel;
    }

    /** Which pixel each entry of the matrix of columns is a copy of, around the column of one output. */
    Cut pixels(int n, int o, int oh, int ow) {
        int place = oh * g.window().wOut() + ow;
        int first = o / g.cOutPerGroup() * g.cInPerGroup();
        return Cuts.of(
                "X, its indices: entry (k, place) is the pixel c,ih,iw of picture " + n,
                rows(),
                Cuts.window(place, places()),
                this::rowName,
                this::placeName,
                (k, p) -> {
                    int ih = ih(p, k);
                    int iw = iw(p, k);
                    boolean padding = ih < 0 || ih >= in.height() || iw < 0 || iw >= in.width();
                    int c = first + k / (g.window().kH() * g.window().kW());
                    return Cell.text(
                            padding ? "padding" : c + "," + ih + "," + iw,
                            padding ? Mark.PADDING : p == place ? Mark.TAKES_PART : Mark.PLAIN);
                });
    }

    /** The matrix of columns around the column of one output. */
    Cut columns(int n, int o, int oh, int ow) {
        int place = oh * g.window().wOut() + ow;
        double[] columns = Im2col.columns(g, v.x(), n, o / g.cOutPerGroup());
        return Cuts.of(
                "X, its values: [" + g.reduction() + " × " + places() + "], y is row " + o + " of W times column "
                        + place + " of X",
                rows(),
                Cuts.window(place, places()),
                this::rowName,
                this::placeName,
                (k, p) -> {
                    int ih = ih(p, k);
                    int iw = iw(p, k);
                    boolean padding = ih < 0 || ih >= in.height() || iw < 0 || iw >= in.width();
                    return Cell.number(
                            columns[k * places() + p],
                            padding ? Mark.PADDING : p == place ? Mark.TAKES_PART : Mark.PLAIN);
                });
    }

    private int places() {
        return g.window().hOut() * g.window().wOut();
    }

    /** At most nine rows of the matrix: a whole kernel of 3 × 3. */
    private int[] rows() {
        return IntStream.range(0, Math.min(9, g.reduction())).toArray();
    }

    private String rowName(int k) {
        int area = g.window().kH() * g.window().kW();
        return "k " + k + " (" + k / area + "," + k % area / g.window().kW() + ","
                + k % g.window().kW() + ")";
    }

    private String placeName(int place) {
        return place / g.window().wOut() + "," + place % g.window().wOut();
    }

    private int ih(int place, int k) {
        Window win = g.window();
        int kh = k / win.kW() % win.kH();
        return place / win.wOut() * win.strideH() - win.padTop() + kh * win.dilationH();
    }

    private int iw(int place, int k) {
        Window win = g.window();
        int kw = k % win.kW();
        return place % win.wOut() * win.strideW() - win.padLeft() + kw * win.dilationW();
    }

    /** What a weight meets around its largest term: dy, and the pixels. */
    void met(Draft draft, int place, int channel, int kh, int kw) {
        Window win = g.window();
        int ow = place % win.wOut();
        int oh = place / win.wOut() % win.hOut();
        int n = place / out.size();
        int o = place / (win.wOut() * win.hOut()) % g.cOut();
        int[] rows = Cuts.window(oh, win.hOut());
        int[] columns = Cuts.window(ow, win.wOut());
        draft.cut(Cuts.of(
                Cells.bracket("dy", n, o) + " around the largest term, rows oh, columns ow",
                rows,
                columns,
                Integer::toString,
                Integer::toString,
                Cuts.plane(v.dy(), Cells.at(out, n, o, 0, 0), win.hOut(), win.wOut(), (i, j) -> i == oh && j == ow)));
        draft.cut(Cuts.of(
                "the pixels of " + Cells.bracket("x", n, channel) + " that the weight meets at these places",
                rows,
                columns,
                Integer::toString,
                Integer::toString,
                (i, j) -> {
                    int ih = i * win.strideH() - win.padTop() + kh * win.dilationH();
                    int iw = j * win.strideW() - win.padLeft() + kw * win.dilationW();
                    if (ih < 0 || ih >= in.height() || iw < 0 || iw >= in.width()) {
                        return Cell.number(0, Mark.PADDING);
                    }
                    return Cell.number(
                            v.x()[Cells.at(in, n, channel, ih, iw)], i == oh && j == ow ? Mark.TAKES_PART : Mark.PLAIN);
                }));
    }

    /** The windows that cover a pixel: the gradients that they send back, of one output channel. */
    Cut scatter(int n, int o, int h, int width) {
        Window win = g.window();
        return Cuts.of(
                "the windows over the pixel: " + Cells.bracket("dy", n, o) + ", rows oh, columns ow",
                rowsOver(h),
                columnsOver(width),
                Integer::toString,
                Integer::toString,
                Cuts.plane(
                        v.dy(),
                        Cells.at(out, n, o, 0, 0),
                        win.hOut(),
                        win.wOut(),
                        (i, j) -> kh(h, i) >= 0 && kw(width, j) >= 0));
    }

    /** The weights that lie on a pixel, one for each window that covers it. */
    Cut weights(int o, int c, int h, int width) {
        Window win = g.window();
        return Cuts.of(
                "the weight of " + Cells.bracket("w", o, c) + " that lies on the pixel in each of these windows",
                rowsOver(h),
                columnsOver(width),
                Integer::toString,
                Integer::toString,
                (i, j) -> {
                    int kh = kh(h, i);
                    int kw = kw(width, j);
                    boolean over = kh >= 0 && kw >= 0 && i >= 0 && i < win.hOut() && j >= 0 && j < win.wOut();
                    int at = ((o * g.cInPerGroup() + c) * win.kH() + kh) * win.kW() + kw;
                    return over ? Cell.number(w[at], Mark.TAKES_PART) : Cell.text("·", Mark.PLAIN);
                });
    }

    private int[] rowsOver(int h) {
        int[] over =
                IntStream.range(0, out.height()).filter(oh -> kh(h, oh) >= 0).toArray();
        return Cuts.around(over[0], over[over.length - 1], out.height());
    }

    private int[] columnsOver(int width) {
        int[] over =
                IntStream.range(0, out.width()).filter(ow -> kw(width, ow) >= 0).toArray();
        return Cuts.around(over[0], over[over.length - 1], out.width());
    }

    /** The row of the kernel that lies on row h if the kernel stands at oh; −1 if none does. */
    private int kh(int h, int oh) {
        Window win = g.window();
        int offset = h + win.padTop() - oh * win.strideH();
        return tap(offset, win.kH(), win.dilationH()) ? offset / win.dilationH() : -1;
    }

    private int kw(int width, int ow) {
        Window win = g.window();
        int offset = width + win.padLeft() - ow * win.strideW();
        return tap(offset, win.kW(), win.dilationW()) ? offset / win.dilationW() : -1;
    }
}
