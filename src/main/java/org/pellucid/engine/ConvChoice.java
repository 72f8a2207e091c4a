package org.pellucid.engine;

import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;

/**
 * By which algorithms a network computes one of its convolutions; what rounding may do follows from it.
 *
 * @param data forward, and backward to the input
 * @param parameters backward to the weights
 */
public record ConvChoice(ConvAlgorithm data, ConvAlgorithm parameters) {
    /** Sums as they are defined, in some order. */
    public static final ConvChoice IM2COL = new ConvChoice(ConvAlgorithm.IM2COL, ConvAlgorithm.IM2COL);

    private static final ConvChoice DIRECT = new ConvChoice(ConvAlgorithm.DIRECT, ConvAlgorithm.DIRECT);

    /** What a network compiled with these options chooses; of depthwise convolutions, which have a loop of their own, direct. */
    public static ConvChoice of(Options options, Conv2dGeometry g) {
        return of(options.conv(), options.vector(), g);
    }

    static ConvChoice of(ConvAlgorithm asked, boolean vector, Conv2dGeometry g) {
        if (DepthwiseConvolution.fits(g)) {
            return DIRECT;
        }
        if (!vector || asked == ConvAlgorithm.IM2COL || !FusedConvolution.fits(g)) {
            return IM2COL;
        }
        if (asked == ConvAlgorithm.DIRECT || !winogradFits(g)) {
            return DIRECT;
        }
        return new ConvChoice(
                ConvAlgorithm.WINOGRAD,
                WinogradParameterGradient.pays(g) ? ConvAlgorithm.WINOGRAD : ConvAlgorithm.DIRECT);
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
}
