package org.pellucid.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.tensor.Rng;

/**
 * The work, the same for all sides: network, weights, pictures and labels follow from these few words.
 *
 * @param model a name of {@link NamedModels}
 * @param train or infer
 * @param batch pictures in a step
 * @param threads that compute
 * @param dropout whether dropout stays in: out, the machines' losses can be compared
 */
record Task(String model, boolean train, int batch, int threads, boolean dropout) {
    static final int CLASSES = 7;
    static final double RATE = 1e-4;

    static Task of(String[] words) {
        return new Task(
                words[0],
                words[1].equals("train"),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                words[4].equals("dropout"));
    }

    List<String> words() {
        return List.of(
                model,
                train ? "train" : "infer",
                Integer.toString(batch),
                Integer.toString(threads),
                dropout ? "dropout" : "plain");
    }

    Task withoutDropout() {
        return new Task(model, train, batch, threads, false);
    }

    NetworkSpec spec() {
        NetworkSpec spec = NamedModels.create(model, NamedModels.FACE, CLASSES);
        return dropout ? spec : new NetworkSpec(model, spec.input(), plain(spec.layers()));
    }

    private static List<LayerSpec> plain(List<LayerSpec> layers) {
        List<LayerSpec> kept = new ArrayList<>();
        for (LayerSpec layer : layers) {
            if (layer instanceof ResidualSpec residual) {
                kept.add(new ResidualSpec(plain(residual.body()), plain(residual.shortcut())));
            } else {
                kept.add(layer instanceof DropoutSpec ? new DropoutSpec(0) : layer);
            }
        }
        return kept;
    }

    /**
     * Every tensor of the network's state by its name: weights as He et al. draw them, and of the rest, values that are not
     * the usual 0 and 1, so that a machine that mixes up γ and β is found out.
     */
    Map<String, float[]> weights() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (ParameterSpec p : spec().parameters()) {
            Rng rng = Rng.of(Rng.key("peers." + p.name()));
            float[] values = new float[p.size()];
            for (int i = 0; i < values.length; i++) {
                double z = rng.nextGaussian();
                values[i] = (float)
                        switch (p.role()) {
                            case WEIGHT -> z * Math.sqrt(2.0 / p.fanIn());
                            case BIAS, SHIFT, RUNNING_MEAN -> 0.05 * z;
                            case SCALE, RUNNING_VARIANCE -> 1 + 0.1 * Math.tanh(z);
                        };
            }
            weights.put(p.name(), values);
        }
        return weights;
    }

    /** batch pictures of noise, [n, c, h, w]. */
    float[] pictures() {
        float[] x = new float[batch * spec().input().size()];
        Rng rng = Rng.of(Rng.key("peers.pictures"));
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) rng.nextGaussian();
        }
        return x;
    }

    /** batch labels. */
    int[] labels() {
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = i % CLASSES;
        }
        return labels;
    }

    /** Floating-point operations that a step takes for one picture, sums as they are defined: 2 a multiply–accumulate. */
    double flops() {
        NetworkSpec spec = spec();
        double macs = spec.cost().macs();
        if (!train) {
            return 2 * macs;
        }
        // Backward is twice forward, but nobody asks for the gradient of the pictures.
        Node first = spec.nodes().get(0);
        return 6 * macs
                - (first.layer() instanceof Conv2dSpec ? 2.0 * first.cost().macs() : 0);
    }
}
