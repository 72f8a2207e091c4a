package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.spec.NetworkJson;
import org.pellucid.spec.NetworkSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values that PyTorch computed in double precision; src/test/python/make_fixtures.py made them. */
class FixturesTest {
    /**
     * Both sides round each operation to 2⁻⁵³ ≈ 1e-16; sums of a few hundred terms through a dozen layers leave less
     * than 1e4 such errors of the largest value.
     */
    private static final double TOLERANCE = 1e-12;

    /** A case that shows its name in reports. */
    private record Case(JsonNode json) {
        @Override
        public String toString() {
            return json.get("name").asString();
        }

        double[] values(String field) {
            return FixturesTest.values(json.get(field));
        }

        Map<String, double[]> tensors(String field) {
            Map<String, double[]> tensors = new LinkedHashMap<>();
            json.get(field)
                    .properties()
                    .forEach(entry -> tensors.put(entry.getKey(), FixturesTest.values(entry.getValue())));
            return tensors;
        }
    }

    private static double[] values(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    private static List<Case> read(String file) {
        try (InputStream in = FixturesTest.class.getResourceAsStream("/org/pellucid/fixtures/" + file)) {
            return new JsonMapper()
                    .readTree(in)
                    .get("cases")
                    .valueStream()
                    .map(Case::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Case> layers() {
        return read("layers.json");
    }

    private static List<Case> losses() {
        return read("loss.json");
    }

    private static List<Case> optimizers() {
        return read("optimizers.json");
    }

    /** Errors are scaled by the largest value of the tensor. */
    private static void assertEqual(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = 1;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            scale = Math.max(scale, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
        }
        assertThat(worst / scale).as(what).isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void layersAgree(Case c) {
        NetworkSpec spec = NetworkJson.read(c.json.get("network"));
        Map<String, double[]> parameters = c.tensors("parameters");
        TextbookNetwork network = new TextbookNetwork(spec, parameters);

        double[] y = network.forward(
                c.values("x"), c.json.get("n").asInt(), c.json.get("train").asBoolean(), null);
        double[] dx = network.backward(c.values("dy"));

        assertEqual("y", y, c.values("y"));
        assertEqual("dx", dx, c.values("dx"));
        Map<String, double[]> gradients = c.tensors("gradients");
        assertThat(network.gradients()).containsOnlyKeys(gradients.keySet());
        gradients.forEach(
                (name, gradient) -> assertEqual(name, network.gradients().get(name), gradient));
        c.tensors("running").forEach((name, value) -> assertEqual(name, parameters.get(name), value));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesAgree(Case c) {
        int n = c.json.get("n").asInt();
        int k = c.json.get("k").asInt();
        double[] z = c.values("z");
        double[] t = SoftmaxCrossEntropy.smooth(k, c.json.get("smoothing").asDouble(), c.values("t"));
        double[] w = c.json.get("w").isNull() ? null : c.values("w");

        assertEqual("loss", new double[] {SoftmaxCrossEntropy.forward(n, k, z, t, w)}, new double[] {
            c.json.get("loss").asDouble()
        });
        assertEqual("dz", SoftmaxCrossEntropy.backward(n, k, z, t, w), c.values("dz"));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void optimizersAgree(Case c) {
        JsonNode options = c.json.get("options");
        double rate = options.get("lr").asDouble();
        double decay = options.path("weight_decay").asDouble(0);
        double mu = options.path("momentum").asDouble(0);
        double rho = options.path("alpha").asDouble(0);
        double epsilon = options.path("eps").asDouble(0);
        double beta1 = options.path("betas").path(0).asDouble(0);
        double beta2 = options.path("betas").path(1).asDouble(0);
        double[] p = c.values("p");
        double[] v = new double[p.length];
        double[] m = new double[p.length];
        String kind = c.toString().replaceAll(",.*", "");

        for (int t = 1; t <= 5; t++) {
            double[] g = values(c.json.get("gradients").get(t - 1));
            switch (kind) {
                case "sgd" -> Optimizers.sgd(rate, decay, p, g);
                case "momentum" -> Optimizers.momentum(rate, mu, decay, p, g, v);
                case "nesterov" -> Optimizers.nesterov(rate, mu, decay, p, g, v);
                case "rmsprop" -> Optimizers.rmsprop(rate, rho, epsilon, decay, p, g, v);
                case "adam" -> Optimizers.adam(t, rate, beta1, beta2, epsilon, decay, p, g, m, v);
                case "adamw" -> Optimizers.adamw(t, rate, beta1, beta2, epsilon, decay, p, g, m, v);
                case "nadam" -> Optimizers.nadam(t, rate, beta1, beta2, epsilon, decay, p, g, m, v);
                default -> throw new IllegalArgumentException("no optimiser '" + kind + "'");
            }
            assertEqual("step " + t, p, values(c.json.get("steps").get(t - 1)));
        }
    }
}
