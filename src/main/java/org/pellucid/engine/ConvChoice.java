package org.pellucid.engine;

import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * By which algorithms a network computes one of its convolutions; what rounding may do follows from it.
 *
 * @param data forward, and backward to the input
 * @param parameters backward to the weights
 * @param tile outputs of Winograd's tile, down and across: 3 or 4, and 0 where it is not used
 */
public record ConvChoice(ConvAlgorithm data, ConvAlgorithm parameters, int tile) {
    /** Sums as they are defined, in some order. */
    public static final ConvChoice IM2COL = new ConvChoice(ConvAlgorithm.IM2COL, ConvAlgorithm.IM2COL, 0);

    /** Rows and columns of the smallest picture for which Winograd is chosen unasked. */
    private static final int SMALLEST = 8;

    /** The same where a whole batch goes at once. */
    private static final int SMALLEST_IN_BATCH = 5;

    /** Floats of transformed weights. */
    private static final long WEIGHT_BUDGET = 1 << 20;

    private static final ConvChoice DIRECT = new ConvChoice(ConvAlgorithm.DIRECT, ConvAlgorithm.DIRECT, 0);

    /** What a network compiled with these options chooses; of depthwise convolutions, which have a loop of their own, direct. */
    public static ConvChoice of(Options options, Conv2dGeometry g) {
        return of(options.conv(), options.vector(), g, options.batch());
    }

    static ConvChoice of(ConvAlgorithm asked, boolean vector, Conv2dGeometry g, int batch) {
        if (DepthwiseConvolution.fits(g)) {
            return DIRECT;
        }
        if (!vector || asked == ConvAlgorithm.IM2COL || g.groups() > 1) {
            return IM2COL;
        }
        boolean fused = FusedConvolution.fits(g);
        if (!fused && !BatchConvolution.wins(g, batch)) {
            return IM2COL;
        }
        boolean winograd = fused && winogradFits(g) && (asked == ConvAlgorithm.WINOGRAD || winogradWins(g, batch));
        if (asked == ConvAlgorithm.DIRECT || !winograd) {
            return DIRECT;
        }
        if (WinogradBatchConvolution.fits(g, batch)) {
            return new ConvChoice(
                    ConvAlgorithm.WINOGRAD,
                    ConvAlgorithm.WINOGRAD,
                    WinogradForm.of(g).out());
        }
        return new ConvChoice(
                ConvAlgorithm.WINOGRAD,
                WinogradParameterGradient.pays(g) ? ConvAlgorithm.WINOGRAD : ConvAlgorithm.DIRECT,
                WinogradForm.F4.out());
    }

    private static boolean winogradFits(Conv2dGeometry g) {
        Window w = g.window();
        return w.kH() == 3
                && w.kW() == 3
                && w.dilationH() == 1
                && w.dilationW() == 1
                && g.cIn() % WinogradTiles.LANES == 0
                && g.cOut() % WinogradTiles.LANES == 0;
    }

    /**
     * Whether Winograd is the faster, by what was measured: by the whole batch from 5×5 on; else where at least three quarters of its tiles lie in the picture,
     * and the transformed weights, read again for each group of tiles, stay below four megabytes. See docs/hot-path.md.
     * Not on pictures of a tile or two, whatever they gain: there gradients of weights are often exactly 0, of which the
     * transforms make rounding noise, and Adam, which divides by the gradient's own size, whole steps.
     */
    private static boolean winogradWins(Conv2dGeometry g, int batch) {
        Window w = g.window();
        if (WinogradBatchConvolution.fits(g, batch)) {
            return w.hOut() >= SMALLEST_IN_BATCH && w.wOut() >= SMALLEST_IN_BATCH;
        }
        WinogradForm form = WinogradForm.F4;
        int covered = form.count(w.hOut()) * form.count(w.wOut()) * form.out() * form.out();
        boolean full = 4 * w.hOut() * w.wOut() >= 3 * covered;
        return full && w.hOut() >= SMALLEST && w.wOut() >= SMALLEST && 36L * g.cIn() * g.cOut() <= WEIGHT_BUDGET;
    }
}
