package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/** The choice of a layer's algorithm. */
final class Convolutions {
    private Convolutions() {}

    static Layer layer(
            ConvAlgorithm algorithm,
            Conv2dGeometry g,
            Signal x,
            Signal y,
            Parameter weight,
            Parameter bias,
            boolean relu,
            Plan plan) {
        if (DepthwiseConvolution.fits(g)) {
            return VectorDepthwise.fits(g, plan)
                    ? new VectorDepthwise(g, x, y, weight, bias, relu, plan)
                    : new DepthwiseConvolution(g, x, y, weight, bias, relu, plan);
        }
        ConvChoice choice = ConvChoice.of(algorithm, plan.vector(), g);
        if (choice.data() == ConvAlgorithm.DIRECT && BatchConvolution.wins(g, plan.batch())) {
            return new BatchConvolution(g, x, y, weight, bias, relu, plan);
        }
        return choice.data() == ConvAlgorithm.IM2COL || !FusedConvolution.fits(g)
                ? new Im2colConvolution(g, x, y, weight, bias, relu, plan)
                : new FusedConvolution(choice, g, x, y, weight, bias, relu, plan);
    }
}
