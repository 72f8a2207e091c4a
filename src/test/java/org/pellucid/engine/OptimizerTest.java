package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pellucid.inspect.Bounds;
import org.pellucid.inspect.TextbookOptimizer;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

class OptimizerTest {
    private static final int STEPS = 5;
    private static final double RATE = 0.01;
    private static final double DECAY = 0.1;
    private static final Workers WORKERS = new Workers(2);
    /** 200 × 100 weights: more than one task moves them. */
    private static final NetworkSpec SPEC =
            new NetworkSpec("o", Shape.flat(100), List.of(DenseSpec.of(200), BatchNormSpec.DEFAULT));

    @AfterAll
    static void letTheThreadsGo() {
        WORKERS.close();
    }

    /**
     * A step is a dozen float operations on numbers of the size of w, the moments and the update. The update is at most
     * about 10 · rate where it is divided by a root, and rate · |v| ≤ 10 · rate · |g| elsewhere: |g| ≤ 5 here.
     */
    @ParameterizedTest
    @EnumSource(OptimizerSpec.Kind.class)
    void movesAsTheTextbookDoes(OptimizerSpec.Kind kind) {
        OptimizerSpec spec = OptimizerSpec.of(kind).weightDecay(DECAY);
        List<Parameter> parameters = parameters(1);
        Map<String, double[]> values = new HashMap<>();
        Map<String, double[]> gradients = new HashMap<>();
        for (Parameter p : parameters) {
            values.put(p.name(), doubles(p.value().data()));
        }
        Optimizer optimizer = new Optimizer(spec, parameters, WORKERS);
        TextbookOptimizer textbook = new TextbookOptimizer(spec, SPEC.parameters());
        for (int step = 0; step < STEPS; step++) {
            drawGradients(parameters, step);
            parameters.forEach(p -> gradients.put(p.name(), doubles(p.gradient().data())));
            optimizer.step(RATE);
            textbook.step(RATE, values, gradients);
        }
        for (Parameter p : parameters) {
            double[] expected = values.get(p.name());
            for (int i = 0; i < expected.length; i++) {
                double bound = STEPS * 12 * Bounds.EPSILON * (Math.abs(expected[i]) + 50 * RATE);
                assertThat((double) p.value().data()[i]).as(p.name()).isCloseTo(expected[i], within(bound));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(OptimizerSpec.Kind.class)
    void decaysWeightsAlone(OptimizerSpec.Kind kind) {
        List<Parameter> parameters = parameters(1);
        List<Parameter> before = parameters(1);
        new Optimizer(OptimizerSpec.of(kind).weightDecay(DECAY), parameters, WORKERS).step(RATE);

        for (int i = 0; i < parameters.size(); i++) {
            boolean weight = parameters.get(i).name().endsWith("weight");
            boolean moved = !java.util.Arrays.equals(
                    parameters.get(i).value().data(), before.get(i).value().data());
            assertThat(moved).as(parameters.get(i).name()).isEqualTo(weight);
        }
    }

    @ParameterizedTest
    @EnumSource(OptimizerSpec.Kind.class)
    void continuesFromARestoredStateAsIfNeverStopped(OptimizerSpec.Kind kind) {
        OptimizerSpec spec = OptimizerSpec.of(kind).weightDecay(DECAY);
        List<Parameter> straight = parameters(1);
        Optimizer whole = new Optimizer(spec, straight, WORKERS);
        List<Parameter> stopped = parameters(1);
        Optimizer firstPart = new Optimizer(spec, stopped, WORKERS);
        for (int step = 0; step < 3; step++) {
            drawGradients(straight, step);
            whole.step(RATE);
            drawGradients(stopped, step);
            firstPart.step(RATE);
        }
        Optimizer secondPart = new Optimizer(spec, stopped, WORKERS);
        List<Tensor> state = firstPart.state();
        for (int i = 0; i < state.size(); i++) {
            System.arraycopy(
                    state.get(i).data(),
                    0,
                    secondPart.state().get(i).data(),
                    0,
                    state.get(i).size());
        }
        secondPart.restoreSteps(firstPart.steps());
        for (int step = 3; step < 6; step++) {
            drawGradients(straight, step);
            whole.step(RATE);
            drawGradients(stopped, step);
            secondPart.step(RATE);
        }
        assertThat(secondPart.steps()).isEqualTo(6);
        for (int i = 0; i < straight.size(); i++) {
            assertThat(stopped.get(i).value().data())
                    .isEqualTo(straight.get(i).value().data());
        }
    }

    @Test
    void clipsToTheNormAndKeepsTheDirection() {
        Parameter p = new Parameter("w", new Tensor(2), true, true);
        p.gradient().data()[0] = 3;
        p.gradient().data()[1] = -4;

        assertThat(Gradients.norm(List.of(p))).isEqualTo(5);
        assertThat(Gradients.clip(List.of(p), 10)).isEqualTo(5);
        assertThat(p.gradient().data()).containsExactly(3, -4);
        assertThat(Gradients.clip(List.of(p), 2.5)).isEqualTo(5);
        assertThat(p.gradient().data()).containsExactly(1.5f, -2);
    }

    private static List<Parameter> parameters(long seed) {
        return SPEC.parameters().stream()
                .map(p -> {
                    Tensor value = new Tensor(p.dimensions());
                    fill(value.data(), Rng.of(seed, Rng.key(p.name())));
                    return new Parameter(p.name(), value, p.role().learned(), p.role() == ParameterSpec.Role.WEIGHT);
                })
                .toList();
    }

    private static void drawGradients(List<Parameter> parameters, int step) {
        for (Parameter p : parameters) {
            fill(p.gradient().data(), Rng.of(step, Rng.key(p.name()), 7));
        }
    }

    private static void fill(float[] values, Rng rng) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rng.nextGaussian();
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
