package org.pellucid.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.engine.ConvChoice;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * Runs a layer in the engine, as a network of its own: the layer, the ReLU behind it if there is one, and a flatten where a
 * picture comes out.
 *
 * @param options of that network: backend, threads, seed of dropout's draws, how convolutions are computed
 */
public record EngineRunner(Options options) implements LayerRunner {
    @Override
    public ConvChoice choice(Conv2dGeometry g) {
        return ConvChoice.of(options.batch(g.n()), g);
    }

    @Override
    public Forward forward(Subject s) {
        try (Network network = network(s)) {
            return new Forward(doubles(forward(network, s).data()), 0);
        }
    }

    @Override
    public Passage run(Subject s) {
        try (Network network = network(s)) {
            double[] y = doubles(forward(network, s).data());
            network.zeroGrad();
            network.backward(Tensor.of(floats(s.dy()), s.n(), s.dy().length / s.n()));
            Map<String, double[]> gradients = new LinkedHashMap<>();
            Map<String, double[]> running = new LinkedHashMap<>();
            List<ParameterSpec> own = s.node().parameters();
            for (int i = 0; i < own.size(); i++) {
                Parameter p = network.parameters().get(i);
                if (p.learned()) {
                    gradients.put(own.get(i).name(), doubles(p.gradient().data()));
                } else {
                    running.put(own.get(i).name(), doubles(p.value().data()));
                }
            }
            return new Passage(y, doubles(network.inputGradient().data()), gradients, running);
        }
    }

    private static Tensor forward(Network network, Subject s) {
        Shape in = s.node().input();
        return network.forward(Tensor.of(floats(s.x()), s.n(), in.channels(), in.height(), in.width()), Mode.TRAIN);
    }

    private Network network(Subject s) {
        List<LayerSpec> layers = new ArrayList<>();
        layers.add(s.node().layer());
        if (s.relu()) {
            layers.add(new ActivationSpec.Relu());
        }
        if (!s.node().output().isFlat()) {
            layers.add(new FlattenSpec());
        }
        NetworkSpec spec = new NetworkSpec(s.node().name(), s.node().input(), layers);
        Network network = Network.compile(spec, options.batch(s.n()).withInputGradient());
        List<ParameterSpec> names = s.node().flatten().stream()
                .flatMap(node -> node.parameters().stream())
                .toList();
        for (int i = 0; i < names.size(); i++) {
            float[] values = floats(s.parameters().get(names.get(i).name()));
            System.arraycopy(values, 0, network.parameters().get(i).value().data(), 0, values.length);
        }
        return network;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
