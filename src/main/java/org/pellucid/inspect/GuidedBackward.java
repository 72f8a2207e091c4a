package org.pellucid.inspect;

import java.util.List;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.textbook.Residual;
import org.pellucid.textbook.SqueezeExcite;
import org.pellucid.textbook.TextbookLayer;

/**
 * Backward through layers after their forward, but through ReLUs in the guided way: dx = dy · [x &gt; 0] · [dy &gt; 0]. All
 * other layers go backward as ever, so the result is no gradient of anything; it is a picture.
 */
final class GuidedBackward {
    private GuidedBackward() {}

    /** From dy of the last layer to the guided dx of the first. */
    static double[] through(List<TextbookLayer> layers, double[] dy) {
        double[] dx = dy;
        for (int i = layers.size() - 1; i >= 0; i--) {
            dx = through(layers.get(i), dx);
        }
        return dx;
    }

    private static double[] through(TextbookLayer layer, double[] dy) {
        List<TextbookLayer> parts = layer.parts();
        if (layer.node().layer() instanceof ActivationSpec.Relu) {
            return relu(layer.values().x(), dy);
        }
        if (parts.isEmpty()) {
            return layer.backward(dy);
        }
        List<TextbookLayer> body = parts.subList(0, layer.node().body().size());
        if (layer.node().layer() instanceof ResidualSpec) {
            List<TextbookLayer> shortcut = parts.subList(body.size(), parts.size());
            return Residual.backward(through(body, dy), through(shortcut, dy));
        }
        if (layer.node().layer() instanceof SqueezeExciteSpec) {
            double[] x = layer.values().x();
            double[] gate = body.get(body.size() - 1).values().y();
            double[] dGate = SqueezeExcite.backwardGate(1, layer.node().input(), x, dy);
            return Residual.backward(
                    SqueezeExcite.backwardInput(1, layer.node().input(), dy, gate), through(body, dGate));
        }
        return through(body, dy);
    }

    private static double[] relu(double[] x, double[] dy) {
        double[] dx = new double[x.length];
        // region:guided-relu
        for (int i = 0; i < x.length; i++) {
            dx[i] = x[i] > 0 && dy[i] > 0 ? dy[i] : 0;
        }
        // end
        return dx;
    }
}
