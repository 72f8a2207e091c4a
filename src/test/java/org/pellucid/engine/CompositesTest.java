package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.inspect.Bounds;
import org.pellucid.inspect.EngineRunner;
import org.pellucid.inspect.Passage;
import org.pellucid.inspect.Subject;
import org.pellucid.inspect.TextbookRunner;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;
import org.pellucid.textbook.Dense;
import org.pellucid.textbook.GlobalAvgPool;
import org.pellucid.textbook.SqueezeExcite;

/** Where paths part and meet: the steps of a composite layer that none of its parts contains. */
class CompositesTest {
    private static final long SEED = 8;
    private static final Shape INPUT = new Shape(5, 7, 6);
    private static final int UNITS = 3;
    private static final ActivationSpec RELU = new ActivationSpec.Relu();

    /** A ReLU is exact, so what is left is one addition forward and one backward. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void residualsAddTheirPaths(int threads) {
        Subject s = subject(ResidualSpec.of(RELU), 9);
        Passage textbook = new TextbookRunner(SEED).run(s);
        Passage engine = runner(threads).run(s);

        agree(engine.y(), textbook.y(), Bounds.EPSILON);
        agree(engine.dx(), textbook.dx(), Bounds.EPSILON);
    }

    /** Both paths compute, and the shortcut has a ReLU to undo before its gradient is added. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void residualsUndoBothPaths(int threads) {
        LayerSpec residual = new ResidualSpec(
                List.of(RELU, new ActivationSpec.LeakyRelu(0.5)), List.of(new ActivationSpec.LeakyRelu(0.25)));
        Subject s = subject(residual, 9);
        Passage textbook = new TextbookRunner(SEED).run(s);
        Passage engine = runner(threads).run(s);

        // Slopes that are powers of two are exact.
        agree(engine.y(), textbook.y(), Bounds.EPSILON);
        agree(engine.dx(), textbook.dx(), Bounds.EPSILON);
    }

    /**
     * With absolute values throughout, a = |W₁| mean|x| + |b₁|, z = |W₂| a + |b₂|, and R roundings in all: SiLU and σ have
     * slopes of at most 1.1 and ¼, and those change by at most ½ and 0.1 of what z changes. So the gate is off by R ε z, and what
     * comes back through it, D = 1/hw · |W₁|ᵀ 1.1 |W₂|ᵀ ¼ Σ|dy x|, by R ε D (1 + max a + max z).
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void squeezeAndExciteScalesAndTakesTheGatesGradient(int threads) {
        Subject s = subject(new SqueezeExciteSpec(UNITS, new ActivationSpec.Silu()), 9);
        Subject positive = absolute(s);
        Passage textbook = new TextbookRunner(SEED).run(s);
        Passage engine = runner(threads).run(s);
        int c = INPUT.channels();
        int area = INPUT.height() * INPUT.width();
        double roundings = 2 * (area + c + UNITS) + 30;
        double[] w1 = positive.parameters().get("se1.dense1.weight");
        double[] w2 = positive.parameters().get("se1.dense2.weight");
        double[] a = Dense.forward(
                s.n(),
                c,
                UNITS,
                GlobalAvgPool.forward(s.n(), INPUT, positive.x()),
                w1,
                positive.parameters().get("se1.dense1.bias"));
        double[] z = Dense.forward(s.n(), UNITS, c, a, w2, positive.parameters().get("se1.dense2.bias"));
        double[] dGate = SqueezeExcite.backwardGate(s.n(), INPUT, positive.x(), positive.dy());
        double[] back = Dense.backwardInput(s.n(), c, UNITS, Dense.backwardInput(s.n(), UNITS, c, dGate, w2), w1);
        double growth =
                1 + Arrays.stream(a).max().orElse(0) + Arrays.stream(z).max().orElse(0);
        for (int i = 0; i < s.x().length; i++) {
            double unit = roundings * Bounds.EPSILON;
            double through = 1.1 * 0.25 * back[i / area] / area;
            assertThat(engine.y()[i]).isCloseTo(textbook.y()[i], within(unit * positive.x()[i] * (1 + z[i / area])));
            assertThat(engine.dx()[i])
                    .isCloseTo(
                            textbook.dx()[i], within(unit * (positive.dy()[i] * (1 + z[i / area]) + through * growth)));
        }
    }

    /** Linear: the bound of two products in a row. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void separableConvolutionsRunBothTheirParts(int threads) {
        Subject s = subject(new SeparableConv2dSpec(4, Size.of(3), Size.of(1), Padding.SAME, true), 9);
        Passage textbook = new TextbookRunner(SEED).run(s);
        Passage positive = new TextbookRunner(SEED).run(absolute(s));
        Passage engine = runner(threads).run(s);
        // Forward 3·3 products, then 5, and the bias; backward 4, then 9 and their sum.
        double unit = (9 + 5 + 4 + 9 + 3) * Bounds.EPSILON;
        for (int i = 0; i < textbook.y().length; i++) {
            assertThat(engine.y()[i]).isCloseTo(textbook.y()[i], within(unit * positive.y()[i]));
        }
        for (int i = 0; i < textbook.dx().length; i++) {
            assertThat(engine.dx()[i]).isCloseTo(textbook.dx()[i], within(unit * positive.dx()[i]));
        }
    }

    /** A residual as the first layer of a network that nobody asks for the input's gradient. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void partsLearnWithoutTheInputsGradient(int threads) {
        NetworkSpec spec = new NetworkSpec(
                "first",
                INPUT,
                List.of(ResidualSpec.of(Conv2dSpec.of(5, 3), RELU, Conv2dSpec.of(5, 3)), new FlattenSpec()));
        Options options = Options.of(LoadableBackends.of("reference")).threads(threads);
        assertThat(gradients(spec, options)).isEqualTo(gradients(spec, options.withInputGradient()));
    }

    private static List<List<Float>> gradients(NetworkSpec spec, Options options) {
        try (Network network = Network.compile(spec, options)) {
            Rng rng = Rng.of(2);
            Tensor x = new Tensor(4, 5, 7, 6);
            Tensor dy = new Tensor(4, 210);
            for (int i = 0; i < x.size(); i++) {
                x.data()[i] = (float) rng.nextGaussian();
                dy.data()[i] = (float) rng.nextGaussian();
            }
            network.forward(x, Mode.TRAIN);
            network.backward(dy);
            return network.parameters().stream()
                    .map(p -> {
                        List<Float> values = new ArrayList<>();
                        for (float g : p.gradient().data()) {
                            values.add(g);
                        }
                        return values;
                    })
                    .toList();
        }
    }

    private static void agree(double[] engine, double[] textbook, double relative) {
        for (int i = 0; i < textbook.length; i++) {
            assertThat(engine[i]).isCloseTo(textbook[i], within(relative * Math.abs(textbook[i])));
        }
    }

    private static EngineRunner runner(int threads) {
        return new EngineRunner(
                Options.of(LoadableBackends.of("reference")).threads(threads).seed(SEED));
    }

    private static Subject subject(LayerSpec layer, int n) {
        Node node = new NetworkSpec("c", INPUT, List.of(layer, new FlattenSpec()))
                .nodes()
                .get(0);
        Rng rng = Rng.of(SEED);
        Map<String, double[]> parameters = new HashMap<>();
        for (Node part : node.flatten()) {
            for (ParameterSpec p : part.parameters()) {
                parameters.put(p.name(), floats(rng, p.size()));
            }
        }
        return new Subject(
                node,
                false,
                n,
                parameters,
                floats(rng, n * INPUT.size()),
                floats(rng, n * node.output().size()));
    }

    private static Subject absolute(Subject s) {
        Map<String, double[]> parameters = new HashMap<>();
        s.parameters().forEach((name, values) -> parameters.put(name, absolute(values)));
        return new Subject(s.node(), false, s.n(), parameters, absolute(s.x()), absolute(s.dy()));
    }

    private static double[] absolute(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    private static double[] floats(Rng rng, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }
}
