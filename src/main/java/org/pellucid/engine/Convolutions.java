package org.pellucid.engine;

import org.pellucid.engine.loops.Normalisation;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/** The choice of a layer's algorithm. */
final class Convolutions {
    private Convolutions() {}

    /**
     * @param before of the batch norm and ReLU before it, if {@link #framesInput} and x has still to go through them; else null
     * @param behind of the batch norm behind it, if {@link #goesByPicture} and its backward is to be taken along; else null
     */
    static Layer layer(
            ConvAlgorithm algorithm,
            Conv2dGeometry g,
            Signal x,
            Signal y,
            Parameter weight,
            Parameter bias,
            boolean relu,
            Normalisation before,
            Normalisation behind,
            Plan plan) {
        if (DepthwiseConvolution.fits(g)) {
            return VectorDepthwise.fits(g, plan)
                    ? new VectorDepthwise(g, x, y, weight, bias, relu, plan)
                    : new DepthwiseConvolution(g, x, y, weight, bias, relu, plan);
        }
        ConvChoice choice = ConvChoice.of(algorithm, plan.vector(), g, plan.batch());
        if (takesWholeBatch(choice, g, plan)) {
            return choice.data() == ConvAlgorithm.WINOGRAD
                    ? new WinogradBatchConvolution(g, x, y, weight, bias, relu, plan)
                    : new BatchConvolution(g, x, y, weight, bias, relu, plan);
        }
        if (choice.data() != ConvAlgorithm.IM2COL) {
            return new FusedConvolution(choice, g, x, y, weight, bias, relu, false, before, behind, plan);
        }
        Im2colConvolution convolution = new Im2colConvolution(g, x, y, weight, bias, relu, plan);
        return SharedRows.fits(plan)
                ? new SharedRows(convolution, g.window().hOut(), plan.gemms().length)
                : convolution;
    }

    /** Whether {@link #pooled} takes a convolution and the max-pool behind its ReLU. */
    static boolean fusesPool(ConvAlgorithm algorithm, Conv2dGeometry g, Window pool, Plan plan) {
        if (!MaxPool2x2.fits(pool) || !plan.loops().fuses(g.cOut())) {
            return false;
        }
        return goesByPicture(algorithm, g, plan) || (goesByRows(algorithm, g, plan) && !SharedRows.fits(plan));
    }

    /** Whether a convolution takes some rows of its output at a time, by {@link Im2colProducts}. */
    private static boolean goesByRows(ConvAlgorithm algorithm, Conv2dGeometry g, Plan plan) {
        return !DepthwiseConvolution.fits(g)
                && ConvChoice.of(algorithm, plan.vector(), g, plan.batch()).data() == ConvAlgorithm.IM2COL;
    }

    /**
     * Whether a convolution takes a few pictures at a time on the Vector API's kernels ({@link FusedConvolution}), and so asks
     * where their gradients lie ({@link Signal#place}).
     */
    static boolean goesByPicture(ConvAlgorithm algorithm, Conv2dGeometry g, Plan plan) {
        if (!plan.vector() || DepthwiseConvolution.fits(g)) {
            return false; // and no class is touched that needs the Vector API
        }
        ConvChoice choice = ConvChoice.of(algorithm, true, g, plan.batch());
        return choice.data() != ConvAlgorithm.IM2COL && !takesWholeBatch(choice, g, plan);
    }

    /** Whether it goes so, and copies what it reads into a border first. */
    static boolean framesInput(ConvAlgorithm algorithm, Conv2dGeometry g, Plan plan) {
        return goesByPicture(algorithm, g, plan)
                && FusedConvolution.framesInput(ConvChoice.of(algorithm, true, g, plan.batch()), g);
    }

    /** Convolution, ReLU and a 2×2 max-pool in one: y is the pool's output. */
    static ExampleLayer pooled(
            ConvAlgorithm algorithm,
            Conv2dGeometry g,
            Signal x,
            Signal y,
            Parameter weight,
            Parameter bias,
            Normalisation before,
            Plan plan) {
        if (goesByRows(algorithm, g, plan)) {
            return new Im2colPool(g, x, y, weight, bias, plan);
        }
        if (OneChannelConvolution.fits(g) && !plan.needsGradient(x)) {
            return new OneChannelConvolution(g, x, y, weight, bias, plan);
        }
        ConvChoice choice = ConvChoice.of(algorithm, plan.vector(), g, plan.batch());
        return new FusedConvolution(choice, g, x, y, weight, bias, true, true, before, null, plan);
    }

    private static boolean takesWholeBatch(ConvChoice choice, Conv2dGeometry g, Plan plan) {
        return switch (choice.data()) {
            case DIRECT -> BatchConvolution.wins(g, plan.batch());
            case WINOGRAD -> WinogradBatchConvolution.fits(g, plan.batch());
            default -> false;
        };
    }
}
