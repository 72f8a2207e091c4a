package org.pellucid.inspect;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/** Networks with weights, to be looked into. */
final class Looked {
    private Looked() {}

    /** Drawn weights; scales and variances are positive. All are floats. */
    static Map<String, Tensor> weights(NetworkSpec spec, long seed) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (ParameterSpec p : spec.parameters()) {
            Tensor value = new Tensor(p.dimensions());
            Rng rng = Rng.of(seed, Rng.key(p.name()));
            boolean positive = p.name().endsWith("gamma") || p.name().endsWith("variance");
            for (int i = 0; i < value.size(); i++) {
                value.data()[i] = (float) (positive ? rng.uniform(0.5, 1.5) : rng.uniform(-0.5, 0.5));
            }
            all.put(p.name(), value);
        }
        return all;
    }

    static float[] picture(NetworkSpec spec, long seed) {
        float[] x = new float[spec.input().size()];
        Rng rng = Rng.of(seed);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) rng.uniform(-1, 1);
        }
        return x;
    }

    static double[] doubles(float[] values) {
        return Sight.doubles(Map.of("x", Tensor.of(values, values.length))).get("x");
    }

    static FrozenNetwork frozen(NetworkSpec spec, Map<String, Tensor> weights, int batch) {
        return new FrozenNetwork(
                spec,
                weights,
                Options.of(Backends.select("reference").backend()).batch(batch));
    }

    static Map<String, double[]> parameters(Object... namesAndValues) {
        Map<String, double[]> all = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put((String) namesAndValues[i], (double[]) namesAndValues[i + 1]);
        }
        return all;
    }
}
