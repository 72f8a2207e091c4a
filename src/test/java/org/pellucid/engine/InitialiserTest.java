package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;

class InitialiserTest {
    private static final int FEATURES = 300;
    private static final int UNITS = 200;
    private static final NetworkSpec SPEC = new NetworkSpec(
            "i", Shape.flat(FEATURES), List.of(DenseSpec.of(UNITS), BatchNormSpec.DEFAULT, DenseSpec.of(100)));

    @ParameterizedTest
    @EnumSource(Initialiser.class)
    void drawsWeightsOfTheRightVariance(Initialiser rule) {
        boolean he = rule == Initialiser.HE_NORMAL || rule == Initialiser.HE_UNIFORM;
        double expected = he ? 2.0 / FEATURES : 2.0 / (FEATURES + UNITS);
        // The variance of a sample variance is at most 2σ⁴/n, that of a normal; six of its deviations.
        double tolerance = 6 * expected * Math.sqrt(2.0 / (FEATURES * UNITS));
        assertThat(variance(values(rule, 1, "dense1.weight"))).isCloseTo(expected, within(tolerance));
    }

    @ParameterizedTest
    @EnumSource(Initialiser.class)
    void drawsTheLastWeightWithATenthOfTheDeviation(Initialiser rule) {
        boolean he = rule == Initialiser.HE_NORMAL || rule == Initialiser.HE_UNIFORM;
        double expected = 0.01 * (he ? 2.0 / UNITS : 2.0 / (UNITS + 100));
        double tolerance = 6 * expected * Math.sqrt(2.0 / (UNITS * 100));
        assertThat(variance(values(rule, 1, "dense2.weight"))).isCloseTo(expected, within(tolerance));
    }

    @Test
    void startsAllElseNeutral() {
        assertThat(values(Initialiser.HE_NORMAL, 1, "dense1.bias")).containsOnly(0);
        assertThat(values(Initialiser.HE_NORMAL, 1, "bn1.gamma")).containsOnly(1);
        assertThat(values(Initialiser.HE_NORMAL, 1, "bn1.beta")).containsOnly(0);
        assertThat(values(Initialiser.HE_NORMAL, 1, "bn1.running_mean")).containsOnly(0);
        assertThat(values(Initialiser.HE_NORMAL, 1, "bn1.running_variance")).containsOnly(1);
    }

    @Test
    void dependsOnTheSeedAlone() {
        assertThat(values(Initialiser.HE_NORMAL, 1, "dense1.weight"))
                .isEqualTo(values(Initialiser.HE_NORMAL, 1, "dense1.weight"))
                .isNotEqualTo(values(Initialiser.HE_NORMAL, 2, "dense1.weight"));
    }

    private static float[] values(Initialiser rule, long seed, String name) {
        Options options =
                Options.of(LoadableBackends.of("reference")).batch(1).seed(seed).initialiser(rule);
        try (Network network = Network.compile(SPEC, options)) {
            return network.parameters().stream()
                    .filter(p -> p.name().equals(name))
                    .map(Parameter::value)
                    .findFirst()
                    .orElseThrow()
                    .data();
        }
    }

    private static double variance(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return squares / values.length - mean * mean;
    }
}
