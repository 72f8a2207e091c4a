package org.pellucid.peers;

import org.pellucid.spec.Window;

/**
 * Zeros around a picture.
 *
 * @param top rows above
 * @param left columns to the left
 * @param bottom rows below that the windows reach
 * @param right columns to the right that the windows reach
 * @param even whether as many zeros below as above, and to the right as to the left, give the same windows
 */
record Borders(int top, int left, int bottom, int right, boolean even) {
    static Borders of(Window w) {
        int reachH = (w.hOut() - 1) * w.strideH() + (w.kH() - 1) * w.dilationH() + 1;
        int reachW = (w.wOut() - 1) * w.strideW() + (w.kW() - 1) * w.dilationW() + 1;
        return new Borders(
                w.padTop(),
                w.padLeft(),
                Math.max(0, reachH - w.hIn() - w.padTop()),
                Math.max(0, reachW - w.wIn() - w.padLeft()),
                positions(w.hIn() + 2 * w.padTop(), w.kH(), w.strideH(), w.dilationH()) == w.hOut()
                        && positions(w.wIn() + 2 * w.padLeft(), w.kW(), w.strideW(), w.dilationW()) == w.wOut());
    }

    private static int positions(int padded, int kernel, int stride, int dilation) {
        return (padded - (kernel - 1) * dilation - 1) / stride + 1;
    }
}
