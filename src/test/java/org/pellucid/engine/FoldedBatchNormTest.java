package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;
import org.pellucid.textbook.TextbookNetwork;

/** At inference, batch normalisation is part of the convolution before it. */
class FoldedBatchNormTest {
    private static final int N = 3;
    private static final Shape INPUT = new Shape(16, 12, 12);
    private static final LayerSpec RELU = new ActivationSpec.Relu();

    record Case(String backend, ConvAlgorithm algorithm, Conv2dSpec conv, boolean pooled) {
        NetworkSpec network(boolean normalised) {
            List<LayerSpec> layers = new ArrayList<>();
            layers.add(
                    normalised
                            ? conv
                            : new Conv2dSpec(
                                    conv.outChannels(),
                                    conv.kernel(),
                                    conv.stride(),
                                    conv.padding(),
                                    conv.dilation(),
                                    conv.groups(),
                                    true));
            if (normalised) {
                layers.add(BatchNormSpec.DEFAULT);
            }
            layers.add(RELU);
            if (pooled) {
                layers.add(MaxPool2dSpec.of(2));
            }
            layers.add(new FlattenSpec());
            return new NetworkSpec("folded", INPUT, layers);
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Conv2dSpec plain = Conv2dSpec.of(32, 3);
        Conv2dSpec depthwise = Conv2dSpec.of(16, 3).withGroups(16);
        for (String backend : LoadableBackends.names()) {
            for (Conv2dSpec conv : List.of(plain, plain.withoutBias(), depthwise.withoutBias())) {
                for (boolean pooled : new boolean[] {false, true}) {
                    cases.add(new Case(backend, ConvAlgorithm.IM2COL, conv, pooled));
                    if (ConvAlgorithm.DIRECT.runsOn(backend)) {
                        cases.add(new Case(backend, ConvAlgorithm.DIRECT, conv, pooled));
                    }
                }
            }
        }
        return cases;
    }

    /**
     * Each of the K products s w x has one rounding in s w and at most K + 1 in the sum, b′ one less; ReLU and maximum round nothing,
     * and a maximum is off by no more than the worst of those it is taken from.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheTextbook(Case c) {
        NetworkSpec spec = c.network(true);
        Map<String, double[]> values = values(spec);
        double[] x = draw(Rng.of(5), N * INPUT.size());

        double[] exact = new TextbookNetwork(spec, values).forward(x, N, false, null);
        double[] magnitudes = new TextbookNetwork(c.network(false), folded(values))
                .forward(RoundingBounds.magnitudes(x), N, false, null);

        int products = 9 * INPUT.channels() / c.conv().groups();
        RoundingBounds.check(c.toString(), engine(c, spec, values, x), exact, magnitudes, products + 2);
    }

    @Test
    void statisticsWrittenBetweenPassesCount() {
        Case c = new Case("reference", ConvAlgorithm.AUTO, Conv2dSpec.of(32, 3), false);
        Tensor x = new Tensor(N, INPUT.channels(), INPUT.height(), INPUT.width());
        x.fill(0.5f);
        Options options = Options.of(LoadableBackends.of(c.backend())).batch(N).forInference();
        try (Network network = Network.compile(c.network(true), options)) {
            float[] before = network.forward(x, Mode.INFER).data().clone();
            network.parameters().stream()
                    .filter(p -> p.name().equals("bn1.running_mean"))
                    .forEach(p -> p.value().fill(-1));

            assertThat(network.forward(x, Mode.INFER).data()).isNotEqualTo(before);
        }
    }

    private static float[] engine(Case c, NetworkSpec spec, Map<String, double[]> values, double[] x) {
        Options options = Options.of(LoadableBackends.of(c.backend()))
                .batch(N)
                .conv(c.algorithm())
                .threads(2)
                .forInference();
        try (Network network = Network.compile(spec, options)) {
            for (Parameter p : network.parameters()) {
                write(values.get(p.name()), p.value().data());
            }
            Tensor in = new Tensor(N, INPUT.channels(), INPUT.height(), INPUT.width());
            write(x, in.data());
            return network.forward(in, Mode.INFER).data();
        }
    }

    /** |s w| and |b′| of a convolution alone. */
    private static Map<String, double[]> folded(Map<String, double[]> values) {
        double[] w = values.get("conv1.weight").clone();
        double[] gamma = values.get("bn1.gamma");
        double[] bias = new double[gamma.length];
        int kernel = w.length / gamma.length;
        for (int o = 0; o < gamma.length; o++) {
            double s = gamma[o] / Math.sqrt(values.get("bn1.running_variance")[o] + BatchNormSpec.DEFAULT.epsilon());
            double b = values.containsKey("conv1.bias") ? values.get("conv1.bias")[o] : 0;
            bias[o] = Math.abs((b - values.get("bn1.running_mean")[o]) * s + values.get("bn1.beta")[o]);
            for (int i = o * kernel; i < (o + 1) * kernel; i++) {
                w[i] = Math.abs(w[i] * s);
            }
        }
        return Map.of("conv1.weight", w, "conv1.bias", bias);
    }

    private static Map<String, double[]> values(NetworkSpec spec) {
        Rng rng = Rng.of(4);
        Map<String, double[]> values = new LinkedHashMap<>();
        for (ParameterSpec p : spec.parameters()) {
            double[] drawn = draw(rng, p.size());
            if (p.role() == ParameterSpec.Role.RUNNING_VARIANCE) {
                drawn = RoundingBounds.magnitudes(drawn);
            }
            values.put(p.name(), drawn);
        }
        return values;
    }

    /** Floats, kept as doubles. */
    private static double[] draw(Rng rng, int size) {
        double[] drawn = new double[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = (float) rng.nextGaussian();
        }
        return drawn;
    }

    private static void write(double[] from, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) from[i];
        }
    }
}
