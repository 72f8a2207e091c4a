package org.pellucid.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.tensor.Tensor;
import org.pellucid.textbook.TextbookLayer;
import org.pellucid.textbook.TextbookNetwork;
import org.pellucid.textbook.Values;

/**
 * One picture in one network at inference, by the book: what every layer makes of it, and what a logit owes to each of those
 * numbers.
 *
 * <pre>
 * gradient   S[p] = ∂z_t/∂x[p]                                              Simonyan, Vedaldi, Zisserman, ICLR workshop 2014
 * guided     the same, but each ReLU lets back only what is positive:
 *            dx = dy · [x &gt; 0] · [dy &gt; 0]                                   Springenberg et al., ICLR workshop 2015
 * Grad-CAM   M[i,j] = max(0, Σ_k α_k A_k[i,j]),
 *            α_k = 1/(h w) Σ_{i,j} ∂z_t/∂A_k[i,j], A a layer's output       Selvaraju et al., ICCV 2017
 * </pre>
 *
 * <p>z are the logits, t the target class.
 */
public final class Sight {
    private final TextbookNetwork network;
    private final double[] logits;
    private final double[] gradient;
    private final double[] guided;

    /**
     * What one layer makes of the picture.
     *
     * @param node the layer
     * @param y [c, h, w]
     */
    public record Maps(Node node, double[] y) {
        /** The channels one by one, [h, w] each. */
        public List<double[]> channels() {
            int area = node.output().height() * node.output().width();
            List<double[]> all = new ArrayList<>();
            for (int c = 0; c < node.output().channels(); c++) {
                double[] channel = new double[area];
                System.arraycopy(y, c * area, channel, 0, area);
                all.add(channel);
            }
            return all;
        }
    }

    private Sight(TextbookNetwork network, double[] logits, double[] gradient, double[] guided) {
        this.network = network;
        this.logits = logits;
        this.gradient = gradient;
        this.guided = guided;
    }

    /**
     * Looks at a picture.
     *
     * @param parameters by full name
     * @param x [c, h, w], as the network takes it
     * @param target the class whose logit is asked about
     * @throws IllegalArgumentException if there is no such class
     */
    public static Sight of(NetworkSpec spec, Map<String, double[]> parameters, double[] x, int target) {
        return of(spec, parameters, x, target, done -> {});
    }

    /**
     * The same.
     *
     * @param progress told the part that is done, from 0 to 1
     */
    public static Sight of(
            NetworkSpec spec, Map<String, double[]> parameters, double[] x, int target, DoubleConsumer progress) {
        if (target < 0 || target >= spec.classes()) {
            throw new IllegalArgumentException("network '" + spec.name() + "' tells " + spec.classes()
                    + " classes apart but gets target " + target + ": give one from 0 to " + (spec.classes() - 1));
        }
        TextbookNetwork network = new TextbookNetwork(spec, parameters);
        StepByLayer way = new StepByLayer(network, 1, 2, progress);
        double[] logits = way.forward(x, 1, false, null);
        double[] dLogits = new double[logits.length];
        dLogits[target] = 1;
        // Guided first: the plain pass must be the last, for it leaves its gradients in the layers.
        double[] guided = GuidedBackward.through(network.layers(), dLogits);
        return new Sight(network, logits, way.backward(dLogits), guided);
    }

    /** A model's weights for the textbook. */
    public static Map<String, double[]> doubles(Map<String, Tensor> weights) {
        Map<String, double[]> all = new HashMap<>();
        weights.forEach((name, tensor) -> {
            double[] values = new double[tensor.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.data()[i];
            }
            all.put(name, values);
        });
        return all;
    }

    /** One a class. */
    public double[] logits() {
        return logits.clone();
    }

    /** Of the target's logit by the picture, [c, h, w]. */
    public double[] gradient() {
        return gradient.clone();
    }

    /** Guided backpropagation of the target's logit, [c, h, w]. */
    public double[] guided() {
        return guided.clone();
    }

    /** What each layer that gives a picture makes of it, in the order of forward; those inside composite layers are left out. */
    public List<Maps> maps() {
        List<Maps> all = new ArrayList<>();
        for (TextbookLayer layer : network.layers()) {
            if (!layer.node().output().isFlat()) {
                all.add(new Maps(layer.node(), layer.values().y().clone()));
            }
        }
        return all;
    }

    /** Where Grad-CAM is usually taken: the last layer that sees a picture, is no pooling, and gives a picture; if there is one. */
    public static Optional<Node> lastSeeingLayer(NetworkSpec spec) {
        Node last = null;
        for (Node node : spec.nodes()) {
            LayerSpec layer = node.layer();
            boolean looks = layer instanceof Conv2dSpec
                    || layer instanceof SeparableConv2dSpec
                    || layer instanceof ResidualSpec
                    || layer instanceof SqueezeExciteSpec;
            boolean follows = layer instanceof BatchNormSpec || layer instanceof ActivationSpec;
            if (!node.output().isFlat() && (looks || (last != null && follows))) {
                last = node;
            }
        }
        return Optional.ofNullable(last);
    }

    /**
     * Grad-CAM of the target at a layer, [h, w] of that layer's output.
     *
     * @throws IllegalArgumentException if there is no such layer
     */
    public double[] gradCam(String layer) {
        Values values = network.values(layer);
        int channels = channels(layer);
        int area = values.y().length / channels;
        double[] map = new double[area];
        // region:grad-cam
        for (int k = 0; k < channels; k++) {
            double alpha = 0;
            for (int p = 0; p < area; p++) {
                alpha += values.dy()[k * area + p] / area;
            }
            for (int p = 0; p < area; p++) {
                map[p] += alpha * values.y()[k * area + p];
            }
        }
        for (int p = 0; p < area; p++) {
            map[p] = Math.max(0, map[p]);
        }
        // end
        return map;
    }

    private int channels(String layer) {
        return network.spec().nodes().stream()
                .flatMap(node -> node.flatten().stream())
                .filter(node -> node.name().equals(layer))
                .findFirst()
                .orElseThrow()
                .output()
                .channels();
    }
}
