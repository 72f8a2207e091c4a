package org.pellucid.engine;

import org.pellucid.engine.simd.WinogradTiles;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/** The choice of a layer's algorithm. */
final class Convolutions {
    private Convolutions() {}

    static ExampleLayer layer(
            ConvAlgorithm algorithm,
            Conv2dGeometry g,
            Signal x,
            Signal y,
            Parameter weight,
            Parameter bias,
            boolean relu,
            Plan plan) {
        if (DepthwiseConvolution.fits(g)) {
            return new DepthwiseConvolution(g, x, y, weight, bias, relu, plan);
        }
        if (plan.vector() && algorithm != ConvAlgorithm.IM2COL && FusedConvolution.fits(g)) {
            boolean winograd = algorithm != ConvAlgorithm.DIRECT && winogradFits(g);
            return new FusedConvolution(winograd, g, x, y, weight, bias, relu, plan);
        }
        return new Im2colConvolution(g, x, y, weight, bias, relu, plan);
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
